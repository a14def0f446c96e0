import { Cron } from 'croner'
import { z } from 'zod'
import { Problem } from '../lib/problem.ts'
import { isZone } from '../lib/zones.ts'
import type { SecretRef } from './config.ts'
import { parseWebAddress, textField } from './fields.ts'
import { about, count, secret, words } from './schema-parts.ts'
import { quote } from './wording.ts'

/** The chat whose history is deleted when it is old enough. */
export interface ChatConfig {
  /** Where the homeserver's admin API is reached, without a trailing slash. */
  readonly homeserver: string
  /** The access token of a server admin. */
  readonly token: SecretRef
  /** A cron pattern of five fields, read in `zone`. */
  readonly schedule: string
  readonly zone: string
  readonly retention: Retention
  /** Days between telling a room and deleting from it for the first time. */
  readonly notice_days: number
  readonly media: MediaRule
  readonly language: 'en' | 'fr'
  readonly rooms: readonly ChatRoomConfig[]
}

/**
 * `room`: the files that deleted messages showed. `server`: besides, all files of the homeserver that nobody asked for
 * since then. `none`: no file.
 */
export type MediaRule = 'room' | 'server' | 'none'

export interface Retention {
  readonly count: number
  readonly unit: 'days' | 'months'
}

export interface ChatRoomConfig {
  /** Such as `!cAjsRgDfbXqdpIHfTt:example.coop`. */
  readonly id: string
  readonly name: string
  /** Who answers for the room, in words of the co-op. */
  readonly owner: string
  /** Absent: that of all rooms. */
  readonly retention?: Retention | undefined
  /** The day (`2026-06-08`) on which its people agreed; without it nothing is deleted. */
  readonly consent?: string | undefined
  /** Why nothing may be deleted at present. */
  readonly hold?: string | undefined
}

const longest = { days: 3650, months: 120 } as const

const parseRetention = (text: string): Retention => {
  const [, number = '', unit] = /^(\d{1,4}) +(day|month|year)s?$/.exec(text.trim()) ?? []
  const retention: Retention =
    unit === 'day'
      ? { count: Number(number), unit: 'days' }
      : { count: Number(number) * (unit === 'year' ? 12 : 1), unit: 'months' }
  if (unit !== undefined && retention.count >= 1 && retention.count <= longest[retention.unit]) return retention
  throw new Problem('invalid', `${quote(text)} is no time for which messages are kept`, {
    hint: 'write it as "3 months", "90 days" or "1 year", at most ten years',
  })
}

const parseSchedule = (text: string): string => {
  if (text.trim().split(/\s+/).length === 5 && isPattern(text)) return text.trim()
  throw new Problem('invalid', `${quote(text)} is no schedule`, {
    hint: 'write minute, hour, day, month and weekday, such as "0 3 * * 0" for three o’clock on Sundays',
  })
}

const parseZone = (text: string): string => {
  if (isZone(text)) return text
  throw new Problem('invalid', `${quote(text)} is no time zone`, { hint: 'such as America/Toronto or Europe/Berlin' })
}

const parseRoom = (text: string): string => {
  if (isRoomId(text)) return text
  const hint = text.startsWith('#')
    ? 'this is an alias, which may come to mean another room: take the room id from the room settings, under "Advanced"'
    : 'it begins with "!", as in the room settings under "Advanced"'
  throw new Problem('invalid', `${quote(text)} is not the id of a room`, { hint })
}

const parseDay = (text: string): string => {
  const time = Date.parse(`${text}T00:00:00Z`)
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text))
    return text
  throw new Problem('invalid', `${quote(text)} is no day`, { hint: 'write it as 2026-06-08' })
}

const retention = textField(
  parseRetention,
  about('For how long messages are kept, in days, months or years.', '3 months'),
)

const room = z
  .strictObject({
    id: textField(parseRoom, about('The id of the room.', '!cAjsRgDfbXqdpIHfTt:example.coop')),
    name: words('What people call the room.', 'Organising'),
    owner: words('Who answers for it.', 'Ada'),
    retention: retention.optional(),
    consent: textField(
      parseDay,
      about('The day on which the people of the room agreed. Without it nothing is deleted.', '2026-06-08'),
    ).optional(),
    hold: words('Why nothing may be deleted at present: a legal hold.', 'dispute about the lease').optional(),
  })
  .meta(
    about('A room whose history is deleted.', {
      id: '!cAjsRgDfbXqdpIHfTt:example.coop',
      name: 'Organising',
      owner: 'Ada',
      consent: '2026-06-08',
    }),
  )

/** The history of chat rooms, and when it is deleted. */
export const chat = z
  .strictObject({
    homeserver: textField(
      parseWebAddress,
      about('Where the admin API of the Matrix homeserver (Synapse) is reached.', 'https://matrix.example.coop'),
    ),
    token: secret('The access token of a server admin of the homeserver.', 'secret://matrix-admin'),
    schedule: textField(
      parseSchedule,
      about('When old messages are deleted: minute, hour, day, month, weekday.', '0 3 * * 0'),
    ).prefault('0 3 * * 0'),
    zone: textField(parseZone, about('The time zone of the schedule, and of days.', 'America/Toronto')).prefault('UTC'),
    retention: retention.prefault('3 months'),
    notice_days: count(0, 90)
      .default(7)
      .meta(about('Days between telling a room and deleting from it for the first time; 0 tells nobody before.', 7)),
    media: z
      .enum(['room', 'server', 'none'])
      .default('room')
      .meta(
        about(
          '"room": the files that deleted messages showed. "server": besides, every file on the homeserver that nobody asked for since then. "none": no file.',
          'room',
        ),
      ),
    language: z.enum(['en', 'fr']).default('en').meta(about('The language in which rooms are told.', 'en')),
    rooms: z.array(room).prefault([]).meta(about('The rooms. One that is not here is never touched.')),
  })
  .meta(
    about('Deletes old messages of chat rooms.', {
      homeserver: 'https://matrix.example.coop',
      token: 'secret://matrix-admin',
    }),
  )

/** Whether that is the id of a room: those of newer rooms name no server. */
export function isRoomId(text: string): boolean {
  return /^![^\s:]{1,200}(:[A-Za-z0-9.:[\]-]{1,255})?$/.test(text)
}

function isPattern(text: string): boolean {
  try {
    return new Cron(text, { paused: true }).nextRun() !== null
  } catch {
    return false
  }
}
