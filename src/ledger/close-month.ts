import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { json, type Tables } from '../db/tables.ts'
import { collectUse } from './collect.ts'
import { type Correction, findCorrections } from './correct.ts'
import { draftMonth } from './draft.ts'
import { beginning, type Chained } from './lines.ts'
import { endOf, monthOf, monthsBetween, monthsLater, startOf } from './months.ts'
import type { LedgerParts } from './parts.ts'
import { readTerms, type Terms, termsOf, unknownTerms } from './terms.ts'

const dayMs = 86_400_000

/** So many closed months are looked at once more when another is closed. */
const correctedMonths = 3

/**
 * Notes what holds for the month that ended last, and closes those that are due, each in one transaction. Gives the
 * months that were closed. Safe to call at any time and by several processes.
 */
export async function closeDueMonths(parts: LedgerParts): Promise<string[]> {
  if (!parts.isOurs()) return []
  const now = parts.clock.now()
  const { begins, closed } = await beginLedger(parts)
  const ended = monthsLater(monthOf(now), -1)
  if (ended >= begins) await noteTerms(parts, ended)
  const due = monthsLater(monthOf(now - parts.closeAfterDays * dayMs), -1)
  const done: string[] = []
  for (const month of monthsBetween(closed === null ? begins : monthsLater(closed, 1), due)) {
    if (await closeMonth(parts, month)) done.push(month)
  }
  return done
}

interface Ledger {
  /** The first month of all. */
  readonly begins: string
  /** The last month that is closed. */
  readonly closed: string | null
}

const ledgerShape = z.object({ begins: z.string(), closed: z.string().nullable() })

/** Where attendance was kept before there was a ledger, it begins with the oldest. */
async function beginLedger({ database, clock, settle }: LedgerParts): Promise<Ledger> {
  const found = await database.read(readLedger)
  if (found) return found
  await settle()
  const { rows } = await database.read((db) =>
    sql<{ oldest: number | null }>`select min(joined_at) as oldest from attendance`.execute(db),
  )
  const begins = monthOf(Math.min(rows[0]?.oldest ?? clock.now(), clock.now()))
  await database.read((db) =>
    db
      .insertInto('settings')
      .values({ name: 'ledger', value: json({ begins, closed: null }) })
      .onConflict((c) => c.column('name').doNothing())
      .execute(),
  )
  return (await database.read(readLedger)) ?? { begins, closed: null }
}

async function readLedger(db: Kysely<Tables>): Promise<Ledger | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'ledger').executeTakeFirst()
  return row && ledgerShape.parse(row.value)
}

/** What holds at the end of a month holds for it, whatever is changed before it is closed. */
async function noteTerms({ database, organisations }: LedgerParts, month: string): Promise<void> {
  const { rows } = await database.read((db) =>
    sql<{ is: boolean }>`select exists (select 1 from ledger_terms where month = ${month}) as is`.execute(db),
  )
  if (rows[0]?.is) return
  await database.read((db) => insertTerms(db, month, termsOf(organisations())))
}

async function insertTerms(db: Kysely<Tables>, month: string, terms: ReadonlyMap<string, Terms>): Promise<void> {
  if (terms.size === 0) return
  const rows = [...terms].map(([organisation, one]) => ({ month, organisation, terms: json(one) }))
  await db
    .insertInto('ledger_terms')
    .values(rows)
    .onConflict((c) => c.columns(['month', 'organisation']).doNothing())
    .execute()
}

async function closeMonth(parts: LedgerParts, month: string): Promise<boolean> {
  const { database, clock } = parts
  await parts.settle()
  const used = await collectUse(database, startOf(month), endOf(month))
  const terms = await termsFor(
    parts,
    month,
    used.flatMap(({ organisation, owner }) => (owner === null ? [organisation] : [organisation, owner])),
  )
  const corrections = await correctionsFor(parts, month, terms)
  return await database.transact(async (tx) => {
    await sql`select pg_advisory_xact_lock(${turn})`.execute(tx)
    const ledger = await readLedger(tx)
    // Another process may have been faster.
    if (!ledger || (ledger.closed !== null && ledger.closed >= month)) return false
    const heads = await readHeads(tx)
    const lines = draftMonth({ month, closedAt: clock.now(), used, corrections, terms, heads })
    await insertTerms(tx, month, terms)
    for (const [organisation, own] of lines) await insertMonth(parts, tx, { organisation, month, own, heads })
    await tx
      .updateTable('settings')
      .set({ value: json({ ...ledger, closed: month }) })
      .where('name', '=', 'ledger')
      .execute()
    return true
  })
}

/** Any number that nothing else on the database locks. */
const turn = 0x6c656467

/** What was noted at its end; of a month that nobody saw end, what holds now for those whom it concerns. */
async function termsFor(parts: LedgerParts, month: string, users: readonly string[]): Promise<Map<string, Terms>> {
  const rows = await parts.database.read((db) =>
    db.selectFrom('ledger_terms').selectAll().where('month', '=', month).execute(),
  )
  const noted = new Map(rows.map((row) => [row.organisation, readTerms(row.terms)]))
  const present = termsOf(parts.organisations())
  for (const user of users) if (!noted.has(user)) noted.set(user, present.get(user) ?? unknownTerms(user))
  // Whoever had a statement once has one every month.
  if (rows.length === 0) for (const [id, terms] of present) if (await hasChain(parts, id)) noted.set(id, terms)
  return noted
}

async function hasChain({ database }: LedgerParts, organisation: string): Promise<boolean> {
  const row = await database.read((db) =>
    db.selectFrom('ledger_months').select('month').where('organisation', '=', organisation).executeTakeFirst(),
  )
  return row !== undefined
}

/** Only of months whose attendance is whole: what was deleted for its age is no correction. */
async function correctionsFor(
  { database, clock, attendanceDays }: LedgerParts,
  month: string,
  terms: ReadonlyMap<string, Terms>,
): Promise<Correction[]> {
  const kept = clock.now() - (attendanceDays - 31) * dayMs
  const { rows } = await database.read((db) =>
    sql<{ month: string }>`select distinct month from ledger_months
      where month < ${month} and month >= ${monthsLater(month, -correctedMonths)} order by month`.execute(db),
  )
  const all: Correction[] = []
  for (const closed of rows) {
    if (startOf(closed.month) > kept) all.push(...(await findCorrections(database, closed.month, terms)))
  }
  return all
}

async function readHeads(tx: Kysely<Tables>): Promise<Map<string, string>> {
  const { rows } = await sql<{ organisation: string; head: string }>`
    select distinct on (organisation) organisation, head from ledger_months order by organisation, month desc`.execute(
    tx,
  )
  return new Map(rows.map(({ organisation, head }) => [organisation, head]))
}

const batch = 500

interface Drafted {
  readonly organisation: string
  readonly month: string
  readonly own: readonly Chained[]
  readonly heads: ReadonlyMap<string, string>
}

async function insertMonth({ clock, signer }: LedgerParts, tx: Kysely<Tables>, of: Drafted): Promise<void> {
  const { organisation, month, own, heads } = of
  for (let from = 0; from < own.length; from += batch) {
    const rows = own.slice(from, from + batch).map(({ hash, ...line }) => ({
      organisation,
      month,
      number: line.number,
      line: json(line),
      hash,
    }))
    await tx.insertInto('ledger_lines').values(rows).execute()
  }
  const previous = heads.get(organisation) ?? beginning
  const head = own.at(-1)?.hash ?? previous
  await tx
    .insertInto('ledger_months')
    .values({
      organisation,
      month,
      closed_at: clock.now(),
      lines: own.length,
      previous,
      head,
      public_key: signer.publicKey,
      signature: signer.sign(organisation, month, head),
    })
    .execute()
}
