import type { Kysely, Selectable } from 'kysely'
import { recordChange } from '../../db/audit.ts'
import type { EventRequestsTable } from '../../db/room-tables.ts'
import { json, type Tables } from '../../db/tables.ts'
import { dayMs } from '../../lib/days.ts'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import { readBookings } from '../bookings.ts'
import type { RoomParts } from '../parts.ts'
import type { Source } from '../rooms.ts'
import type { CapacityEstimate } from './capacity.ts'
import type { Contact, EventAnswers } from './questions.ts'

/** What somebody asked for on the form. Times are milliseconds since 1970. */
export interface EventRequest {
  readonly id: string
  readonly organisation: string
  readonly state: 'new' | 'accepted' | 'declined'
  readonly contact: Contact
  readonly event: EventAnswers
  /** The room that was booked for it. */
  readonly room: string | undefined
  readonly createdAt: number
  readonly decidedAt: number | undefined
  readonly decidedBy: string | undefined
  /** When all that is said here is deleted. */
  readonly deleteAfter: number
}

/** So long after the event everything about a request is deleted, whatever became of it. */
export const keptDays = 90

/** So many requests wait for an answer at most: nobody reads more, and nobody should be able to fill the database. */
const mostWaiting = 200

/** Files a request. Throws Problem 'refused' when too many wait already. */
export async function fileRequest(
  { database, clock }: RoomParts,
  organisation: string,
  said: { readonly contact: Contact; readonly event: EventAnswers },
): Promise<EventRequest> {
  const { contact, event } = said
  const row: Selectable<EventRequestsTable> = {
    id: randomId(12),
    organisation,
    state: 'new',
    contact,
    event,
    room: null,
    created_at: clock.now(),
    decided_at: null,
    decided_by: null,
    delete_after: endOf(event) + keptDays * dayMs,
  }
  await database.transact(async (tx) => {
    const waiting = tx.selectFrom('event_requests').select('id').where('organisation', '=', organisation)
    if ((await waiting.where('state', '=', 'new').execute()).length >= mostWaiting) {
      throw new Problem('refused', 'too many requests wait for an answer already', { hint: 'please try again later' })
    }
    await tx
      .insertInto('event_requests')
      .values({ ...row, contact: json(contact), event: json(event) })
      .execute()
  })
  return toRequest(row)
}

/** The requests of an organisation, the newest first. */
export async function listRequests({ database }: Source, organisation: string): Promise<EventRequest[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('event_requests')
      .selectAll()
      .where('organisation', '=', organisation)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute(),
  )
  return rows.map(toRequest)
}

/** Throws Problem 'not-found'. */
export async function requireRequest(parts: RoomParts, organisation: string, id: string): Promise<EventRequest> {
  const row = await parts.database.read((db) =>
    db.selectFrom('event_requests').selectAll().where('id', '=', id).executeTakeFirst(),
  )
  if (row?.organisation === organisation) return toRequest(row)
  throw new Problem('not-found', `the organisation ${organisation} has no event request ${id}`)
}

/** What the event takes, and whether it fits beside what is booked for the same time, in all organisations. */
export async function estimateEvent(
  parts: RoomParts,
  { id, organisation, event, room }: Pick<EventRequest, 'id' | 'organisation' | 'event' | 'room'>,
): Promise<CapacityEstimate> {
  const { startsAt, people, cameras, recording } = event
  const endsAt = endOf(event)
  const booked = await readBookings(parts, { from: startsAt, until: endsAt })
  const others = booked.filter((booking) => booking.room !== room).map((one) => ({ ...one, organisation }))
  const wanted = { organisation, room: id, startsAt, endsAt, people, cameras, recorded: recording }
  return parts.capacity.estimate(wanted, others)
}

/** When the event is over. */
export function endOf({ startsAt, minutes }: Pick<EventAnswers, 'startsAt' | 'minutes'>): number {
  return startsAt + minutes * 60_000
}

/** Notes what was decided, once. Throws Problem 'conflict' when somebody else was faster. */
export async function decide(
  parts: RoomParts,
  tx: Kysely<Tables>,
  { id, organisation }: EventRequest,
  made: { readonly state: 'accepted' | 'declined'; readonly room?: string; readonly actor: string },
): Promise<void> {
  const { state, room = null, actor } = made
  const decided = await tx
    .updateTable('event_requests')
    .set({ state, room, decided_at: parts.clock.now(), decided_by: actor })
    .where('id', '=', id)
    .where('state', '=', 'new')
    .executeTakeFirst()
  if (Number(decided.numUpdatedRows) !== 1) {
    throw new Problem('conflict', 'this request was answered already; nothing was changed')
  }
  const action = state === 'accepted' ? 'event.accept' : 'event.decline'
  await recordChange(parts, tx, { actor, action, subject: id, organisation, details: room === null ? {} : { room } })
}

/** Deletes a request with everything in it, before its time. */
export async function removeRequest(
  parts: RoomParts,
  { id, organisation }: EventRequest,
  actor: string,
): Promise<void> {
  await parts.database.transact(async (tx) => {
    await tx.deleteFrom('event_requests').where('id', '=', id).execute()
    await recordChange(parts, tx, { actor, action: 'event.remove', subject: id, organisation, details: {} })
  })
}

/** Deletes the requests whose time has come, and bookings as old. */
export async function forgetOldRequests({ database, clock }: Pick<RoomParts, 'database' | 'clock'>): Promise<void> {
  const now = clock.now()
  await database.read(async (db) => {
    await db.deleteFrom('event_requests').where('delete_after', '<=', now).execute()
    await db
      .deleteFrom('room_bookings')
      .where('ends_at', '<=', now - keptDays * dayMs)
      .execute()
  })
}

function toRequest(row: Selectable<EventRequestsTable>): EventRequest {
  return {
    id: row.id,
    organisation: row.organisation,
    state: row.state,
    contact: row.contact as Contact,
    event: row.event as EventAnswers,
    room: row.room ?? undefined,
    createdAt: row.created_at,
    decidedAt: row.decided_at ?? undefined,
    decidedBy: row.decided_by ?? undefined,
    deleteAfter: row.delete_after,
  }
}
