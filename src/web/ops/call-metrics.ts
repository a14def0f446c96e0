import { failures } from '../../protocol/failures.ts'
import { calls } from '../bbb/calls.ts'
import { sessionCalls } from '../bbb/open-calls.ts'
import type { CallMetrics } from '../bbb/routes.ts'

/** The calls of the BigBlueButton API, counted and timed; `render` gives them in Prometheus' text format. */
export interface CallCounters extends CallMetrics {
  render(): string
}

/** Seconds. Joins take well under a millisecond, a create as long as its server takes. */
const bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

const knownCalls = new Set([...calls.keys(), ...sessionCalls, 'getUser'])
const knownOutcomes = new Set([...Object.keys(failures), 'success', 'bug'])

interface Row {
  readonly outcomes: Map<string, number>
  /** How many took at most so long and longer than the bound before; the last is without bound. */
  readonly buckets: number[]
  seconds: number
}

/** Counters in plain maps: counting is on the way of every join. Labels are bounded, whatever is asked for. */
export function createCallCounters(): CallCounters {
  const rows = new Map<string, Row>()
  return {
    record(call, outcome, seconds) {
      const row = rows.get(call) ?? findRow(rows, call)
      const counted = row.outcomes.get(outcome)
      if (counted === undefined) countRare(row, outcome)
      else row.outcomes.set(outcome, counted + 1)
      row.seconds += seconds
      const bucket = bucketOf(seconds)
      row.buckets[bucket] = (row.buckets[bucket] ?? 0) + 1
    },
    render: () => [renderCounts(rows), renderTimes(rows)].join('\n'),
  }
}

function findRow(rows: Map<string, Row>, call: string): Row {
  const name = call === '' ? 'index' : knownCalls.has(call) ? call : 'unknown'
  const found = rows.get(name)
  if (found) return found
  const row: Row = { outcomes: new Map(), buckets: Array.from({ length: bounds.length + 1 }, () => 0), seconds: 0 }
  rows.set(name, row)
  return row
}

function countRare({ outcomes }: Row, outcome: string): void {
  const name = knownOutcomes.has(outcome) ? outcome : 'other'
  outcomes.set(name, (outcomes.get(name) ?? 0) + 1)
}

function bucketOf(seconds: number): number {
  let bucket = 0
  while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket += 1
  return bucket
}

function renderCounts(rows: ReadonlyMap<string, Row>): string {
  const name = 'mycel_bbb_requests_total'
  const lines = [`# HELP ${name} Calls of the BigBlueButton API by outcome.`, `# TYPE ${name} counter`]
  for (const [call, { outcomes }] of rows) {
    for (const [outcome, count] of outcomes) lines.push(`${name}{call="${call}",outcome="${outcome}"} ${count}`)
  }
  return lines.join('\n')
}

function renderTimes(rows: ReadonlyMap<string, Row>): string {
  const name = 'mycel_bbb_request_duration_seconds'
  const lines = [`# HELP ${name} How long the calls took.`, `# TYPE ${name} histogram`]
  for (const [call, { buckets, seconds }] of rows) {
    let total = 0
    for (const [i, count] of buckets.entries()) {
      total += count
      lines.push(`${name}_bucket{call="${call}",le="${bounds[i] ?? '+Inf'}"} ${total}`)
    }
    lines.push(`${name}_sum{call="${call}"} ${seconds}`, `${name}_count{call="${call}"} ${total}`)
  }
  return lines.join('\n')
}
