import { randomId } from '../../lib/ids.ts'
import { addRoomIn } from '../change-room.ts'
import type { RoomParts } from '../parts.ts'
import type { Preset } from '../presets.ts'
import { type Room, requireRoom } from '../rooms.ts'
import { decide, type EventRequest, endOf } from './requests.ts'

/** How a request is accepted; what is missing is chosen by what was asked for. */
export interface Acceptance {
  readonly name?: string | undefined
  readonly preset?: Preset | undefined
  /** Ids of people of the organisation. */
  readonly owners: readonly string[]
}

/**
 * Makes the room that was asked for and books it: until the event begins, so many seats are reserved as soon as somebody
 * opens it. Throws Problem 'conflict' when the name is taken or the request was answered already.
 */
export async function acceptRequest(
  parts: RoomParts,
  request: EventRequest,
  { name, preset, owners }: Acceptance,
  actor: string,
): Promise<Room> {
  const { organisation, event } = request
  const id = await parts.database.transact(async (tx) => {
    const chosen = preset ?? (event.recording ? 'recorded' : 'open')
    const room = await addRoomIn(parts, tx, { organisation, name, title: event.title, preset: chosen, owners }, actor)
    const { startsAt, people, cameras, recording: recorded } = event
    await tx
      .insertInto('room_bookings')
      .values({ id: randomId(12), room, starts_at: startsAt, ends_at: endOf(event), people, cameras, recorded })
      .execute()
    await decide(parts, tx, request, { state: 'accepted', room, actor })
    return room
  })
  return await requireRoom(parts, organisation, id)
}

/** Throws Problem 'conflict' when the request was answered already. */
export async function declineRequest(parts: RoomParts, request: EventRequest, actor: string): Promise<void> {
  await parts.database.transact((tx) => decide(parts, tx, request, { state: 'declined', actor }))
}
