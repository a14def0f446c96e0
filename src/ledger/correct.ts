import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { collectUse, type Used } from './collect.ts'
import { type CorrectionLine, line as lineShape, type MinutesLine } from './lines.ts'
import { endOf, startOf } from './months.ts'
import { isNothing, minus, nothing, plus, type Spent } from './spent.ts'
import { type Account, accountOf, type Terms } from './terms.ts'

/** A correction that has no number yet. */
export type Correction = Omit<CorrectionLine, 'number' | 'month'>

/**
 * What is known of a closed month now and is not in the ledger: of each run of a meeting the difference, to be settled in
 * the same account as what it corrects.
 */
export async function findCorrections(
  database: Database,
  month: string,
  terms: ReadonlyMap<string, Terms>,
): Promise<Correction[]> {
  const booked = await readBooked(database, month)
  const used = new Map((await collectUse(database, startOf(month), endOf(month))).map((one) => [one.instance, one]))
  const instances = new Set([...booked.keys(), ...used.keys()])
  return [...instances].toSorted().flatMap((instance) => {
    const correction = compare(month, booked.get(instance), used.get(instance), terms)
    return correction ? [correction] : []
  })
}

/** What the ledger says of one run of a meeting in a month: the newest of its lines, and what they sum up to. */
interface Booked {
  readonly line: MinutesLine | CorrectionLine
  readonly number: number | null
  readonly spent: Spent
}

function compare(
  month: string,
  booked: Booked | undefined,
  used: Used | undefined,
  terms: ReadonlyMap<string, Terms>,
): Correction | undefined {
  const difference = minus(used ?? nothing, booked?.spent ?? nothing)
  const found = used ?? booked?.line
  if (!found || isNothing(difference)) return undefined
  const { instance, room, server, stays, evidence } = found
  return {
    kind: 'correction',
    of: month,
    line: booked?.number ?? null,
    instance,
    room,
    server,
    ...(booked ? accountIn(booked.line) : accountOf(terms, found)),
    stays: used ? stays : 0,
    evidence,
    listening: difference.listening,
    speaking: difference.speaking,
    camera: difference.camera,
  }
}

function accountIn({ organisation, application, owner, settled }: Booked['line']): Account {
  return { organisation, ...(application === undefined ? {} : { application }), owner, settled }
}

async function readBooked(database: Database, month: string): Promise<Map<string, Booked>> {
  const { rows } = await database.read((db) =>
    sql<{ line: unknown }>`select line from ledger_lines
      where (month = ${month} and line->>'kind' = 'minutes')
        or (month > ${month} and line->>'kind' = 'correction' and line->>'of' = ${month})
      order by month, number`.execute(db),
  )
  const booked = new Map<string, Booked>()
  for (const row of rows) {
    const line = lineShape.parse(row.line)
    if (line.kind !== 'minutes' && line.kind !== 'correction') continue
    const before = booked.get(line.instance)
    const number = before?.number ?? (line.kind === 'minutes' ? line.number : null)
    booked.set(line.instance, { line, number, spent: plus(before?.spent ?? nothing, line) })
  }
  return booked
}
