/** Meetings that will happen on a fleet. Times are milliseconds from the beginning of the simulation. */
export interface Scenario {
  readonly servers: readonly SimulatedServer[]
  readonly meetings: readonly PlannedMeeting[]
  /** How many people came to earlier meetings of a room, oldest first. */
  readonly past: readonly PastMeeting[]
  readonly pollMs: number
  /** Whether all servers are polled in one go; else each has its own time in the round. */
  readonly pollTogether?: boolean
  /** How long a server takes to answer a create. */
  readonly createMs: number
  readonly until: number
  readonly sampleMs: number
  readonly seed: number
}

export interface SimulatedServer {
  readonly id: string
  /** People that fit at once. */
  readonly capacity: number
  /** When it dies, and when it is back, empty. */
  readonly failsAt?: number
  readonly returnsAt?: number
}

export interface PlannedMeeting {
  readonly startsAt: number
  readonly organisation: string
  readonly room: string
  readonly people: number
  /** People arrive evenly over this time, beginning with `firstAfterMs`. */
  readonly arriveOverMs: number
  /** How long after its creation the first may arrive: some open a room long before anybody comes. */
  readonly firstAfterMs?: number
  readonly lastsMs: number
  readonly recorded?: boolean
  /** What the client says of the size, if anything. */
  readonly hint?: number
}

export interface PastMeeting {
  readonly organisation: string
  readonly room: string
  readonly people: number
}

/** What a server says of one meeting when it is polled. */
export interface Seen {
  /** The number of the meeting in the scenario. */
  readonly meeting: number
  readonly people: number
}

/** A policy at work on one fleet. Servers are named by their index in the scenario, meetings as well. */
export interface Placer {
  /** Gives the server for a new meeting; undefined refuses it. */
  choose(meeting: number, now: number): number | undefined
  /** The server has answered the create. */
  created?(meeting: number, server: number, now: number): void
  /** Somebody joined a meeting, through the gateway. */
  joined?(meeting: number, server: number, now: number): void
  /** A server was polled; `seen` is undefined when it did not answer. */
  polled?(server: number, seen: readonly Seen[] | undefined, now: number): void
  /** Whether the server is known to be gone, so that its meetings are placed anew. */
  isGone?(server: number): boolean
}

/** A way of choosing servers, named for tables. `random` breaks ties. */
export interface Policy {
  readonly name: string
  begin(scenario: Scenario, random: () => number): Placer
}
