import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { sha256 } from './lines.ts'
import { ownerAt, readOwners } from './owners.ts'
import { nothing, plus, type Spent, spentBetween, spentOf, total } from './spent.ts'

/** What one run of a meeting used between two moments. */
export interface Used extends Spent {
  readonly organisation: string
  readonly instance: string
  readonly room: string
  readonly server: string | null
  readonly owner: string | null
  readonly stays: number
  /** The hash of its stays: one a line, sorted, as `renderStay` writes them. */
  readonly evidence: string
}

/** One stay, as far as it lies between two moments. Times are in milliseconds since 1970, times spent in milliseconds. */
export interface StayPart extends Spent {
  /** The pseudonyms of the person and of their session. */
  readonly who: string
  readonly from: number
  readonly to: number
}

/** What every run of a meeting used between two moments, in the order in which they began. */
export async function collectUse(database: Database, from: number, to: number): Promise<Used[]> {
  const owners = await readOwners(database)
  const byInstance = new Map<string, { row: StayRow; parts: string[]; spent: Spent }>()
  for await (const row of readStays(database, from, to)) {
    const part = toPart(row, from, to)
    const known = byInstance.get(row.instance) ?? { row, parts: [], spent: nothing }
    known.parts.push(renderStay(part))
    known.spent = plus(known.spent, part)
    byInstance.set(row.instance, known)
  }
  return [...byInstance.values()]
    .map(({ row, parts, spent }) => ({
      organisation: row.organisation,
      instance: row.instance,
      room: row.meeting_id,
      server: row.server,
      owner: ownerAt(owners.get(row.server ?? '') ?? [], row.created_at ?? row.joined_at),
      stays: parts.length,
      evidence: evidenceOf(parts),
      ...spentOf(spent),
    }))
    .toSorted((a, b) => (a.instance < b.instance ? -1 : 1))
}

/** The stays in one run of a meeting between two moments, and their hash. */
export async function collectStays(
  database: Database,
  instance: string,
  from: number,
  to: number,
): Promise<{ readonly stays: StayPart[]; readonly evidence: string }> {
  const rows = await readRows(database, sql`a.instance = ${instance} and ${between(from, to)}`)
  const stays = rows.map((row) => toPart(row, from, to))
  stays.sort((a, b) => a.from - b.from || (a.who < b.who ? -1 : 1))
  return { stays, evidence: evidenceOf(stays.map(renderStay)) }
}

/** A row of attendance with its meeting. */
export interface StayRow {
  readonly id: number
  readonly instance: string
  readonly organisation: string
  readonly meeting_id: string
  readonly user_key: string
  readonly joined_at: number
  readonly until: number
  readonly classes: unknown
  readonly server: string | null
  readonly name: string | null
  readonly created_at: number | null
}

const pageSize = 2000

/** The stays of which something lies between two moments, of all organisations or of some. */
export async function* readStays(
  database: Database,
  from: number,
  to: number,
  organisations?: readonly string[],
): AsyncGenerator<StayRow> {
  const chosen = organisations ? sql`and a.organisation = any(${[...organisations]}::text[])` : sql``
  const { rows: bounds } = await database.read((db) =>
    sql<{ first: number | null; last: number | null }>`select min(a.id) as first, max(a.id) as last
      from attendance a where ${between(from, to)} ${chosen}`.execute(db),
  )
  const { first, last } = bounds[0] ?? { first: null, last: null }
  if (first === null || last === null) return
  // A page is a span of ids, which the database finds by its key whatever it believes of the table.
  for (let id = first; id <= last; id += pageSize) {
    yield* await readRows(database, sql`a.id >= ${id} and a.id < ${id + pageSize} and ${between(from, to)} ${chosen}`)
    // The embedded database answers before anything else is done: whoever waits for a page of ours has their turn now.
    await setImmediate()
  }
}

function between(from: number, to: number) {
  return sql`a.joined_at < ${to}::bigint and coalesce(a.left_at, a.last_seen_at) > ${from}::bigint`
}

async function readRows(database: Database, which: RawBuilder<unknown>): Promise<StayRow[]> {
  const { rows } = await database.read((db) =>
    sql<StayRow>`select a.id, a.instance, a.organisation, a.meeting_id, a.user_key, a.joined_at,
        coalesce(a.left_at, a.last_seen_at) as until, a.classes, m.server, m.name, m.created_at
      from attendance a left join meetings m on m.instance = a.instance
      where ${which} order by a.id`.execute(db),
  )
  return rows
}

function toPart(row: StayRow, from: number, to: number): StayPart {
  const stay = { joinedAt: row.joined_at, until: row.until, classes: row.classes }
  const spent = spentBetween(stay, from, to)
  const begin = Math.max(row.joined_at, from)
  return { who: row.user_key, from: begin, to: begin + total(spent), ...spent }
}

/** Who, from when, until when, and for how many milliseconds listening, speaking and with a camera. */
function renderStay({ who, from, to, listening, speaking, camera }: StayPart): string {
  return `${who} ${from} ${to} ${listening} ${speaking} ${camera}`
}

function evidenceOf(parts: readonly string[]): string {
  return sha256(parts.toSorted().join('\n'))
}
