import type { ServerConfig } from '../config/config.ts'
import type { Secret } from '../lib/secret.ts'
import type { Directory, Shelf } from './directory.ts'
import { canJoin, type Health, unknownHealth } from './health.ts'
import type { Origin } from './organisations.ts'
import { type Candidate, giantShare } from './placement.ts'
import type { Head } from './reconcile-server.ts'
import { seatsOf } from './seats.ts'
import type { ServerAccess } from './servers.ts'

/** What an operator decided: `draining` keeps its meetings but gets no new one, `disabled` is not even asked. */
export type AdminState = 'enabled' | 'draining' | 'disabled'

/** One BigBlueButton server of the pool. */
export interface Server {
  readonly access: ServerAccess
  readonly origin: Origin
  /** Users that fit at once. */
  readonly capacity: number
  readonly weight: number
  readonly tags: ReadonlySet<string>
  /** The organisation that brought it; undefined when it belongs to all. */
  owner: string | undefined
  admin: AdminState
  health: Health
  /** Milliseconds since 1970; undefined while it is not offline. */
  offlineSince: number | undefined
  /** People in meetings there that are not ours: somebody else uses the server too. */
  foreignUsers: number
  foreignMeetings: number
  /** The internal ids of those, at its last listing. */
  foreign: ReadonlySet<string>
  /** When it last failed to answer, by the clock that nobody sets. */
  missedAt: number
  /** When it was last found to have lost all meetings that it had before. */
  forgotAt: number
  /** What its last listing was, and what memory was when it had been taken in. */
  listing: Listing | undefined
  /** Whether it tells us of events: it has bbb-webhooks, and we are registered there. */
  events: boolean
}

/** A listing that was taken in whole. */
export interface Listing {
  readonly digest: string
  /** The meetings in it that are not over, by the servers' IDs for them. */
  readonly listed: ReadonlySet<string>
  /** What each of its meetings said in short, by the digest of its text. */
  readonly heads: ReadonlyMap<string, Head>
  /** The directory's version of the server's meetings right after. */
  readonly version: number
}

export interface Pool {
  find(id: string): Server | undefined
  list(): readonly Server[]
  put(server: Server): void
  remove(id: string): void
  /** Every server as placement sees it now. */
  candidates(now: number): Candidate[]
  /** Seats taken or reserved on a server. */
  load(server: Server, now: number): number
}

/** A server and how placement last saw it, kept because a create looks at all of them. */
interface Entry {
  readonly server: Server
  readonly shelf: Shelf
  seen: Seen | undefined
}

interface Seen {
  readonly candidate: Candidate
  /** What the candidate was made of. */
  readonly version: number
  readonly admin: AdminState
  readonly health: Health
  readonly foreignUsers: number
  readonly foreignMeetings: number
  readonly owner: string | undefined
  readonly at: number
}

/** Reservations run out without anything happening: then what was seen is too old. */
const seeAgainMs = 1000

export function createPool(directory: Directory): Pool {
  const entries = new Map<string, Entry>()
  // An array of them, because going through a map takes longer than what is done with each.
  let all: readonly Entry[] = []
  return {
    find: (id) => entries.get(id)?.server,
    list: () => all.map(({ server }) => server),
    put(server) {
      const { id } = server.access
      entries.set(id, { server, shelf: directory.shelf(id), seen: undefined })
      all = [...entries.values()]
    },
    remove(id) {
      entries.delete(id)
      all = [...entries.values()]
    },
    candidates: (now) => all.map((entry) => candidateOf(entry, now)),
    load(server, now) {
      const entry = entries.get(server.access.id)
      return entry ? candidateOf(entry, now).load : 0
    },
  }
}

function candidateOf(entry: Entry, now: number): Candidate {
  const { server, shelf, seen } = entry
  if (seen && isCurrent(seen, server, shelf, now)) return seen.candidate
  const candidate = toCandidate(server, shelf, now)
  const { admin, health, foreignUsers, foreignMeetings, owner } = server
  entry.seen = { candidate, version: shelf.version, admin, health, foreignUsers, foreignMeetings, owner, at: now }
  return candidate
}

function isCurrent(seen: Seen, server: Server, { version }: Shelf, now: number): boolean {
  return (
    seen.version === version &&
    seen.health === server.health &&
    seen.admin === server.admin &&
    seen.owner === server.owner &&
    seen.foreignUsers === server.foreignUsers &&
    seen.foreignMeetings === server.foreignMeetings &&
    now >= seen.at &&
    now - seen.at < seeAgainMs &&
    // One that is barred from new meetings for a while may be so no more.
    server.health.noCreateUntil <= seen.at
  )
}

function toCandidate(server: Server, { meetings }: Shelf, now: number): Candidate {
  let seats = 0
  let giants = 0
  for (const meeting of meetings) {
    const taken = seatsOf(meeting, now)
    seats += taken
    if (taken > server.capacity * giantShare) giants += 1
  }
  return {
    id: server.access.id,
    tags: server.tags,
    owner: server.owner,
    capacity: server.capacity,
    weight: server.weight,
    load: seats + server.foreignUsers,
    giants,
    meetings: meetings.size + server.foreignMeetings,
    closed: whyClosed(server, now),
  }
}

/** A server as it enters the pool, nothing known of its health yet. */
export function toServer(
  definition: Omit<ServerConfig, 'secret'>,
  secret: Secret,
  origin: Origin,
  admin: AdminState,
): Server {
  return {
    access: { id: definition.id, url: definition.url, secret, checksum: definition.checksum },
    origin,
    capacity: definition.capacity,
    weight: definition.weight,
    tags: new Set(definition.tags),
    owner: definition.owner,
    admin,
    health: unknownHealth,
    offlineSince: undefined,
    foreignUsers: 0,
    foreignMeetings: 0,
    foreign: new Set(),
    missedAt: 0,
    forgotAt: 0,
    listing: undefined,
    events: false,
  }
}

/** Whether its meetings can be joined, and it can be asked about them. */
export function isUp(server: Server | undefined): server is Server {
  return server !== undefined && server.admin !== 'disabled' && canJoin(server.health)
}

/** Why a server takes no new meetings, in words; undefined when it takes them. */
export function whyClosed(server: Server, now: number): string | undefined {
  if (server.admin !== 'enabled') return server.admin
  if (server.health.condition === 'offline') return 'offline'
  if (server.health.condition === 'suspect') return 'did not answer when last asked'
  if (server.health.noCreateUntil > now) return 'failed to create a meeting a moment ago'
  return undefined
}
