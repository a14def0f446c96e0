import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'

/** How finely it is counted how often links are followed. */
export type Statistics = 'off' | 'months' | 'days'

/** Counts one link; `n` is what is not written down yet. */
export interface Counter {
  n: number
}

/** How often links are followed. Nothing is known about who did: no address, no browser, no time within the period. */
export interface Counts {
  /** The counter of a keyword: always the same one. */
  of(keyword: string): Counter
  /** Writes down what was counted since the last time. */
  save(): Promise<void>
}

export function createCounts(database: Database, clock: Clock, statistics: Statistics): Counts {
  const counters = new Map<string, Counter>()
  return {
    of(keyword) {
      const known = counters.get(keyword)
      if (known) return known
      const counter = { n: 0 }
      counters.set(keyword, counter)
      return counter
    },
    async save() {
      const period = periodOf(clock.now(), statistics)
      const counted = [...counters].filter(([, { n }]) => n > 0)
      for (let i = 0; i < counted.length; i += atOnce) {
        await saveSome(database, statistics === 'off' ? undefined : period, counted.slice(i, i + atOnce))
      }
    },
  }
}

const atOnce = 500

/** What cannot be written down is counted at the next time. */
async function saveSome(
  database: Database,
  period: string | undefined,
  some: readonly [string, Counter][],
): Promise<void> {
  const rows = some.map(([keyword, counter]) => {
    const count = counter.n
    counter.n = 0
    return { keyword, count, counter }
  })
  if (period === undefined) return
  try {
    await add(
      database,
      rows.map(({ keyword, count }) => ({ keyword, period, count })),
    )
  } catch (error) {
    for (const { counter, count } of rows) counter.n += count
    throw error
  }
}

interface Count {
  readonly keyword: string
  readonly period: string
  readonly count: number
}

async function add(database: Database, rows: readonly Count[]): Promise<void> {
  await database.transact((tx) =>
    tx
      .insertInto('link_counts')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['keyword', 'period']).doUpdateSet({
          count: sql<number>`link_counts.count + excluded.count`,
        }),
      )
      .execute(),
  )
}

/** `2026-03-01` or `2026-03`, of UTC. */
function periodOf(ms: number, statistics: Statistics): string {
  return new Date(ms).toISOString().slice(0, statistics === 'days' ? 10 : 7)
}

/** How often a link was followed, the latest period first, at most a year of them. */
export async function readCounts(database: Database, keyword: string): Promise<{ period: string; count: number }[]> {
  return await database.read((db) =>
    db
      .selectFrom('link_counts')
      .select(['period', 'count'])
      .where('keyword', '=', keyword)
      .orderBy('period', 'desc')
      .limit(366)
      .execute(),
  )
}

/** How often each link was followed since the beginning of counting. */
export async function readTotals(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.read((db) =>
    db
      .selectFrom('link_counts')
      .select(['keyword', (of) => of.fn.sum<number>('count').as('count')])
      .groupBy('keyword')
      .execute(),
  )
  return new Map(rows.map(({ keyword, count }) => [keyword, Number(count)]))
}
