/** What a room is made for: the co-op's own three, `calls`, `calls-private` and `calls-recorded`. */
export const presets = ['open', 'private', 'recorded'] as const
export type Preset = (typeof presets)[number]

/** How a room behaves. */
export interface RoomSettings {
  /** Whether people without an account of the organisation may come. */
  readonly guests: boolean
  /** Whether guests wait until a moderator in the meeting lets them in. */
  readonly lobby: boolean
  /** Who begins a meeting by entering; everybody else waits for them. Whoever has the moderator code may, too. */
  readonly mayStart: 'owners' | 'members' | 'anyone'
  /** Who is a moderator, besides owners and those with the moderator code. */
  readonly moderators: 'owners' | 'members'
  /** `always` begins with the meeting; `allowed` leaves it to the moderators. */
  readonly recording: 'never' | 'allowed' | 'always'
  readonly muteOnStart: boolean
  /** Whether people enter by the join page, which brings them along when a server dies. */
  readonly joinPage: boolean
}

interface PresetContent {
  readonly settings: RoomSettings
  /** Whether a room that brings no access code is given one. */
  readonly hasCode: boolean
}

const common = { guests: true, mayStart: 'members', moderators: 'members', joinPage: true } as const

/** What each preset sets. A room may say otherwise for every single setting. */
export const contents: Readonly<Record<Preset, PresetContent>> = {
  open: { settings: { ...common, lobby: false, recording: 'never', muteOnStart: true }, hasCode: false },
  private: { settings: { ...common, lobby: true, recording: 'never', muteOnStart: false }, hasCode: true },
  recorded: {
    settings: { ...common, moderators: 'owners', lobby: false, recording: 'always', muteOnStart: true },
    hasCode: false,
  },
}

/** What a room says otherwise than its preset. */
export type Overrides = { readonly [Name in keyof RoomSettings]?: RoomSettings[Name] | undefined }

/** What holds in a room. */
export function settingsOf(preset: Preset, overrides: Overrides): RoomSettings {
  return Object.assign({}, contents[preset].settings, said(overrides))
}

/** The overrides after a change: null leaves a setting to the preset again, what is missing stays. */
export function changeOverrides(
  before: Overrides,
  change: { readonly [Name in keyof RoomSettings]?: RoomSettings[Name] | null | undefined },
): Overrides {
  const changed = Object.entries({ ...before, ...said(change) })
  return Object.fromEntries(changed.filter(([, value]) => value !== null))
}

function said(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
