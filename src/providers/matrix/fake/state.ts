import { randomId } from '../../../lib/ids.ts'

/** An event as the fake keeps it. */
export interface FakeEvent {
  readonly id: string
  readonly type: string
  readonly at: number
  readonly depth: number
  readonly stateKey: string | undefined
  readonly content: Readonly<Record<string, unknown>>
}

export interface FakeRoom {
  readonly id: string
  name: string | undefined
  events: FakeEvent[]
  readonly members: Set<string>
  isEncrypted: boolean
}

export interface FakePurge {
  readonly room: FakeRoom
  readonly upTo: FakeEvent
  readonly deleteLocal: boolean
  /** How often it is still asked about before it is through. */
  looks: number
  state: 'active' | 'complete' | 'failed'
  error?: string
}

export interface FakeMedia {
  /** When somebody asked for it last. */
  usedAt: number
  readonly isRemote: boolean
}

/** What the fake holds, and what a test may do to it. */
export interface FakeState {
  readonly server: string
  readonly now: () => number
  readonly rooms: Map<string, FakeRoom>
  readonly media: Map<string, FakeMedia>
  readonly purges: Map<string, FakePurge>
  /** Event by transaction. */
  readonly transactions: Map<string, string>
  /** How often a purge is asked about before it is through. */
  looks: number
  /** The next so many purges fail with this. */
  failures: string[]
  /** The next so many purges say that they are complete and delete nothing. */
  liars: number
  /** The next so many calls are told to come back later. */
  limited: number
}

export const adminAccount = (server: string) => `@retention:${server}`

export function createState(server: string, now: () => number): FakeState {
  return {
    server,
    now,
    rooms: new Map(),
    media: new Map(),
    purges: new Map(),
    transactions: new Map(),
    looks: 1,
    failures: [],
    liars: 0,
    limited: 0,
  }
}

/** A room as Synapse makes one: with the state it begins with, and whoever made it in it. */
export function makeRoom(state: FakeState, at: number, { joined = true }: { joined?: boolean } = {}): FakeRoom {
  const id = `!${randomId(18)}:${state.server}`
  const room: FakeRoom = {
    id,
    name: undefined,
    events: [],
    members: new Set([`@ada:${state.server}`]),
    isEncrypted: false,
  }
  if (joined) room.members.add(adminAccount(state.server))
  state.rooms.set(id, room)
  for (const [type, stateKey] of beginnings) append(state, room, { type, at, stateKey, content: {} })
  for (const member of room.members) append(state, room, { type: 'm.room.member', at, stateKey: member, content: {} })
  return room
}

const beginnings = [
  ['m.room.create', ''],
  ['m.room.power_levels', ''],
  ['m.room.join_rules', ''],
] as const

/** Every event is one deeper than the last: the fake has no second server that could speak at the same time. */
export function append(
  state: FakeState,
  room: FakeRoom,
  event: Pick<FakeEvent, 'type' | 'content' | 'stateKey'> & { readonly at?: number },
): FakeEvent {
  const depth = (room.events.at(-1)?.depth ?? 0) + 1
  const made = { ...event, id: `$${randomId(43)}`, depth, at: event.at ?? state.now() }
  room.events.push(made)
  return made
}

/** Deletes as Synapse does: what is less deep than the event and is no state. */
export function carryOut(state: FakeState, purge: FakePurge): void {
  const failure = state.failures.shift()
  if (failure !== undefined) {
    purge.state = 'failed'
    purge.error = failure
    return
  }
  purge.state = 'complete'
  if (state.liars > 0) {
    state.liars -= 1
    return
  }
  const { room, upTo, deleteLocal } = purge
  if (!deleteLocal) return
  room.events = room.events.filter(({ depth, stateKey }) => depth >= upTo.depth || stateKey !== undefined)
}
