import { Gauge, type Registry } from 'prom-client'
import { driftedIn } from '../../reconcile/drift.ts'
import type { Watch } from '../../reconcile/watch.ts'
import type { Installation } from '../installation.ts'

/** What Prometheus is told of the machines; undefined where it is not known. */
interface Seen {
  readonly drifted: number | undefined
  readonly changes: number | undefined
  readonly lookedAt: number | undefined
  readonly failed: number | undefined
}

const gauges: readonly (readonly [name: string, help: string, key: keyof Seen])[] = [
  [
    'mycel_machines_drifted',
    'Machines and what belongs to them that others changed, or that nobody here has applied, at the last look.',
    'drifted',
  ],
  ['mycel_machines_changes', 'What mycel apply would have changed at the last look.', 'changes'],
  ['mycel_machines_looked_timestamp_seconds', 'When the machines were last seen, since 1970.', 'lookedAt'],
  ['mycel_machines_look_failed', '1 when the last look of this program saw nothing.', 'failed'],
]

/** Adds what is known of the machines from the last look at them. They themselves are asked nothing. */
export function measureMachines(registry: Registry, { machines }: Installation): void {
  if (machines.hosts === 0) return
  const read = shareReading(() => readSeen(machines))
  for (const [name, help, key] of gauges) {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        async collect() {
          this.reset()
          const value = (await read())[key]
          if (value === undefined) this.remove()
          else this.set(value)
        },
      }),
    )
  }
}

/** All gauges are collected at once, and read once. */
function shareReading(read: () => Promise<Seen>): () => Promise<Seen> {
  let reading: Promise<Seen> | undefined
  return () => {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }
}

async function readSeen({ history, lastTry }: Watch): Promise<Seen> {
  const tried = lastTry()
  const failed = tried && (tried.failure === undefined ? 0 : 1)
  try {
    const [look, applies] = await Promise.all([history.lastLook(), history.list()])
    if (!look) return { ...unseen, failed }
    return { drifted: driftedIn(look, applies).length, changes: look.steps.length, lookedAt: look.at / 1000, failed }
  } catch {
    // A history that cannot be read spoils no other metric.
    return { ...unseen, failed }
  }
}

const unseen = { drifted: undefined, changes: undefined, lookedAt: undefined }
