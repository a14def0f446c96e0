import { beforeAll, describe, expect, it } from 'vitest'
import { type Herd, herd } from '../../src/meetings/simulation/herd.ts'
import { production } from '../../src/meetings/simulation/production.ts'
import type { Policy, Scenario } from '../../src/meetings/simulation/scenario.ts'
import { simulate } from '../../src/meetings/simulation/simulate.ts'
import { peers } from './peers.ts'

const when = { withinMs: 60_000, arriveOverMs: 300_000, median: 18, spread: 0.7, largest: 150 }
const history = { meetings: 12, noise: 0.35 }

/** The mean of most to mean people per server, over a few storms; every meeting must have been placed. */
function ratio(policy: Policy, known: Herd['known'], asks: Partial<Scenario> = {}): number {
  const ratios = Array.from({ length: 6 }, (_, index) => {
    const storm = herd({ ...when, meetings: 200, servers: 22, capacity: 300, known, seed: index + 1 })
    const { final, placed, refused } = simulate({ ...storm, ...asks }, policy)
    expect(placed.reduce((sum, one) => sum + one, refused)).toBe(200)
    return (Math.max(...final) * final.length) / final.reduce((sum, people) => sum + people, 0)
  })
  return ratios.reduce((sum, one) => sum + one, 0) / ratios.length
}

describe('the policies of other gateways', () => {
  let ours = 0
  beforeAll(() => {
    ours = ratio(production(), history)
  })

  it.each(peers)('$policy.name spreads a storm less evenly than ours does with a history', ({ policy, asks }) => {
    expect(ratio(policy, 'nothing', asks)).toBeGreaterThan(ours)
  })

  it('differ as their staleness does', () => {
    const [pilos = 0, slow = 0, , b3scale = 0, b3lb = 0] = peers.map(({ policy, asks }) =>
      ratio(policy, 'nothing', asks),
    )
    expect(pilos).toBeGreaterThan(5)
    expect(slow).toBeGreaterThan(b3lb)
    expect(b3scale).toBeGreaterThan(b3lb)
  })
})
