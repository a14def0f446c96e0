import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { json } from '../../db/tables.ts'
import type { Directory } from '../directory.ts'

/**
 * Marks say of each server until when all that happened there is written down. They are what is left after a kill, and
 * the shorter the time that nobody knows of, the less must be guessed. One row for a server, however many people it has.
 */

/** So much of a time in which nobody looked is guessed at most, in milliseconds. */
const mostGuessedMs = 15_000

/**
 * When somebody left between two looks, as well as it can be said: in the middle. Errors then cancel out over many people
 * instead of adding up. Of a long time it is soon after the first look: in doubt they were not there.
 */
export function leftBetween(seen: number, missed: number): number {
  return seen + guessed(seen, missed)
}

/** When somebody came between two looks: in the middle, or soon before the second. */
export function cameBetween(missed: number, seen: number): number {
  return seen - guessed(missed, seen)
}

function guessed(one: number, next: number): number {
  return Math.min(mostGuessedMs, Math.floor(Math.max(0, next - one) / 2))
}

/** Who is in which meeting, by its instance; `isCertain` when its server has told who is there. */
type Followed = ReadonlyMap<string, { readonly isCertain: boolean }>

/**
 * The marks that can be made now and are newer than the last ones: none for a server of which a meeting is still uncertain.
 * A server that was not looked at since is known by its first meeting.
 */
export function newerMarks(
  directory: Directory,
  rooms: Followed,
  last: ReadonlyMap<string, number>,
): Map<string, number> {
  const marks = new Map<string, number>()
  for (const server of directory.servers()) {
    const before = last.get(server) ?? 0
    let at = Number.POSITIVE_INFINITY
    for (const { instance, confirmedAt } of directory.onServer(server)) {
      const room = rooms.get(instance)
      if (!room) continue
      at = Math.min(at, room.isCertain ? confirmedAt : 0)
      if (at <= before) break
    }
    if (at > before && at < Number.POSITIVE_INFINITY) marks.set(server, at)
  }
  return marks
}

/** Writes marks, once all that happened before them is written; nothing when the lease of that token has gone to another. */
export async function saveMarks(
  database: Database,
  marks: ReadonlyMap<string, number>,
  token: number | undefined,
): Promise<void> {
  if (marks.size === 0) return
  const rows = json([...marks].map(([server, at]) => ({ server, at })))
  await database.read((db) =>
    sql`with holder as (select 1 from leases where name = 'poller' and token = ${token ?? null}::bigint for share)
      insert into attendance_marks (server, at)
      select server, at from jsonb_to_recordset(${rows}::jsonb) as r(server text, at bigint)
      where ${token === undefined}::boolean or exists (select 1 from holder)
      on conflict (server) do update set at = excluded.at`.execute(db),
  )
}

/** The clocks of two machines may differ by so much; a mark further ahead was made by one that was wrong. */
const mostAheadMs = 60_000

/**
 * Brings what was left open up to what the marks say, and closes it in meetings that are over. Gives for each meeting that
 * goes on until when everything that happened in it is written.
 */
export async function pickUp(database: Database, now: number): Promise<Map<string, number>> {
  await database.read((db) =>
    db
      .deleteFrom('attendance_marks')
      .where('at', '>', now + mostAheadMs)
      .execute(),
  )
  await database.read((db) =>
    sql`update attendance a set last_seen_at = least(k.at, ${now}::bigint) from meetings m, attendance_marks k
      where m.instance = a.instance and k.server = m.server
        and a.left_at is null and a.joined_at <= k.at and a.last_seen_at < least(k.at, ${now}::bigint)`.execute(db),
  )
  await closeForgotten(database)
  const { rows } = await database.read((db) =>
    sql<{ instance: string; until: number }>`
      select m.instance, greatest(m.created_at, coalesce(max(k.at), 0), coalesce(max(a.joined_at), 0),
        coalesce(max(a.last_seen_at), 0), coalesce(max(a.left_at), 0)) as until
      from meetings m left join attendance a on a.instance = m.instance left join attendance_marks k on k.server = m.server
      where m.ended_at is null group by m.instance, m.created_at`.execute(db),
  )
  return new Map(rows.map(({ instance, until }) => [instance, until]))
}

/** Whoever was there until the end, which another process noted, left between when that was certain and the end. */
async function closeForgotten(database: Database): Promise<void> {
  await database.read((db) =>
    sql`update attendance a set left_at = a.last_seen_at where a.left_at is null
      and not exists (select 1 from meetings m where m.instance = a.instance)`.execute(db),
  )
  await database.read((db) =>
    sql`update attendance a set left_at = greatest(a.joined_at, least(m.ended_at,
        a.last_seen_at + least(${mostGuessedMs}::bigint, greatest(0, m.ended_at - a.last_seen_at) / 2)))
      from meetings m where m.instance = a.instance and m.ended_at is not null and a.left_at is null`.execute(db),
  )
}
