import { type Kysely, sql } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { dayMs } from '../lib/days.ts'
import { collectUse, type Used } from './collect.ts'
import { type Correction, findCorrections } from './correct.ts'
import { endOf, monthsLater, startOf } from './months.ts'
import { termsFor } from './noted-terms.ts'
import type { LedgerParts } from './parts.ts'
import { collectStorage, type Stored } from './storage.ts'
import type { Terms } from './terms.ts'

/** So many closed months are looked at once more when another is closed. */
const correctedMonths = 3

/** What is known of a month, closed or not. */
export interface Gathered {
  readonly month: string
  readonly used: readonly Used[]
  /** What lay on servers of recordings: of days that are over nothing is learnt later, so there are no corrections. */
  readonly stored: readonly Stored[]
  /** What was learnt of months that are closed. */
  readonly corrections: readonly Correction[]
  readonly terms: ReadonlyMap<string, Terms>
}

/** Gathers what the lines of a month are made of, as it is known now. */
export async function gatherMonth(parts: LedgerParts, month: string): Promise<Gathered> {
  await parts.settle()
  const used = await collectUse(parts.database, startOf(month), endOf(month))
  const stored = await collectStorage(parts.database, startOf(month), endOf(month))
  const terms = await termsFor(
    parts,
    month,
    [...used, ...stored].flatMap(({ organisation, owner }) =>
      owner === null ? [organisation] : [organisation, owner],
    ),
  )
  return { month, used, stored, terms, corrections: await correctionsFor(parts, month, terms) }
}

/** The last hash of each organisation's chain. */
export async function readHeads(db: Kysely<Tables>): Promise<Map<string, string>> {
  const { rows } = await sql<{ organisation: string; head: string }>`
    select distinct on (organisation) organisation, head from ledger_months order by organisation, month desc`.execute(
    db,
  )
  return new Map(rows.map(({ organisation, head }) => [organisation, head]))
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
