import { type Kysely, sql } from 'kysely'
import { json, type Tables } from '../db/tables.ts'
import type { Meeting } from './meeting.ts'
import type { Body } from './store.ts'
import { toRow } from './store-rows.ts'

/**
 * Writes new meetings in one statement, the same text for however many. Gives the count of each one's placement by its
 * instance; one that lives already is not written and not among them.
 */
export async function insertMeetings(
  db: Kysely<Tables>,
  meetings: readonly { readonly meeting: Meeting; readonly body: Body | undefined }[],
): Promise<ReadonlyMap<string, number>> {
  const rows = json(meetings.map(({ meeting, body }) => toRow(meeting, body)))
  const { rows: inserted } = await sql<{ instance: string; placed: number }>`insert into meetings
    (instance, organisation, meeting_id, node_id, server, state, name, reserved, parameters, body, body_type, callbacks,
      reasons, created_at)
    select instance, organisation, meeting_id, node_id, server, state, name, reserved, parameters, decode(body, 'base64'),
      body_type, callbacks, reasons, created_at
    from json_to_recordset(${rows}::json) as r(instance text, organisation text, meeting_id text, node_id text,
      server text, state text, name text, reserved int, parameters jsonb, body text, body_type text, callbacks jsonb,
      reasons jsonb, created_at bigint)
    on conflict (organisation, meeting_id) where ended_at is null do nothing
    returning instance, placed`.execute(db)
  return new Map(inserted.map(({ instance, placed }) => [instance, placed]))
}
