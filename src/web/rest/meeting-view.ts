import { z } from 'zod'
import type { Callbacks, Meeting } from '../../meetings/meeting.ts'
import { seatsOf } from '../../meetings/seats.ts'
import { toIso } from './api.ts'
import { moment } from './fields.ts'

export const meetingView = z
  .object({
    organisation: z.string(),
    meetingId: z.string(),
    name: z.string(),
    server: z.string(),
    state: z.enum(['creating', 'running', 'ending']).describe('"ending" until its server confirms the end.'),
    running: z.boolean().describe('Whether anybody is in it.'),
    people: z.int(),
    seats: z.int().describe('Seats taken or reserved.'),
    createdAt: moment,
  })
  .meta({ id: 'Meeting' })

const decision = z
  .object({
    server: z.string(),
    size: z.int().describe('Seats set aside.'),
    sizeFrom: z.string(),
    at: moment,
    because: z.string(),
    considered: z.array(
      z.object({
        server: z.string(),
        load: z.number(),
        capacity: z.number(),
        score: z.number().describe('(load + size) / (capacity × weight): the smallest wins.'),
        preferred: z.boolean(),
      }),
    ),
    excluded: z.record(z.string(), z.int()).describe('How many servers were left out, by reason.'),
  })
  .meta({ id: 'Decision', description: 'Why a meeting is where it is.' })

export const meetingDetails = meetingView
  .extend({
    internalId: z.string().nullable().describe("The server's own id for it."),
    decision,
    callbacks: z
      .array(z.object({ kind: z.enum(['end', 'ended', 'ready', 'analytics']), url: z.string() }))
      .describe('The addresses that the client wants to be called at.'),
  })
  .meta({ id: 'MeetingDetails' })

export function toMeetingView(meeting: Meeting, now: number): z.input<typeof meetingView> {
  const { organisation, meetingId, name, server, facts } = meeting
  return {
    organisation,
    meetingId,
    name,
    server,
    state: meeting.ending ? 'ending' : meeting.state,
    running: facts?.running ?? false,
    people: facts?.participants ?? 0,
    seats: seatsOf(meeting, now),
    createdAt: toIso(meeting.createdAt),
  }
}

export function toMeetingDetails(meeting: Meeting, now: number): z.input<typeof meetingDetails> {
  const { considered, excluded, ...reasons } = meeting.decision
  return {
    ...toMeetingView(meeting, now),
    internalId: meeting.facts?.internalId ?? null,
    decision: { ...reasons, at: toIso(reasons.at), considered: [...considered], excluded: { ...excluded } },
    callbacks: toAddresses(meeting.callbacks),
  }
}

type Address = z.input<typeof meetingDetails>['callbacks'][number]

function toAddresses({ end, ended, ready, analytics }: Callbacks): Address[] {
  const addresses: Address[] = []
  if (end !== undefined) addresses.push({ kind: 'end', url: end })
  if (ended !== undefined) addresses.push({ kind: 'ended', url: ended })
  for (const url of Object.values(ready ?? {})) addresses.push({ kind: 'ready', url })
  if (analytics !== undefined) addresses.push({ kind: 'analytics', url: analytics })
  return addresses
}
