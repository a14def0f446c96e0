import type { Placer, Scenario, Seen } from '../../src/meetings/simulation/scenario.ts'

/** What a policy knows of one server. */
export interface Known {
  /** The load as of the last poll, with what was added since. */
  load: number
}

/** What makes up a policy that sends every meeting to the server of the least load. */
export interface LeastLoaded {
  /** Added to a server's load when a meeting is sent there; none when the policy waits for the answer or the poll. */
  readonly onChoose?: number
  readonly onCreated?: number
  readonly onJoined?: number
  /** The load that a poll shows, in place of what was counted. */
  onPoll(seen: readonly Seen[], ageOf: (meeting: number) => number): number
  /** Breaks ties; without it the first of the list wins. */
  readonly random?: () => number
}

/** The placement that all the policies of this folder share: they differ in what they count, and when. */
export function leastLoaded(scenario: Scenario, policy: LeastLoaded): Placer {
  const servers: Known[] = scenario.servers.map(() => ({ load: 0 }))
  const startedAt = new Map<number, number>()
  const add = (server: number, load = 0) => {
    const known = servers[server]
    if (known) known.load += load
  }
  return {
    choose(meeting, now) {
      const least = Math.min(...servers.map(({ load }) => load))
      const tied = [...servers.keys()].filter((server) => servers[server]?.load === least)
      const chosen = tied[policy.random ? Math.floor(policy.random() * tied.length) : 0]
      startedAt.set(meeting, now)
      if (chosen !== undefined) add(chosen, policy.onChoose)
      return chosen
    },
    created: (_meeting, server) => add(server, policy.onCreated),
    joined: (_meeting, server) => add(server, policy.onJoined),
    polled(server, seen, now) {
      const known = servers[server]
      if (known && seen) known.load = policy.onPoll(seen, (meeting) => now - (startedAt.get(meeting) ?? now))
    },
  }
}

/** The people of all meetings, those of each counted at least as so many while it is young. */
export function withFloor(seen: readonly Seen[], floor: number, isYoung: (meeting: number) => boolean): number {
  return seen.reduce((sum, { meeting, people }) => sum + (isYoung(meeting) ? Math.max(people, floor) : people), 0)
}
