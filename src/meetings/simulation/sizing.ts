import { production } from './production.ts'
import { createRandom } from './random.ts'
import type { PlannedMeeting, Scenario, SimulatedServer } from './scenario.ts'
import { type Result, simulate } from './simulate.ts'

const minute = 60_000

/** Meetings that a fleet is wanted for, and the servers that it would be made of. */
export interface Demand {
  readonly meetings: readonly PlannedMeeting[]
  readonly past: Scenario['past']
  /** People that fit on one server. */
  readonly capacity: number
  readonly defaultSize: number
  readonly seed: number
}

/** How a number of servers fares. */
export interface Trial {
  readonly servers: number
  readonly result: Result
  /** The same when one server fails at the busiest moment. */
  readonly withFailure: Result
}

/** A school: classes of equal size (the last may be smaller). */
export interface School {
  readonly students: number
  readonly classSize: number
  /** All classes start within a minute; else over an hour. */
  readonly onTheHour: boolean
  readonly minutes: number
  /** People arrive evenly over so many minutes. */
  readonly arrive: number
  readonly seed: number
}

/** The lessons of a school, and five earlier ones of each class. */
export function schoolDay(school: School): Pick<Demand, 'meetings' | 'past'> {
  const random = createRandom(school.seed)
  const classes = Math.ceil(school.students / school.classSize)
  const meetings = Array.from({ length: classes }, (_, index) => ({
    organisation: 'school',
    room: `class-${index + 1}`,
    people: Math.min(school.classSize, school.students - index * school.classSize),
    startsAt: random.uniform() * (school.onTheHour ? minute : 60 * minute),
    arriveOverMs: school.arrive * minute,
    lastsMs: school.minutes * minute,
  }))
  const earlier = meetings.map(({ organisation, room, people }) => ({ organisation, room, people }))
  return { meetings, past: Array.from({ length: 5 }, () => earlier).flat() }
}

/** Whether everybody had a seat all the time. */
export function isEnough({ refused, overCapacityMinutes, busiest }: Result, capacity: number): boolean {
  return refused === 0 && overCapacityMinutes === 0 && busiest <= capacity
}

/** Plays the demand on so many equal servers, once as it is and once with a server that fails. */
export function tryServers(demand: Demand, servers: number): Trial {
  const result = simulate(scenarioOf(demand, servers), production({ defaultSize: demand.defaultSize }))
  const failsAt = busiestMoment(result)
  const withFailure = simulate(scenarioOf(demand, servers, failsAt), production({ defaultSize: demand.defaultSize }))
  return { servers, result, withFailure }
}

/**
 * The fewest servers that are enough, and the fewest that are so when one fails; missing when none of the `tried` is.
 * Three times as many as there are seats needed for are not exceeded.
 */
export function fewestServers(demand: Demand): { enough?: Trial; withSpare?: Trial; tried: Trial[] } {
  const tried: Trial[] = []
  let enough: Trial | undefined
  const fewest = fewestThinkable(demand)
  for (let servers = fewest; servers <= 3 * fewest + 3; servers++) {
    const trial = tryServers(demand, servers)
    tried.push(trial)
    if (!isEnough(trial.result, demand.capacity)) continue
    enough ??= trial
    if (isEnough(trial.withFailure, demand.capacity)) return { enough, withSpare: trial, tried }
  }
  return { ...(enough ? { enough } : {}), tried }
}

/** No fewer could seat those who are there at once. */
function fewestThinkable({ meetings, capacity }: Demand): number {
  const changes = meetings.flatMap(({ startsAt, firstAfterMs = 0, arriveOverMs, lastsMs, people }) => [
    { at: startsAt + Math.min(firstAfterMs + arriveOverMs, lastsMs * 0.95), by: people },
    { at: startsAt + lastsMs * 0.95, by: -people },
  ])
  let people = 0
  let most = 0
  for (const { by } of changes.toSorted((a, b) => a.at - b.at || a.by - b.by)) {
    people += by
    most = Math.max(most, people)
  }
  return Math.max(1, Math.ceil(most / capacity))
}

function scenarioOf({ meetings, past, capacity, seed }: Demand, count: number, failsAt?: number): Scenario {
  const until = meetings.reduce((latest, one) => Math.max(latest, one.startsAt + one.lastsMs), 0) + minute
  const servers = Array.from({ length: count }, (_, index): SimulatedServer => {
    const server = { id: `bbb${index + 1}`, capacity }
    return index === 0 && failsAt !== undefined ? { ...server, failsAt } : server
  })
  return { servers, meetings, past, pollMs: 5000, createMs: 1000, until, sampleMs: minute, seed }
}

function busiestMoment({ samples }: Result): number {
  const sums = samples.map(({ people }) => people.reduce((sum, one) => sum + one, 0))
  return samples[sums.indexOf(Math.max(...sums))]?.at ?? 0
}
