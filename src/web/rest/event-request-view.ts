import { z } from 'zod'
import {
  identities,
  infrastructures,
  kinds,
  mostBreakouts,
  mostMinutes,
  mostPeople,
  talks,
} from '../../rooms/events/questions.ts'
import type { EventRequest } from '../../rooms/events/requests.ts'
import { toIso } from './api.ts'
import { moment } from './fields.ts'

const line = (most: number) => z.string().trim().max(most)

const contact = z.strictObject({
  name: line(100).min(1),
  email: z.email().max(320),
  group: line(200).default('').describe('The group or client for whom they ask.'),
})

const answers = {
  title: line(200).min(2),
  kind: z.enum(kinds).describe('One event, or one that is held again and again.'),
  infrastructure: z.enum(infrastructures).describe('Whose servers it should run on.'),
  minutes: z.int().min(1).max(mostMinutes),
  people: z.int().min(1).max(mostPeople).describe('How many are there at the same time.'),
  cameras: z.int().min(0).max(mostPeople).describe('How many cameras are on at the same time.'),
  listeners: z.int().min(0).max(mostPeople).describe('How many only listen.'),
  talk: z.enum(talks).describe('Who speaks: one to many, a few, or all.'),
  breakouts: z.int().min(0).max(mostBreakouts).describe('How many breakout rooms.'),
  identity: z.enum(identities).describe('How people show who they are.'),
  recording: z.boolean(),
  geography: line(500).describe('From where people come.'),
  budget: line(500),
  notes: line(2000),
}

export const eventRequestBody = z.strictObject({
  contact,
  event: z.strictObject({
    ...answers,
    startsAt: z.iso.datetime({ offset: true }),
    kind: answers.kind.default('once'),
    infrastructure: answers.infrastructure.default('ours'),
    cameras: answers.cameras.default(0),
    listeners: answers.listeners.default(0),
    talk: answers.talk.default('all'),
    breakouts: answers.breakouts.default(0),
    identity: answers.identity.default('link'),
    recording: answers.recording.default(false),
    geography: answers.geography.default(''),
    budget: answers.budget.default(''),
    notes: answers.notes.default(''),
  }),
})

const estimate = z
  .object({
    seats: z.int().describe('Seats that it takes: people, weighed by cameras and recording.'),
    factor: z.number().describe('Seats for each person.'),
    servers: z.int().describe('Servers that the organisation may use.'),
    capacity: z.int().describe('Their seats together.'),
    largest: z.int().describe('Seats of the largest of them: one meeting is on one server.'),
    booked: z.int().describe('Seats booked by others at some time during the event.'),
    fits: z.boolean().describe('Whether it fits beside what is booked.'),
    fitsWithFailure: z.boolean().describe('Whether it fits also when the largest server fails.'),
  })
  .describe('Everyday meetings that nobody booked are not in it.')

export const eventRequestView = z
  .object({
    id: z.string(),
    organisation: z.string(),
    state: z.enum(['new', 'accepted', 'declined']),
    contact: z
      .object({ name: z.string(), email: z.string(), group: z.string() })
      .nullable()
      .describe('Null for whoever may not see people.'),
    event: z.object({ ...answers, startsAt: moment, notes: answers.notes.nullable() }),
    estimate: estimate.nullable().describe('In lists, null.'),
    room: z.string().nullable().describe('The id of the room that was booked for it.'),
    createdAt: moment,
    decidedAt: moment,
    decidedBy: z.string().nullable(),
    deletedAt: moment.describe('When the request with all that is in it is deleted.'),
  })
  .meta({ id: 'EventRequest' })

/** A request as the API shows it. What somebody wrote freely may name people, as the contact does. */
export function toEventRequestView(
  request: EventRequest,
  seesPeople: boolean,
  estimated: z.input<typeof estimate> | null = null,
): z.input<typeof eventRequestView> {
  const { id, organisation, state, contact: who, event, room, decidedBy } = request
  return {
    id,
    organisation,
    state,
    contact: seesPeople ? who : null,
    event: { ...event, startsAt: toIso(event.startsAt), notes: seesPeople ? event.notes : null },
    estimate: estimated,
    room: room ?? null,
    createdAt: toIso(request.createdAt),
    decidedAt: toIso(request.decidedAt),
    decidedBy: decidedBy ?? null,
    deletedAt: toIso(request.deleteAfter),
  }
}
