import type { Selectable } from 'kysely'
import type { MeetingsTable } from '../db/tables.ts'
import type { Clock } from '../lib/clock.ts'
import { formatQuery, parseQuery, valueOf } from '../protocol/query.ts'
import type { Directory } from './directory.ts'
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
  'lost_at',
] as const

export type Row = Pick<Selectable<MeetingsTable>, (typeof columns)[number]>

/** A new row, as a record of `json_to_recordset`; the body in base64. */
export function toRow(meeting: Meeting, body: Body | undefined) {
  return {
    instance: meeting.instance,
    organisation: meeting.organisation,
    meeting_id: meeting.meetingId,
    node_id: meeting.nodeId,
    server: meeting.server,
    state: meeting.state,
    name: meeting.name,
    reserved: meeting.reserved,
    parameters: { query: formatQuery(meeting.parameters), wish: formatQuery(meeting.wish) },
    body: body ? Buffer.from(body.content).toString('base64') : null,
    body_type: body?.type ?? null,
    callbacks: meeting.callbacks,
    reasons: meeting.decision,
    created_at: meeting.createdAt,
  }
}

/** How long ago a row was written, in milliseconds, if the clocks are right. */
export function ageOf({ created_at: createdAt }: Pick<Row, 'created_at'>, clock: Clock): number {
  return Math.max(0, clock.now() - createdAt)
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

/**
 * A meeting from its row, as it was when it was last confirmed: no report was seen since. It counts as `age` milliseconds
 * old, as new if that is not known: the clocks of two processes cannot be compared.
 */
export function toMeeting(row: Row, clock: Clock, age = 0): Meeting {
  const stored = row.parameters as { query: string; wish?: string }
  const parameters = parseQuery(stored.query)
  const meeting: Meeting = {
    instance: row.instance,
    organisation: row.organisation,
    meetingId: row.meeting_id,
    nodeId: row.node_id,
    name: row.name,
    server: row.server,
    state: row.state === 'running' ? 'running' : 'creating',
    reserved: row.reserved,
    callbacks: row.callbacks as Callbacks,
    decision: row.reasons as Decision,
    parameters,
    wish: parseQuery(stored.wish ?? ''),
    voiceBridge: valueOf(parameters, 'voiceBridge') ?? '',
    createdAt: row.created_at,
    since: clock.elapsed() - age,
    ...unseen(clock.elapsed()),
    // Replicas of an earlier release do not tell it.
    lostAt: row.lost_at ? clock.elapsed() : undefined,
  }
  takeAnswer(meeting, (row.answer ?? []) as CreateAnswer)
  return meeting
}

/** What a server's answer to the create tells of the meeting, as far as no report has told more. */
export function takeAnswer(meeting: Meeting, answer: CreateAnswer): void {
  meeting.answer = answer
  if (answer.length === 0 || meeting.facts) return
  meeting.facts = factsOfNew(answer, meeting.nodeId, meeting.name)
  meeting.xml = renderNewMeeting(answer, meeting.parameters, meeting.name, meeting.callbacks)
}

/**
 * Adds a meeting to memory. While no server has told of it, it is shown as the instance whose place it takes was when that
 * was new: a meeting that is made again is never unknown, and nobody is in it.
 */
export function addInPlace(
  directory: Directory,
  meeting: Meeting,
  old: Meeting | undefined = directory.find(meeting.organisation, meeting.meetingId),
): void {
  const { parameters, name, callbacks } = meeting
  if (!meeting.facts && old && old.answer.length > 0) {
    meeting.xml = renderNewMeeting(old.answer, parameters, name, callbacks)
  } else if (!meeting.facts && old) meeting.xml = old.xml
  directory.add(meeting)
}
