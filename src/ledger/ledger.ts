import { type Kysely, sql } from 'kysely'
import { z } from 'zod'
import { json, type Tables } from '../db/tables.ts'
import { monthOf } from './months.ts'
import type { LedgerParts } from './parts.ts'

/** Which months there are. */
export interface Ledger {
  /** The first month of all. */
  readonly begins: string
  /** The last month that is closed. */
  readonly closed: string | null
}

const ledgerShape = z.object({ begins: z.string(), closed: z.string().nullable() })

/** The ledger, begun if there was none: where attendance was kept before, with the oldest. */
export async function beginLedger({ database, clock, settle }: LedgerParts): Promise<Ledger> {
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

/** Undefined before it was begun. */
export async function readLedger(db: Kysely<Tables>): Promise<Ledger | undefined> {
  const row = await db.selectFrom('settings').select('value').where('name', '=', 'ledger').executeTakeFirst()
  return row && ledgerShape.parse(row.value)
}
