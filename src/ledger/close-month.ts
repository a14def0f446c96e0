import { type Kysely, sql } from 'kysely'
import { json, type Tables } from '../db/tables.ts'
import { dayMs } from '../lib/days.ts'
import { draftMonth } from './draft.ts'
import { gatherMonth, readHeads } from './gather.ts'
import { beginLedger, readLedger } from './ledger.ts'
import { beginning, type Chained } from './lines.ts'
import { monthOf, monthsBetween, monthsLater } from './months.ts'
import { noteEnded, noteRunning, saveTerms } from './noted-terms.ts'
import type { LedgerParts } from './parts.ts'

/**
 * Notes what holds for the month that ended last, and closes those that are due, each in one transaction. Gives the
 * months that were closed. Safe to call at any time and by several processes.
 */
export async function closeDueMonths(parts: LedgerParts): Promise<string[]> {
  if (!parts.isOurs()) return []
  const now = parts.clock.now()
  const { begins, closed } = await beginLedger(parts)
  const ended = monthsLater(monthOf(now), -1)
  if (ended >= begins) await noteEnded(parts, ended)
  await noteRunning(parts, monthOf(now))
  const due = monthsLater(monthOf(now - parts.closeAfterDays * dayMs), -1)
  const done: string[] = []
  for (const month of monthsBetween(closed === null ? begins : monthsLater(closed, 1), due)) {
    if (await closeMonth(parts, month)) done.push(month)
  }
  return done
}

async function closeMonth(parts: LedgerParts, month: string): Promise<boolean> {
  const { database, clock } = parts
  const gathered = await gatherMonth(parts, month)
  return await database.transact(async (tx) => {
    await sql`select pg_advisory_xact_lock(${turn})`.execute(tx)
    const ledger = await readLedger(tx)
    // Another process may have been faster.
    if (!ledger || (ledger.closed !== null && ledger.closed >= month)) return false
    const heads = await readHeads(tx)
    const lines = draftMonth({ ...gathered, closedAt: clock.now(), heads })
    await saveTerms(tx, month, gathered.terms)
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
