import type { Database } from '../../db/open.ts'
import { json } from '../../db/tables.ts'
import type { Clock } from '../../lib/clock.ts'
import { Problem } from '../../lib/problem.ts'
import { type ReadTable, readLinks } from '../csv.ts'
import { recordDifferences } from '../history.ts'
import type { Visibility } from '../link.ts'
import type { LinkLog } from '../parts.ts'
import type { Origin, Version } from './origin.ts'

/** How a source is at the moment. Times are milliseconds since 1970. */
export interface SourceState {
  readonly name: string
  readonly links: number
  /** When it was last seen to say what is served; undefined: never. */
  readonly readAt: number | undefined
  /** Why it cannot be had now; undefined when it can. */
  readonly trouble: string | undefined
  /** How often in a row it could not be had. */
  readonly failures: number
  /** When it is looked at next. */
  readonly nextAt: number
}

/** A table elsewhere, with the last good text of it. */
export interface Source {
  readonly state: SourceState
  readonly table: ReadTable
  /** Takes what was kept in the database, so that its links are there before it answers. */
  recall(): Promise<void>
  /** Looks at it; whether what it says is different now. Throws nothing. */
  look(): Promise<boolean>
}

export interface SourceParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: LinkLog
}

export interface SourceOptions {
  readonly origin: Origin
  /** Of rows that do not say it. */
  readonly visibility: Visibility
}

const empty: ReadTable = { rows: [], findings: [] }

/** The longest pause between two looks at a source that cannot be had. */
const longestPauseMs = 3_600_000

export function createSource(parts: SourceParts, { origin, visibility }: SourceOptions): Source {
  const { name, everyMs } = origin
  const now = () => parts.clock.now()
  let kept: { text: string; version: Version } | undefined
  let table = empty
  let state: SourceState = { name, links: 0, readAt: undefined, trouble: undefined, failures: 0, nextAt: 0 }

  const take = (text: string, version: Version, readAt: number) => {
    kept = { text, version }
    table = readLinks(text, { source: name, visibility })
    state = { ...state, links: table.rows.length, readAt }
  }
  const fail = (why: string, afterMs = 0) => {
    const failures = state.failures + 1
    const pause = Math.max(afterMs, pauseAfter(failures, everyMs))
    if (state.trouble !== why)
      parts.log.warn({ source: name, why }, 'a table of links cannot be had; the last good one goes on')
    state = { ...state, trouble: why, failures, nextAt: now() + pause }
    return false
  }
  const succeed = () => {
    if (state.trouble !== undefined) parts.log.info({ source: name }, 'a table of links can be had again')
    state = { ...state, readAt: now(), trouble: undefined, failures: 0, nextAt: now() + everyMs }
  }
  return {
    get state() {
      return state
    },
    get table() {
      return table
    },
    async recall() {
      const row = await readKept(parts.database, name)
      if (row) take(row.text, row.version, row.readAt)
    },
    async look() {
      try {
        const reading = await origin.read(kept?.version)
        if (reading.kind === 'later') return fail(reading.why, reading.afterMs)
        if (reading.kind === 'text' && reading.text !== kept?.text) return await accept(reading.text, reading.version)
        if (reading.kind === 'text') kept = { text: reading.text, version: reading.version }
        succeed()
        return false
      } catch (error) {
        if (error instanceof Problem) return fail(error.message)
        parts.log.warn({ err: error, source: name }, 'a table of links met a bug')
        return fail('it could not be read')
      }
    },
  }

  /** What has no link at all, where there were some, is some other page than the table. */
  async function accept(text: string, version: Version): Promise<boolean> {
    const before = table
    const next = readLinks(text, { source: name, visibility })
    if (next.rows.length === 0 && (before.rows.length > 0 || text.trim() !== '')) {
      return fail('what came holds no link, so it is not taken for the table')
    }
    take(text, version, now())
    succeed()
    await keep(parts, { name, text, version }, next)
    return true
  }
}

/** Twice as long after each failure, and never the same for two who failed together. */
function pauseAfter(failures: number, everyMs: number): number {
  const pause = Math.min(longestPauseMs, Math.max(everyMs, 5000) * 2 ** Math.min(failures - 1, 10))
  return pause * (0.75 + Math.random() / 2)
}

async function readKept(database: Database, name: string) {
  const row = await database.read((db) =>
    db.selectFrom('link_sources').selectAll().where('name', '=', name).executeTakeFirst(),
  )
  return row && { text: row.text, version: row.version as Version, readAt: row.read_at }
}

/** Keeps the text, and notes what is different from the one kept before, unless another process did so already. */
async function keep(
  parts: SourceParts,
  { name, text, version }: { readonly name: string; readonly text: string; readonly version: Version },
  next: ReadTable,
): Promise<void> {
  const now = parts.clock.now()
  await parts.database.transact(async (tx) => {
    const row = await tx.selectFrom('link_sources').selectAll().where('name', '=', name).forUpdate().executeTakeFirst()
    const values = { name, text, version: json(version), read_at: now }
    await tx
      .insertInto('link_sources')
      .values(values)
      .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
      .execute()
    if (!row || row.text === text) return
    const before = readLinks(row.text, { source: name, visibility: 'unlisted' })
    await recordDifferences(tx, { source: name, at: now, before: before.rows, after: next.rows })
  })
}
