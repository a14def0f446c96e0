import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { json, storableText } from '../../db/tables.ts'
import { type Classes, readClasses } from './classes.ts'

/** One stay of one person in one meeting, from the moment they came to the moment they left. */
export interface Interval {
  readonly instance: string
  readonly organisation: string
  readonly meetingId: string
  /** A pseudonym of the person and of their session, the two parted by a dot. */
  readonly userKey: string
  readonly role: 'MODERATOR' | 'VIEWER'
  /** Milliseconds since 1970, as are the others. */
  readonly joinedAt: number
  leftAt: number | undefined
  lastSeenAt: number
  classes: Classes
  /** How it was learnt that they came. */
  readonly source: 'event' | 'poll'
}

/**
 * Writes intervals, new ones and changed ones; the same once more changes nothing. With the token of a lease, nothing is
 * written when that has gone to another, who has seen the same people: each would be counted twice.
 */
export async function saveIntervals(database: Database, intervals: readonly Interval[], token?: number): Promise<void> {
  const rows = json(intervals.map((interval) => ({ ...interval, meetingId: storableText(interval.meetingId) })))
  await database.read((db) =>
    sql`with holder as (select 1 from leases where name = 'poller' and token = ${token ?? null}::bigint for share)
      insert into attendance
      (instance, organisation, meeting_id, user_key, role, joined_at, left_at, last_seen_at, source, classes)
      select instance, organisation, "meetingId", "userKey", role, "joinedAt", "leftAt", "lastSeenAt", source, classes
      from jsonb_to_recordset(${rows}::jsonb) as r(instance text, organisation text, "meetingId" text, "userKey" text,
        role text, "joinedAt" bigint, "leftAt" bigint, "lastSeenAt" bigint, source text,
        classes jsonb)
      where ${token === undefined}::boolean or exists (select 1 from holder)
      on conflict (instance, user_key, joined_at) do update set
        left_at = excluded.left_at,
        classes = excluded.classes,
        last_seen_at = greatest(attendance.last_seen_at, excluded.last_seen_at)`.execute(db),
  )
}

/** Notes in one statement until when everybody in these meetings was certainly there. */
export async function noteSeen(
  database: Database,
  seen: readonly { readonly instance: string; readonly at: number }[],
): Promise<void> {
  if (seen.length === 0) return
  await database.read((db) =>
    sql`update attendance a set last_seen_at = s.at
      from jsonb_to_recordset(${json(seen)}::jsonb) as s(instance text, at bigint)
      where a.instance = s.instance and a.left_at is null and a.last_seen_at < s.at`.execute(db),
  )
}

/** Every interval that is open. */
export async function readOpen(database: Database): Promise<Interval[]> {
  const rows = await database.read((db) =>
    db.selectFrom('attendance').selectAll().where('left_at', 'is', null).orderBy('joined_at').execute(),
  )
  return rows.map((row) => ({
    instance: row.instance,
    organisation: row.organisation,
    meetingId: row.meeting_id,
    userKey: row.user_key,
    role: row.role === 'MODERATOR' ? 'MODERATOR' : 'VIEWER',
    joinedAt: row.joined_at,
    leftAt: undefined,
    lastSeenAt: row.last_seen_at,
    source: row.source === 'event' ? 'event' : 'poll',
    classes: readClasses(row.classes),
  }))
}

/** Deletes what began before that time and is over. */
export async function deleteBefore(database: Database, time: number): Promise<void> {
  await database.read((db) =>
    db.deleteFrom('attendance').where('joined_at', '<', time).where('left_at', 'is not', null).execute(),
  )
}

/**
 * How long people were in an organisation's meetings between two times, all of them together, in milliseconds. Somebody
 * who is still there counts until they were last seen.
 */
export async function attendanceOf(
  database: Database,
  organisation: string,
  from: number,
  to: number,
): Promise<number> {
  const { rows } = await database.read((db) =>
    sql<{ total: number }>`select coalesce(sum(
        least(coalesce(left_at, last_seen_at), ${to}::bigint) - greatest(joined_at, ${from}::bigint)
      ), 0)::bigint as total from attendance
      where organisation = ${organisation} and joined_at < ${to}::bigint
        and coalesce(left_at, last_seen_at) > ${from}::bigint`.execute(db),
  )
  return Number(rows[0]?.total ?? 0)
}
