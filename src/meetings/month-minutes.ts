import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import { dayMs } from '../lib/days.ts'
import type { Log } from './context.ts'

/** How many participant-minutes each organisation has used in this calendar month (UTC), as it was counted last. */
export interface MonthMinutes extends AsyncDisposable {
  /** Without those below it; 0 until it was counted. */
  of(organisation: string): number
  /** Counts now. Happens every minute by itself. */
  count(): Promise<void>
}

export interface MonthMinutesParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  /** Whether any organisation has a limit: else nothing is counted. */
  readonly isWanted: () => boolean
}

const everyMs = 60_000
/** Nobody is in one meeting for longer: earlier joins are not looked at. */
const longestStayMs = 3 * dayMs

/** Counts from the attendance that is in the database: at most some seconds of what goes on now are missing. */
export function createMonthMinutes({ database, clock, log, isWanted }: MonthMinutesParts): MonthMinutes {
  const state: { month: number; minutes: ReadonlyMap<string, number> } = { month: 0, minutes: new Map() }
  const count = async () => {
    if (!isWanted()) return
    const month = beginOfMonth(clock.now())
    state.minutes = await readMinutes(database, month, clock.now())
    state.month = month
  }
  const timer = setInterval(() => {
    count().catch((error: unknown) => log.warn({ err: error }, 'the minutes of this month could not be counted'))
  }, everyMs)
  timer.unref()
  return {
    count,
    // What was counted last month says nothing of this one.
    of: (organisation) => (state.month === beginOfMonth(clock.now()) ? (state.minutes.get(organisation) ?? 0) : 0),
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
    },
  }
}

function beginOfMonth(now: number): number {
  const date = new Date(now)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth())
}

async function readMinutes(database: Database, since: number, now: number): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.read((db) =>
    sql<{ organisation: string; ms: number }>`
      select organisation, sum(greatest(0,
        least(coalesce(left_at, last_seen_at), ${now}::bigint) - greatest(joined_at, ${since}::bigint)))::bigint as ms
      from attendance where joined_at >= ${since - longestStayMs}::bigint
      group by organisation`.execute(db),
  )
  return new Map(rows.map(({ organisation, ms }) => [organisation, Number(ms) / 60_000]))
}
