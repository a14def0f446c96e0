import { production } from './production.ts'
import { createRandom } from './random.ts'
import type { PlannedMeeting, Scenario, SimulatedServer } from './scenario.ts'
import { type Result, simulate } from './simulate.ts'

const minute = 60_000

/** Meetings that a fleet is wanted for, and the servers that it would be made of. */
export interface Demand {
  /** What may happen: servers are enough when they are in each of these. */
  readonly courses: readonly Course[]
  /** People that fit on one server. */
  readonly capacity: number
  readonly defaultSize: number
}

/** One course of chance. */
export type Course = Pick<Scenario, 'meetings' | 'past' | 'seed'>

/** How a number of servers fares, in the worst of the courses. */
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
export function schoolDay(school: School): Course {
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
  return { meetings, past: Array.from({ length: 5 }, () => earlier).flat(), seed: school.seed }
}

/** Whether everybody had a seat all the time. */
export function isEnough({ refused, overCapacityMinutes, busiest }: Result, capacity: number): boolean {
  return refused === 0 && overCapacityMinutes === 0 && busiest <= capacity
}

/** Plays every course on so many equal servers, once as it is and once with a server that fails. */
export function tryServers(demand: Demand, servers: number): Trial {
  const policy = production({ defaultSize: demand.defaultSize })
  const play = (course: Course, failsAt?: number) =>
    simulate(scenarioOf(course, demand.capacity, servers, failsAt), policy)
  const results = demand.courses.map((course) => play(course))
  const failures = demand.courses.map((course, index) => play(course, busiestMoment(results[index])))
  return { servers, result: worstOf(results), withFailure: worstOf(failures) }
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
    // Now and then chance makes fewer servers do where more do not: such a number is no answer.
    enough = isEnough(trial.result, demand.capacity) ? (enough ?? trial) : undefined
    if (!enough) continue
    if (isEnough(trial.withFailure, demand.capacity)) return { enough, withSpare: trial, tried }
  }
  return { ...(enough ? { enough } : {}), tried }
}

/** No fewer could seat those who are there at once. */
function fewestThinkable({ courses, capacity }: Demand): number {
  return Math.max(1, ...courses.map(({ meetings }) => Math.ceil(mostAtOnce(meetings) / capacity)))
}

function mostAtOnce(meetings: readonly PlannedMeeting[]): number {
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
  return most
}

function scenarioOf({ meetings, past, seed }: Course, capacity: number, count: number, failsAt?: number): Scenario {
  const until = meetings.reduce((latest, one) => Math.max(latest, one.startsAt + one.lastsMs), 0) + minute
  const servers = Array.from({ length: count }, (_, index): SimulatedServer => {
    const server = { id: `bbb${index + 1}`, capacity }
    return index === 0 && failsAt !== undefined ? { ...server, failsAt } : server
  })
  return { servers, meetings, past, pollMs: 5000, createMs: 1000, until, sampleMs: minute, seed }
}

function worstOf([first, ...others]: readonly Result[]): Result {
  if (!first) throw new Error('a demand without a course')
  return others.reduce((worst, one) => (isWorse(one, worst) ? one : worst), first)
}

function isWorse(a: Result, b: Result): boolean {
  if (a.refused !== b.refused) return a.refused > b.refused
  if (a.overCapacityMinutes !== b.overCapacityMinutes) return a.overCapacityMinutes > b.overCapacityMinutes
  return a.busiest > b.busiest
}

function busiestMoment({ samples }: Pick<Result, 'samples'> = { samples: [] }): number {
  const sums = samples.map(({ people }) => people.reduce((sum, one) => sum + one, 0))
  return samples[sums.indexOf(Math.max(...sums))]?.at ?? 0
}
