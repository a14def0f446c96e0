import type { Policy, Scenario } from './scenario.ts'
import { createWorld, happen, type World } from './world.ts'

/** What came of a simulation. Servers are in the order of the scenario. */
export interface Result {
  readonly policy: string
  readonly samples: readonly Sample[]
  /** People on each server at the end. */
  readonly final: readonly number[]
  /** The most people that were on any server at once. */
  readonly busiest: number
  /** Most to mean of the people per server, when there were the most people. */
  readonly maxToMean: number
  readonly refused: number
  /** People beyond their server's capacity, times minutes. */
  readonly overCapacityMinutes: number
  /** How many meetings were placed on each server. */
  readonly placed: readonly number[]
}

/** People on each server at one moment, in milliseconds from the beginning. */
export interface Sample {
  readonly at: number
  readonly people: readonly number[]
}

/** Plays a scenario on a virtual clock: the same for the same scenario and policy, to the last digit. */
export function simulate(scenario: Scenario, policy: Policy): Result {
  const world = createWorld(scenario, policy)
  const samples: Sample[] = []
  const seen = { busiest: 0, overMs: 0 }
  let now = 0
  for (;;) {
    const next = world.agenda.take()
    if (!next || next.at > scenario.until) break
    seen.overMs += beyondCapacity(world) * (next.at - now)
    now = next.at
    happen(world, next.item, now)
    if (next.item.kind === 'arrive') seen.busiest = Math.max(seen.busiest, ...world.people)
    if (next.item.kind === 'sample') samples.push({ at: now, people: [...world.people] })
  }
  return {
    policy: policy.name,
    samples,
    final: [...world.people],
    busiest: seen.busiest,
    maxToMean: maxToMean(samples),
    refused: world.refused,
    overCapacityMinutes: Math.round(seen.overMs / 60_000),
    placed: world.placed,
  }
}

function beyondCapacity({ people, scenario }: World): number {
  let beyond = 0
  for (const [server, { capacity }] of scenario.servers.entries()) {
    beyond += Math.max(0, (people[server] ?? 0) - capacity)
  }
  return beyond
}

function maxToMean(samples: readonly Sample[]): number {
  const sums = samples.map(({ people }) => people.reduce((sum, one) => sum + one, 0))
  const most = Math.max(...sums)
  const people = samples[sums.indexOf(most)]?.people ?? []
  return most === 0 ? 1 : (Math.max(...people) * people.length) / most
}
