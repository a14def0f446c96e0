import type { Policy, Scenario } from '../../src/meetings/simulation/scenario.ts'
import { leastLoaded, withFloor } from './least-loaded.ts'

/** A peer's policy and how that peer asks its servers. */
export interface Peer {
  readonly policy: Policy
  readonly asks: Pick<Scenario, 'pollMs' | 'pollTogether' | 'createMs'>
}

const second = 1000
const minute = 60 * second
const quick = { createMs: second }

/**
 * How other gateways choose servers, written anew from what they do: what they count as load, when they count it, and
 * how often they ask. Simplified; the products themselves were not run.
 */
export const peers: readonly Peer[] = [
  {
    policy: { name: 'PILOS 4.1', begin: (scenario) => leastLoaded(scenario, { onPoll: young15 }) },
    asks: { ...quick, pollMs: minute, pollTogether: true },
  },
  { policy: scalelite('Scalelite, 60 s poll'), asks: { ...quick, pollMs: minute, pollTogether: true } },
  { policy: scalelite('Scalelite, 5 s poll'), asks: { ...quick, pollMs: 5 * second, pollTogether: true } },
  { policy: { name: 'b3scale', begin: b3scale }, asks: { createMs: 1.5 * second, pollMs: second } },
  {
    policy: {
      name: 'b3lb',
      // One attendee and one meeting, 30 points each meeting, are counted at once.
      begin: (scenario, random) =>
        leastLoaded(scenario, {
          onChoose: 31,
          onPoll: (seen) => seen.reduce((sum, { people }) => sum + people + 30, 0),
          random,
        }),
    },
    asks: { ...quick, pollMs: 15 * second, pollTogether: true },
  },
  { policy: { name: 'bbblb', begin: bbblb }, asks: { ...quick, pollMs: 30 * second, pollTogether: true } },
]

/** Attendees, a meeting of the last 15 minutes counted as 15 at least. */
function young15(seen: Parameters<typeof withFloor>[0], ageOf: (meeting: number) => number): number {
  return withFloor(seen, 15, (meeting) => ageOf(meeting) < 15 * minute)
}

/** One more for every create and every join; a poll overwrites that with what it saw. */
function scalelite(name: string): Policy {
  return { name, begin: (scenario) => leastLoaded(scenario, { onChoose: 1, onJoined: 1, onPoll: young15 }) }
}

/** 15 for each meeting or the attendees, whichever is more; agents report within a second, and nothing is reserved. */
function b3scale(scenario: Scenario) {
  return leastLoaded(scenario, {
    onPoll: (seen) =>
      Math.max(
        15 * seen.length,
        seen.reduce((sum, { people }) => sum + people, 0),
      ),
  })
}

const ghosts = 20
const base = 5
/** A user weighs 1, and a half more with a microphone; a quarter have a camera, which weighs a half. */
const user = 1 + 0.5 + 0.25 * 0.5

/** Five for each meeting, its users, and 20 who are expected, fewer and fewer over 30 minutes; reserved at once. */
function bbblb(scenario: Scenario) {
  return leastLoaded(scenario, {
    onChoose: base + ghosts,
    onJoined: 1,
    onPoll: (seen, ageOf) =>
      seen.reduce((sum, { meeting, people }) => {
        const expected = ghosts * Math.max(0, 1 - ageOf(meeting) / (30 * minute))
        return sum + base + people * user + expected
      }, 0),
  })
}
