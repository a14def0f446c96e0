import { formatQuery } from '../../protocol/query.ts'
import type { Callbacks, CreateAnswer, Meeting } from '../meeting.ts'
import type { Decision } from '../placement.ts'

/** A meeting as it travels between replicas: the columns of its row. */
export interface WireMeeting {
  readonly instance: string
  readonly organisation: string
  readonly meeting_id: string
  readonly node_id: string
  readonly name: string
  readonly server: string
  readonly state: 'creating' | 'running'
  readonly reserved: number
  readonly parameters: { readonly query: string; readonly wish: string }
  readonly answer: CreateAnswer | null
  readonly callbacks: Callbacks
  readonly reasons: Decision
  readonly created_at: number
  readonly lost_at: null
}

export function toWire(meeting: Meeting): WireMeeting {
  return {
    instance: meeting.instance,
    organisation: meeting.organisation,
    meeting_id: meeting.meetingId,
    node_id: meeting.nodeId,
    name: meeting.name,
    server: meeting.server,
    state: meeting.state,
    reserved: meeting.reserved,
    parameters: { query: formatQuery(meeting.parameters), wish: formatQuery(meeting.wish) },
    answer: meeting.answer.length > 0 ? meeting.answer : null,
    callbacks: meeting.callbacks,
    reasons: meeting.decision,
    created_at: meeting.createdAt,
    lost_at: null,
  }
}
