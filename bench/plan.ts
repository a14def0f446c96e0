import { type Infrastructure, openInfrastructure } from '../src/app/machines/open.ts'
import { declareMachines } from '../src/app/machines/testing/practice.ts'
import type { Config } from '../src/config/config.ts'
import { loadConfig } from '../src/config/load.ts'
import { renderTable } from '../src/lib/table.ts'
import { carryOut } from '../src/reconcile/carry-out.ts'
import { noHistory } from '../src/reconcile/history.ts'
import { type Plan, plan } from '../src/reconcile/plan.ts'
import { describeSteps } from '../src/reconcile/words.ts'
import { startSubject } from './subject.ts'

const count = 12
const rounds = 30
const targetMs = 150

/** How long plan and apply take for 12 machines on a practice Proxmox. Exits 1 when a plan of nothing takes too long. */
export async function benchPlan(): Promise<void> {
  // Its clock runs fast in applies: what Proxmox itself would need for copies and boots is not ours to measure.
  await using practice = await startSubject('plan/practice.ts', { speed: 1000 })
  const url = await practice.ask<string>('url')
  const file = (memory: string) => fileOf(url, memory)
  const first = await measure(file('2 GiB'), look)
  const made = await measure(file('2 GiB'), apply)
  const nothing: Measured<Plan>[] = []
  for (let round = 0; round < rounds; round++) nothing.push(await measure(file('2 GiB'), look))
  const edited = await measure(file('4 GiB'), look)

  const times = nothing.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const at = (share: number) => times[Math.min(Math.floor(times.length * share), times.length - 1)] ?? 0
  const rows = [
    ['plan: everything is to be made', first.requests, first.ms, first.result.steps.length],
    ['apply: everything is made, 6 at a time', made.requests, made.ms, made.result],
    [
      `plan: nothing to change, median of ${rounds}`,
      nothing[0]?.requests ?? 0,
      at(0.5),
      nothing.at(-1)?.result.steps.length ?? -1,
    ],
    [`plan: nothing to change, slowest tenth of ${rounds}`, nothing[0]?.requests ?? 0, at(0.9), ''],
    ['plan: one edit of memory', edited.requests, edited.ms, edited.result.steps.length],
  ] as const
  const cells = rows.map(([what, requests, ms, steps]) => [what, `${requests}`, ms.toFixed(0), `${steps}`])
  console.log(`${count} machines, one connection after the other anew, practice Proxmox in a process of its own\n`)
  console.log(renderTable(['', 'requests', 'ms', 'steps'], cells, { right: ['requests', 'ms', 'steps'] }))
  console.log(`\n${describeSteps(edited.result.steps).join('\n')}`)
  const isGood = at(0.5) <= targetMs && nothing.every(({ result }) => result.steps.length === 0)
  console.log(`nothing to change: target ≤ ${targetMs} ms, ${isGood ? 'met' : 'MISSED'}`)
  if (!isGood) process.exitCode = 1
}

interface Measured<Result> {
  readonly ms: number
  readonly requests: number
  readonly result: Result
}

async function measure<Result>(
  config: Config,
  work: (one: Infrastructure) => Promise<Result>,
): Promise<Measured<Result>> {
  await using infrastructure = await openInfrastructure(config, { dataDir: '.', env: {} })
  const began = performance.now()
  const result = await work(infrastructure)
  return { ms: performance.now() - began, requests: infrastructure.requests(), result }
}

const look = ({ managed }: Infrastructure) => plan(managed)

async function apply(infrastructure: Infrastructure): Promise<number> {
  const { outcomes } = await carryOut({
    ...infrastructure,
    claim: { ...infrastructure.claim, why: 'bench', since: Date.now() },
    history: noHistory,
    file: 'bench',
    destroy: new Set(),
    restart: new Set(),
    signal: new AbortController().signal,
    onPlan: () => {},
    report: () => {},
    now: Date.now,
  })
  const undone = outcomes.filter(({ result }) => result !== 'done')
  if (undone.length > 0) throw new Error(`not everything was made: ${JSON.stringify(undone)}`)
  return outcomes.length
}

/** The first of the machines has that much memory, the others 2 GiB. */
function fileOf(url: string, memory: string): Config {
  const machines = Array.from({ length: count }, (_, index) => {
    const size = index === 0 ? memory : '2 GiB'
    return `  vm${index + 1}: { number: ${index + 1}, in: [production], memory: ${size}, cores: 2, backup: nightly, open: [{ port: 443/tcp, because: web }] }`
  })
  const coop = 'coop: { name: Example Co-op, domain: example.coop }'
  return loadConfig('bench', `${coop}\n${declareMachines(machines.join('\n'), url)}`)
}
