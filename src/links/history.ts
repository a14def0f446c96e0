import type { Kysely } from 'kysely'
import type { Database } from '../db/open.ts'
import { storableText, type Tables } from '../db/tables.ts'
import { dayMs, dayOf } from '../lib/days.ts'
import type { Row } from './link.ts'
import type { Finding } from './lint/finding.ts'
import type { LinkParts } from './parts.ts'

/** That a link was made, led elsewhere, was retired or taken away. */
export interface LinkChange {
  readonly keyword: string
  /** Milliseconds since 1970. */
  readonly at: number
  /** Who did it, as in the audit log; `source:NAME` for a table elsewhere, whose own history tells who. */
  readonly actor: string
  readonly source: string
  /** Where it led; empty: it was retired; undefined: it was not there. */
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Writes a change into the history, in the transaction that makes it. */
export async function recordLinkChange(tx: Kysely<Tables>, changes: readonly LinkChange[]): Promise<void> {
  for (let i = 0; i < changes.length; i += atOnce) {
    const rows = changes.slice(i, i + atOnce).map(({ before, after, ...rest }) => ({
      ...rest,
      before: before === undefined ? null : storableText(before),
      after: after === undefined ? null : storableText(after),
    }))
    await tx.insertInto('link_changes').values(rows).execute()
  }
}

const atOnce = 500

interface Differences {
  readonly source: string
  readonly at: number
  readonly before: readonly Row[]
  readonly after: readonly Row[]
}

/** Notes in what two readings of one table differ. */
export async function recordDifferences(tx: Kysely<Tables>, { source, at, before, after }: Differences): Promise<void> {
  const [old, young] = [firstOf(before), firstOf(after)]
  const keywords = new Set([...old.keys(), ...young.keys()])
  const changes = [...keywords].flatMap((keyword) => {
    const [was, is] = [old.get(keyword), young.get(keyword)]
    return was === is ? [] : [{ keyword, at, actor: `source:${source}`, source, before: was, after: is }]
  })
  await recordLinkChange(tx, changes)
}

function firstOf(rows: readonly Row[]): ReadonlyMap<string, string> {
  const destinations = new Map<string, string>()
  for (const { keyword, destination } of rows) if (!destinations.has(keyword)) destinations.set(keyword, destination)
  return destinations
}

const mostChanges = 200

/** What became of a link, latest first. */
export async function readHistory(database: Database, keyword: string): Promise<LinkChange[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('link_changes')
      .selectAll()
      .where('keyword', '=', keyword)
      .orderBy('id', 'desc')
      .limit(mostChanges)
      .execute(),
  )
  return rows.map(({ before, after, at, actor, source }) => ({
    keyword,
    at,
    actor,
    source,
    before: before ?? undefined,
    after: after ?? undefined,
  }))
}

const rememberedMs = 90 * dayMs

/** Links that were retired and are in use again, of the last three months: whoever knew them is led elsewhere now. */
export async function findCameBack({
  database,
  clock,
  live,
}: Pick<LinkParts, 'database' | 'clock' | 'live'>): Promise<Finding[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('link_changes')
      .select(['keyword', (of) => of.fn.max('at').as('at')])
      .where('before', '=', '')
      .where('after', '<>', '')
      .where('at', '>', clock.now() - rememberedMs)
      .groupBy('keyword')
      .orderBy('keyword')
      .execute(),
  )
  return rows.flatMap(({ keyword, at }) => {
    const link = live.table.find(keyword)
    if (link?.outcome.kind !== 'goes') return []
    const other = dayOf(Number(at))
    return [{ rule: 'cameBack', kind: 'note', source: link.source, line: link.line, keyword, other } as const]
  })
}
