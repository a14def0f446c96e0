import type { Insertable, Selectable } from 'kysely'
import { json, type MeetingsTable, storableText } from '../db/tables.ts'
import { formatQuery, parseQuery, valueOf } from '../protocol/query.ts'
import { type Callbacks, type CreateAnswer, type Meeting, unseen } from './meeting.ts'
import type { Decision } from './placement.ts'
import { factsOfNew, renderNewMeeting } from './render.ts'
import type { Body } from './store.ts'

/** What is read back of a meeting: all but the body, which may be large and is needed for a re-creation only. */
export const columns = [
  'instance',
  'organisation',
  'meeting_id',
  'node_id',
  'name',
  'server',
  'state',
  'reserved',
  'parameters',
  'answer',
  'callbacks',
  'reasons',
  'created_at',
] as const

type Row = Pick<Selectable<MeetingsTable>, (typeof columns)[number]>
export type NewRow = Insertable<MeetingsTable>

export function toRow(meeting: Meeting, body: Body | undefined): NewRow {
  return {
    instance: meeting.instance,
    organisation: meeting.organisation,
    meeting_id: storableText(meeting.meetingId),
    node_id: meeting.nodeId,
    server: meeting.server,
    state: meeting.state,
    name: storableText(meeting.name),
    reserved: meeting.reserved,
    parameters: json({ query: formatQuery(meeting.parameters), wish: formatQuery(meeting.wish) }),
    body: body ? Buffer.from(body.content) : null,
    body_type: body?.type ?? null,
    callbacks: json(meeting.callbacks),
    reasons: json(meeting.decision),
    created_at: meeting.createdAt,
  }
}

/** What a server's answer adds to the row, as a record of `jsonb_to_recordset`. */
export function toConfirmation(meeting: Meeting) {
  return {
    instance: meeting.instance,
    server: meeting.server,
    internal_id: meeting.facts?.internalId ?? null,
    create_time: meeting.facts?.createTime ?? null,
    answer: meeting.answer,
    confirmed_at: meeting.confirmedAt,
  }
}

/** A meeting from its row, as it was when it was last confirmed: no report was seen since. */
export function toMeeting(row: Row, now: number): Meeting {
  const answer = (row.answer ?? []) as CreateAnswer
  const callbacks = row.callbacks as Callbacks
  const stored = row.parameters as { query: string; wish?: string }
  const parameters = parseQuery(stored.query)
  return {
    instance: row.instance,
    organisation: row.organisation,
    meetingId: row.meeting_id,
    nodeId: row.node_id,
    name: row.name,
    server: row.server,
    state: row.state === 'running' ? 'running' : 'creating',
    reserved: row.reserved,
    callbacks,
    decision: row.reasons as Decision,
    parameters,
    wish: parseQuery(stored.wish ?? ''),
    voiceBridge: valueOf(parameters, 'voiceBridge') ?? '',
    createdAt: row.created_at,
    ...unseen(now),
    answer,
    facts: answer.length > 0 ? factsOfNew(answer, row.node_id, row.name) : undefined,
    xml: answer.length > 0 ? renderNewMeeting(answer, parameters, row.name, callbacks) : Buffer.alloc(0),
  }
}
