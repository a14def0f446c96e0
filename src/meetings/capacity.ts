import { matches } from '../lib/expression.ts'
import type { Context } from './context.ts'
import type { Server } from './pool.ts'
import { production } from './simulation/production.ts'
import type { PlannedMeeting, SimulatedServer } from './simulation/scenario.ts'
import { simulate } from './simulation/simulate.ts'
import { seatsFor, seatsPerPerson } from './weight.ts'

/** A meeting that is to come. Times are milliseconds since 1970; `cameras` are on at once. */
interface Coming {
  readonly organisation: string
  readonly room: string
  readonly startsAt: number
  readonly endsAt: number
  readonly people: number
  readonly cameras: number
  readonly recorded: boolean
}

const minute = 60_000
const arriveOverMs = 10 * minute
const failsAfterMs = 20 * minute

/**
 * Tells whether the servers carry a meeting to come beside others that are booked, by playing it with the gateway's own
 * placement. The everyday meetings that nobody booked are not in it.
 */
export function createCapacity(context: Context) {
  return {
    estimate(event: Coming, booked: readonly Coming[]) {
      const factor = factorOf(event)
      const seats = seatsFor(event.people, factor)
      const servers = serversFor(context, event.organisation)
      const capacities = servers.map(({ capacity }) => capacity)
      const isEnough = play(event, booked, servers, context.defaultSize)
      return {
        seats,
        factor,
        servers: servers.length,
        capacity: capacities.reduce((sum, one) => sum + one, 0),
        largest: Math.max(0, ...capacities),
        booked: booked.reduce((sum, other) => sum + seatsFor(other.people, factorOf(other)), 0),
        fits: isEnough(undefined),
        fitsWithFailure: isEnough(failsAfterMs),
      }
    },
  }
}

function factorOf({ people, cameras, recorded }: Coming): number {
  return seatsPerPerson({ recorded, videoShare: people === 0 ? 0 : cameras / people })
}

/** The servers that take new meetings of an organisation, the largest first: those that merely do not answer now count. */
function serversFor({ pool, organisations }: Context, organisation: string): Server[] {
  const required = organisations.find(organisation)?.required
  return pool
    .list()
    .filter(({ admin, tags }) => admin === 'enabled' && (!required || matches(required, tags)))
    .toSorted((a, b) => b.capacity - a.capacity)
}

/** Whether everybody has a seat all the time, also when the largest server fails so long after the event began. */
function play(event: Coming, booked: readonly Coming[], servers: readonly Server[], defaultSize: number) {
  const all = [...booked, event]
  const begin = Math.min(...all.map(({ startsAt }) => startsAt))
  const meetings = all.map((one) => toPlanned(one, begin)).toSorted((a, b) => a.startsAt - b.startsAt)
  const until = Math.max(...meetings.map(({ startsAt, lastsMs }) => startsAt + lastsMs)) + minute
  return (failsAfter: number | undefined): boolean => {
    const failsAt = failsAfter === undefined ? undefined : event.startsAt - begin + failsAfter
    const simulated = servers.map(({ access, capacity }, index): SimulatedServer => {
      const server = { id: access.id, capacity }
      return index === 0 && failsAt !== undefined ? { ...server, failsAt } : server
    })
    if (simulated.length === 0) return false
    const rest = { past: [], pollMs: 30_000, createMs: 1000, sampleMs: 10 * minute, seed: 1 }
    const { refused, overCapacityMinutes } = simulate(
      { servers: simulated, meetings, until, ...rest },
      production({ defaultSize }),
    )
    // Without another server, people whose server failed have nowhere to go.
    const hasSpare = failsAt === undefined || simulated.length > 1
    return hasSpare && refused === 0 && overCapacityMinutes === 0
  }
}

/** Seats come instead of people, so that cameras and recording count. */
function toPlanned(one: Coming, begin: number): PlannedMeeting {
  const seats = seatsFor(one.people, factorOf(one))
  const lastsMs = Math.max(minute, one.endsAt - one.startsAt)
  return {
    organisation: one.organisation,
    room: one.room,
    startsAt: one.startsAt - begin,
    people: seats,
    hint: seats,
    lastsMs,
    arriveOverMs: Math.min(arriveOverMs, lastsMs / 2),
  }
}
