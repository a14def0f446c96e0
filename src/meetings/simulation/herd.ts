import { createRandom } from './random.ts'
import type { PastMeeting, PlannedMeeting, Scenario } from './scenario.ts'

const minute = 60_000

/** Many meetings that begin almost at once on equal servers. */
export interface Herd {
  readonly meetings: number
  readonly servers: number
  readonly capacity: number
  /** All begin within this time. */
  readonly withinMs: number
  readonly arriveOverMs: number
  /** Sizes are lognormal, with this median and standard deviation of the logarithm. */
  readonly median: number
  readonly spread: number
  readonly largest: number
  readonly seed: number
  /** What is known of the rooms: nothing, so many past meetings each (35 % log-noise), or the true size. */
  readonly known: 'nothing' | 'truth' | { readonly meetings: number; readonly noise: number }
}

/** The storm at the full hour: a scenario that ends when everybody has arrived. */
export function herd(of: Herd): Scenario {
  const random = createRandom(of.seed)
  const meetings: PlannedMeeting[] = []
  const past: PastMeeting[] = []
  for (let number = 0; number < of.meetings; number++) {
    const size = of.median * Math.exp(of.spread * random.normal())
    const people = Math.max(1, Math.min(Math.round(size), of.largest))
    const common = { organisation: 'school', room: `room-${number}` }
    const startsAt = random.uniform() * of.withinMs
    const hint = of.known === 'truth' ? { hint: people } : {}
    meetings.push({ ...common, ...hint, people, startsAt, arriveOverMs: of.arriveOverMs, lastsMs: 60 * minute })
    if (typeof of.known !== 'object') continue
    // Today differs from what is usual in the room, and so did every day before.
    const usual = people * Math.exp(of.known.noise * random.normal())
    for (let day = 0; day < of.known.meetings; day++) {
      const came = Math.round(usual * Math.exp(of.known.noise * random.normal()))
      past.push({ ...common, people: Math.max(1, Math.min(came, of.largest)) })
    }
  }
  const servers = Array.from({ length: of.servers }, (_, index) => ({ id: `bbb${index + 1}`, capacity: of.capacity }))
  const until = of.withinMs + of.arriveOverMs + 10_000
  return { servers, meetings, past, pollMs: 5000, createMs: 1000, until, sampleMs: until, seed: of.seed }
}
