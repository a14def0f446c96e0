import { renderTable } from '../src/lib/table.ts'
import { type Herd, herd } from '../src/meetings/simulation/herd.ts'
import { production } from '../src/meetings/simulation/production.ts'
import type { Policy, Scenario } from '../src/meetings/simulation/scenario.ts'
import { simulate } from '../src/meetings/simulation/simulate.ts'
import { peers } from './policies/peers.ts'

const runs = 300
const history = { meetings: 12, noise: 0.35 }

interface Contestant {
  readonly policy: Policy
  readonly known: Herd['known']
  readonly asks: Pick<Scenario, 'pollMs' | 'pollTogether' | 'createMs'>
  /** The ratio that it must not exceed. */
  readonly target?: number
}

const ourAsks = { pollMs: 5000, pollTogether: false, createMs: 1000 }
const contestants: readonly Contestant[] = [
  ...peers.map((peer) => ({ ...peer, known: 'nothing' as const })),
  { policy: production({ name: 'Mycel, no history' }), known: 'nothing', asks: ourAsks, target: 1.6 },
  { policy: production({ name: 'Mycel, with history' }), known: history, asks: ourAsks, target: 1.37 },
  { policy: production({ name: 'Mycel, true sizes known' }), known: 'truth', asks: ourAsks },
]

/** How evenly each policy spreads the storm at the full hour. Exits 1 when one of ours misses its target. */
export async function benchPlacement(): Promise<void> {
  console.log(`200 meetings within 60 s on 22 equal servers, sizes lognormal (median 18, at most 150), ${runs} runs\n`)
  const heading = ['policy', 'max / mean', 'busiest server, users', 'meetings per server', 'target']
  const rows = contestants.map(measure)
  console.log(
    renderTable(
      heading,
      rows.map(({ cells }) => cells),
      { right: heading.slice(1) },
    ),
  )
  if (rows.some(({ missed }) => missed)) process.exitCode = 1
}

function measure({ policy, known, asks, target }: Contestant): { cells: string[]; missed: boolean } {
  const totals = { ratio: 0, busiest: 0, fewest: 0, most: 0 }
  for (let seed = 1; seed <= runs; seed++) {
    const { final, placed } = simulate({ ...herd(storm(known, seed)), ...asks }, policy)
    const busiest = Math.max(...final)
    totals.ratio += (busiest * final.length) / final.reduce((sum, people) => sum + people, 0)
    totals.busiest += busiest
    totals.fewest += Math.min(...placed)
    totals.most += Math.max(...placed)
  }
  const ratio = totals.ratio / runs
  const mean = (total: number) => `${Math.round(total / runs)}`
  const meetings = `${mean(totals.fewest)} .. ${mean(totals.most)}`
  const wanted = target === undefined ? '' : `≤ ${target.toFixed(2)}`
  return {
    cells: [policy.name, ratio.toFixed(ratio < 10 ? 2 : 1), mean(totals.busiest), meetings, wanted],
    missed: target !== undefined && ratio > target,
  }
}

function storm(known: Herd['known'], seed: number): Herd {
  return {
    meetings: 200,
    servers: 22,
    capacity: 300,
    withinMs: 60_000,
    arriveOverMs: 300_000,
    median: 18,
    spread: 0.7,
    largest: 150,
    known,
    seed,
  }
}
