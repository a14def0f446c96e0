import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../db/open.ts'
import { dayMs, dayOf } from '../lib/days.ts'
import { sha256 } from './lines.ts'
import { type Ownership, ownerAt, readOwners } from './owners.ts'

/** What lay on one server of the recordings of one room between two moments, while the server was of one owner. */
export interface Stored {
  readonly organisation: string
  readonly room: string
  readonly server: string
  readonly owner: string | null
  /** Days (UTC) on which something lay there; of these, those that count as the day before, because nobody could ask. */
  readonly days: number
  readonly held: number
  /** A decimal megabyte for a day is one; rounded once for the whole. */
  readonly megabyteDays: number
  /** The hash of its days: one a line, in their order, as `renderDay` writes them. */
  readonly evidence: string
}

/** What lay on a server on one day. */
export interface StoredDay {
  /** `2026-03-01` */
  readonly day: string
  readonly bytes: number
  readonly held: boolean
}

const bytesPerMegabyte = 1_000_000

/** What lay on all servers between two midnights (UTC), in the order of organisations, rooms and servers. */
export async function collectStorage(database: Database, from: number, to: number): Promise<Stored[]> {
  const owners = await readOwners(database)
  const found = new Map<string, { readonly of: Place; readonly days: StoredDay[] }>()
  for (let at = from; at < to; at += dayMs) {
    for (const row of await readDay(database, dayOf(at))) {
      const of = placeOf(row, owners)
      const key = JSON.stringify([of.organisation, of.room, of.server, of.owner])
      const known = found.get(key) ?? { of, days: [] }
      known.days.push(toDay(row))
      found.set(key, known)
    }
    // The embedded database answers before anything else is done: whoever waits for a page of ours has their turn now.
    await setImmediate()
  }
  return [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { of, days }]) => ({
      ...of,
      days: days.length,
      held: days.filter(({ held }) => held).length,
      megabyteDays: megabyteDaysOf(days),
      evidence: evidenceOf(days),
    }))
}

/** Megabyte-days of the recordings of some organisations between two midnights (UTC). */
export async function sumStorage(
  database: Database,
  organisations: readonly string[],
  from: number,
  to: number,
): Promise<number> {
  const { rows } = await database.read((db) =>
    sql<{
      megabyteDays: number
    }>`select round(coalesce(sum(bytes), 0) / ${bytesPerMegabyte}::numeric)::bigint as "megabyteDays"
      from recording_days where day >= ${dayOf(from)} and day < ${dayOf(to)}
        and organisation = any(${[...organisations]}::text[])`.execute(db),
  )
  return Number(rows[0]?.megabyteDays ?? 0)
}

/** The days behind a line, as far as they are kept, and whether they are exactly those that it was made of. */
export async function collectStoredDays(
  database: Database,
  { organisation, room, server, evidence }: Pick<Stored, 'organisation' | 'room' | 'server' | 'evidence'>,
  from: number,
  to: number,
): Promise<{ readonly days: readonly StoredDay[]; readonly matches: boolean }> {
  const owners = await readOwners(database)
  const rows = await database.read((db) =>
    db
      .selectFrom('recording_days')
      .selectAll()
      .where('day', '>=', dayOf(from))
      .where('day', '<', dayOf(to))
      .where('organisation', '=', organisation)
      .where('meeting_id', '=', room)
      .where('server', '=', server)
      .orderBy('day')
      .execute(),
  )
  // A server that changed hands within the month has a line for each owner.
  const groups = [...Map.groupBy(rows, (row) => placeOf(row, owners).owner).values()].map((of) => of.map(toDay))
  const exact = groups.find((days) => evidenceOf(days) === evidence)
  return { days: exact ?? rows.map(toDay), matches: exact !== undefined }
}

type Place = Pick<Stored, 'organisation' | 'room' | 'server' | 'owner'>

interface Row {
  readonly day: string
  readonly server: string
  readonly organisation: string
  readonly meeting_id: string
  readonly bytes: number
  readonly held: boolean
}

function readDay(database: Database, day: string): Promise<Row[]> {
  return database.read((db) => db.selectFrom('recording_days').selectAll().where('day', '=', day).execute())
}

/** A day is of whoever owned the server when it began. */
function placeOf(row: Row, owners: ReadonlyMap<string, readonly Ownership[]>): Place {
  const owner = ownerAt(owners.get(row.server) ?? [], Date.parse(`${row.day}T00:00:00Z`))
  return { organisation: row.organisation, room: row.meeting_id, server: row.server, owner }
}

function toDay({ day, bytes, held }: Row): StoredDay {
  return { day, bytes: Number(bytes), held }
}

function megabyteDaysOf(days: readonly StoredDay[]): number {
  const bytes = days.reduce((sum, day) => sum + BigInt(day.bytes), 0n)
  return Number((2n * bytes + BigInt(bytesPerMegabyte)) / BigInt(2 * bytesPerMegabyte))
}

function evidenceOf(days: readonly StoredDay[]): string {
  return sha256(days.map(renderDay).join('\n'))
}

/** Which day, how many bytes, and whether the server told of them or they were carried on. */
function renderDay({ day, bytes, held }: StoredDay): string {
  return `${day} ${bytes} ${held ? 'held' : 'told'}`
}
