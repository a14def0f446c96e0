import { type Kysely, sql } from 'kysely'
import { json, type Tables } from '../db/tables.ts'
import { monthOf } from './months.ts'
import type { LedgerParts } from './parts.ts'
import { readTerms, type Terms, termsOf, unknownTerms } from './terms.ts'

/**
 * Notes again and again what holds for the month that runs: what was noted last before its end holds for it, whatever is
 * changed before it is closed, and of whoever is removed before its end what held then.
 */
export async function noteRunning({ database, organisations }: LedgerParts, month: string): Promise<void> {
  const rows = rowsOf(month, termsOf(organisations()))
  if (rows.length === 0) return
  await database.read((db) =>
    db
      .insertInto('ledger_terms')
      .values(rows)
      .onConflict((c) =>
        c
          .columns(['month', 'organisation'])
          .doUpdateSet((of) => ({ terms: of.ref('excluded.terms') }))
          .where(sql<boolean>`ledger_terms.terms is distinct from excluded.terms`),
      )
      .execute(),
  )
}

/** For a month in which nothing was noted, because nothing ran: what holds soon after its end. */
export async function noteEnded({ database, organisations }: LedgerParts, month: string): Promise<void> {
  const { rows } = await database.read((db) =>
    sql<{ is: boolean }>`select exists (select 1 from ledger_terms where month = ${month}) as is`.execute(db),
  )
  if (rows[0]?.is) return
  await database.read((db) => saveTerms(db, month, termsOf(organisations())))
}

/** Writes the terms of those of whom none are noted. */
export async function saveTerms(db: Kysely<Tables>, month: string, terms: ReadonlyMap<string, Terms>): Promise<void> {
  const rows = rowsOf(month, terms)
  if (rows.length === 0) return
  await db
    .insertInto('ledger_terms')
    .values(rows)
    .onConflict((c) => c.columns(['month', 'organisation']).doNothing())
    .execute()
}

function rowsOf(month: string, terms: ReadonlyMap<string, Terms>) {
  return [...terms].map(([organisation, one]) => ({ month, organisation, terms: json(one) }))
}

/** What was noted of a month; of the one that runs what holds now, as of whoever has nothing noted. */
export async function termsFor(
  parts: LedgerParts,
  month: string,
  users: readonly string[],
): Promise<Map<string, Terms>> {
  const rows = await parts.database.read((db) =>
    db.selectFrom('ledger_terms').selectAll().where('month', '=', month).execute(),
  )
  const present = termsOf(parts.organisations())
  const isRunning = month === monthOf(parts.clock.now())
  const noted = new Map([
    ...rows.map((row): [string, Terms] => [row.organisation, readTerms(row.terms)]),
    ...(isRunning ? present : []),
  ])
  const note = (id: string) => {
    if (!noted.has(id)) noted.set(id, present.get(id) ?? unknownTerms(id))
  }
  for (const user of users) note(user)
  for (const { party } of noted.values()) note(party)
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
