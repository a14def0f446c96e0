import type { ServerConfig } from '../config/config.ts'
import type { Secret } from '../lib/secret.ts'
import type { Directory } from './directory.ts'
import { type Health, unknownHealth } from './health.ts'
import type { Origin } from './organisations.ts'
import { type Candidate, giantShare } from './placement.ts'
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
  admin: AdminState
  health: Health
  /** Milliseconds since 1970; undefined while it is not offline. */
  offlineSince: number | undefined
  /** People in meetings there that are not ours: somebody else uses the server too. */
  foreignUsers: number
  foreignMeetings: number
  /** What its last listing was, and what memory was when it had been taken in. */
  listing: Listing | undefined
  /** Whether it tells us of events: it has bbb-webhooks, and we are registered there. */
  events: boolean
}

/** A listing that was taken in whole. */
export interface Listing {
  readonly digest: string
  /** The servers' IDs of the meetings in it. */
  readonly listed: ReadonlySet<string>
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

/** Seats by time: reservations run out without anything happening. */
interface Counted {
  readonly seats: number
  /** Meetings that take more than half of the server. */
  readonly giants: number
  readonly version: number
  readonly at: number
}

const countAgainMs = 1000

export function createPool(directory: Directory): Pool {
  const servers = new Map<string, Server>()

  const counted = new Map<string, Counted>()

  const count = (server: Server, now: number): Counted => {
    const id = server.access.id
    const version = directory.serverVersion(id)
    const known = counted.get(id)
    if (known && known.version === version && now >= known.at && now - known.at < countAgainMs) {
      return known
    }
    let seats = 0
    let giants = 0
    for (const meeting of directory.onServer(id)) {
      const taken = seatsOf(meeting, now)
      seats += taken
      if (taken > server.capacity * giantShare) giants += 1
    }
    const result = { seats, giants, version, at: now }
    counted.set(id, result)
    return result
  }
  const load = (server: Server, now: number) => count(server, now).seats + server.foreignUsers

  return {
    find: (id) => servers.get(id),
    list: () => [...servers.values()],
    put(server) {
      servers.set(server.access.id, server)
    },
    remove(id) {
      servers.delete(id)
    },
    candidates: (now) =>
      [...servers.values()].map((server) => ({
        id: server.access.id,
        tags: server.tags,
        capacity: server.capacity,
        weight: server.weight,
        load: load(server, now),
        giants: count(server, now).giants,
        meetings: directory.onServer(server.access.id).size + server.foreignMeetings,
        closed: whyClosed(server, now),
      })),
    load,
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
    admin,
    health: unknownHealth,
    offlineSince: undefined,
    foreignUsers: 0,
    foreignMeetings: 0,
    listing: undefined,
    events: false,
  }
}

/** Why a server takes no new meetings, in words; undefined when it takes them. */
export function whyClosed(server: Server, now: number): string | undefined {
  if (server.admin !== 'enabled') return server.admin
  if (server.health.condition === 'offline') return 'offline'
  if (server.health.condition === 'suspect') return 'did not answer when last asked'
  if (server.health.noCreateUntil > now) return 'failed to create a meeting a moment ago'
  return undefined
}
