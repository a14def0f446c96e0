import { type Kysely, sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { json, storableText, type Tables } from '../../db/tables.ts'
import { dayMs, dayOf } from '../../lib/days.ts'

/** How much of the meetings of one ID lay on a server. */
export interface Kept {
  readonly organisation: string
  readonly meetingId: string
  readonly recordings: number
  readonly bytes: number
}

/** What a server told of a day (UTC, such as `2026-03-01`). */
export interface Told {
  readonly server: string
  readonly day: string
  /** Milliseconds since 1970. */
  readonly askedAt: number
  readonly dueAt: number
  readonly kept: readonly Kept[]
  readonly totals: {
    readonly recordings: number
    readonly bytes: number
    readonly unknownRecordings: number
    readonly unknownBytes: number
    readonly unsizedRecordings: number
  }
}

/**
 * A day on which a server was not asked counts as the last one on which it was, but no longer than so many days on end:
 * then nobody can say what lies there.
 */
export const heldDays = 7

/** Writes down what a server told. A second answer on one day, or one of a day before, changes no day. */
export async function saveDay(database: Database, told: Told): Promise<void> {
  const { server, day, askedAt, dueAt, kept, totals } = told
  await database.transact(async (tx) => {
    const { rows } = await sql<{ isNew: boolean }>`
      with before as (select day from recording_looks where server = ${server} for update)
      select coalesce((select day from before) < ${day}, true) as "isNew"`.execute(tx)
    await noteAsked(tx, { server, askedAt, dueAt, problem: null })
    if (rows[0]?.isNew !== true) return
    await tx
      .updateTable('recording_looks')
      .set({
        day,
        recordings: totals.recordings,
        bytes: totals.bytes,
        unknown_recordings: totals.unknownRecordings,
        unknown_bytes: totals.unknownBytes,
        unsized_recordings: totals.unsizedRecordings,
      })
      .where('server', '=', server)
      .execute()
    await insertDay(tx, server, day, kept)
  })
}

async function insertDay(tx: Kysely<Tables>, server: string, day: string, kept: readonly Kept[]): Promise<void> {
  const records = json(kept.map((one) => ({ ...one, meetingId: storableText(one.meetingId) })))
  await sql`insert into recording_days (day, server, organisation, meeting_id, recordings, bytes, held)
    select ${day}, ${server}, organisation, "meetingId", recordings, bytes, false
    from jsonb_to_recordset(${records}::jsonb)
      as r(organisation text, "meetingId" text, recordings int, bytes bigint)
    on conflict do nothing`.execute(tx)
}

/** Notes that a server was asked, when it is due again, and why there was no answer, if there was none. */
export async function noteAsked(
  db: Kysely<Tables>,
  asked: {
    readonly server: string
    readonly askedAt: number
    readonly dueAt: number
    readonly problem: string | null
  },
): Promise<void> {
  const row = { asked_at: asked.askedAt, due_at: asked.dueAt, problem: asked.problem }
  await db
    .insertInto('recording_looks')
    .values({ server: asked.server, ...row })
    .onConflict((c) => c.column('server').doUpdateSet(row))
    .execute()
}

/** Writes the days before today on which servers of the pool told nothing, as far as the rule reaches. */
export async function holdDays(database: Database, servers: readonly string[], now: number): Promise<void> {
  if (servers.length === 0) return
  const yesterday = dayOf(now - dayMs)
  await database.read((db) =>
    sql`insert into recording_days (day, server, organisation, meeting_id, recordings, bytes, held)
      select to_char(d.day, 'YYYY-MM-DD'), k.server, k.organisation, k.meeting_id, k.recordings, k.bytes, true
      from recording_looks l
      join recording_days k on k.server = l.server and k.day = l.day
      cross join lateral generate_series(l.day::date + interval '1 day',
        least(l.day::date + ${heldDays}::int, ${yesterday}::date), interval '1 day') as d(day)
      where l.day < ${yesterday} and l.server = any(${[...servers]}::text[])
      on conflict do nothing`.execute(db),
  )
}

/** Deletes days before a moment (milliseconds since 1970), but for the last of each server: that is what is known. */
export async function deleteDaysBefore(database: Database, time: number): Promise<void> {
  await database.read((db) =>
    sql`delete from recording_days d where day < ${dayOf(time)}
      and not exists (select 1 from recording_looks l where l.server = d.server and l.day = d.day)`.execute(db),
  )
}
