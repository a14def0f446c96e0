import { z } from 'zod'
import type { Database } from '../db/open.ts'
import { Problem } from '../lib/problem.ts'
import { collectStays, type StayPart } from './collect.ts'
import { type CloseLine, type Line, line as lineShape } from './lines.ts'
import { endOf, isMonth, startOf } from './months.ts'
import { collectStoredDays, type StoredDay } from './storage.ts'
import { readTerms } from './terms.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/** One organisation's closed month: its lines, and how they are chained and signed. */
export const statement = z.strictObject({
  organisation: z.string(),
  month: z.string(),
  /** The last hash of the organisation's month before. */
  previous: hash,
  /** The hash of the last line. */
  head: hash,
  publicKey: z.string(),
  signature: z.string(),
  lines: z.array(lineShape.and(z.object({ hash }))),
})

/** A statement as a file: the organisation's, those of all below it, and what they come to together. */
export const statementFile = z.strictObject({
  format: z.literal('mycel statement 1'),
  statements: z.array(statement).min(1),
  total: z.array(z.strictObject({ currency: z.string(), due: z.int() })),
})

export type Statement = z.output<typeof statement>
export type StatementFile = z.output<typeof statementFile>

/** A closed month in a list. */
export interface ClosedMonth {
  readonly month: string
  readonly head: string
  readonly close: CloseLine
}

/** The closed months of an organisation, the newest first. */
export async function listStatements(database: Database, organisation: string): Promise<ClosedMonth[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('ledger_months as m')
      .innerJoin('ledger_lines as l', (join) =>
        join
          .onRef('l.organisation', '=', 'm.organisation')
          .onRef('l.month', '=', 'm.month')
          .onRef('l.number', '=', 'm.lines'),
      )
      .select(['m.month', 'm.head', 'l.line'])
      .where('m.organisation', '=', organisation)
      .orderBy('m.month', 'desc')
      .execute(),
  )
  return rows.map(({ month, head, line }) => ({ month, head, close: closeOf([lineShape.parse(line)]) }))
}

/**
 * A closed month of an organisation and of all that were below it when it ended. Throws Problem 'not-found' for a month
 * that is not closed.
 */
export async function readStatements(database: Database, organisation: string, month: string): Promise<StatementFile> {
  const own = isMonth(month) ? await readStatement(database, organisation, month) : undefined
  if (!own) {
    throw new Problem('not-found', `there is no statement of ${organisation} for ${month}`, {
      hint: `see those that there are with: mycel statement list --organisation ${organisation}`,
    })
  }
  const rows = await database.read((db) =>
    db.selectFrom('ledger_terms').selectAll().where('month', '=', month).orderBy('organisation').execute(),
  )
  const statements = [own]
  for (const row of rows) {
    if (row.organisation === organisation || !readTerms(row.terms).lineage.includes(organisation)) continue
    const below = await readStatement(database, row.organisation, month)
    if (below) statements.push(below)
  }
  return { format: 'mycel statement 1', statements, total: totalOf(statements) }
}

/** One organisation's closed month; undefined when it is not closed. */
export async function readStatement(
  database: Database,
  organisation: string,
  month: string,
): Promise<Statement | undefined> {
  const found = await database.read((db) =>
    db
      .selectFrom('ledger_months')
      .selectAll()
      .where('organisation', '=', organisation)
      .where('month', '=', month)
      .executeTakeFirst(),
  )
  if (!found) return undefined
  const rows = await database.read((db) =>
    db
      .selectFrom('ledger_lines')
      .select(['line', 'hash'])
      .where('organisation', '=', organisation)
      .where('month', '=', month)
      .orderBy('number')
      .execute(),
  )
  const { previous, head, public_key: publicKey, signature } = found
  const lines = rows.map((row) => ({ ...lineShape.parse(row.line), hash: row.hash }))
  return { organisation, month, previous, head, publicKey, signature, lines }
}

/** What several statements come to: what is due by price lists, a sum for each currency. */
export function totalOf(statements: readonly { readonly lines: readonly Line[] }[]): StatementFile['total'] {
  const sums = new Map<string, number>()
  for (const { lines } of statements) {
    const { currency, due } = closeOf(lines).summary
    if (currency !== null) sums.set(currency, (sums.get(currency) ?? 0) + due)
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([currency, due]) => ({ currency, due }))
}

/** The line that closes a month, which is its last. */
export function closeOf(lines: readonly Line[]): CloseLine {
  const close = lines.at(-1)
  if (close?.kind !== 'close') throw new Error('a closed month does not end with its close')
  return close
}

/** What a line was made of, as far as it is still kept. */
export interface Evidence {
  readonly line: Line
  /** Under pseudonyms; none for a line about recordings. */
  readonly stays: readonly StayPart[]
  /** What lay on the server on each day, for a line about recordings. */
  readonly days: readonly StoredDay[]
  /** Whether these are exactly the stays or days that the line was made of. */
  readonly matches: boolean
}

/** The stays behind a line about a run of a meeting, the days behind one about recordings. Throws Problem 'not-found', 'invalid' for a line that has none. */
export async function readEvidence(
  database: Database,
  organisation: string,
  month: string,
  number: number,
): Promise<Evidence> {
  const row = await database.read((db) =>
    db
      .selectFrom('ledger_lines')
      .select('line')
      .where('organisation', '=', organisation)
      .where('month', '=', month)
      .where('number', '=', number)
      .executeTakeFirst(),
  )
  if (!row) throw new Problem('not-found', `the statement of ${organisation} for ${month} has no line ${number}`)
  const line = lineShape.parse(row.line)
  if (line.kind === 'recording') {
    const of = { ...line, organisation: line.application ?? line.organisation }
    return { line, stays: [], ...(await collectStoredDays(database, of, startOf(line.month), endOf(line.month))) }
  }
  if (line.kind !== 'minutes' && line.kind !== 'correction') {
    throw new Problem('invalid', `line ${number} is not made of stays or days`, {
      hint: 'lines about meetings and recordings are',
    })
  }
  const of = line.kind === 'correction' ? line.of : line.month
  const { stays, evidence } = await collectStays(database, line.instance, startOf(of), endOf(of))
  return { line, stays, days: [], matches: evidence === line.evidence }
}
