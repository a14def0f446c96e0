import type { z } from 'zod'
import { readBookings } from '../../rooms/bookings.ts'
import { findMeeting } from '../../rooms/enter.ts'
import { readOwners } from '../../rooms/owners.ts'
import type { RoomParts } from '../../rooms/parts.ts'
import { meetingIdOf, noRoom, type Room, requireRoom } from '../../rooms/rooms.ts'
import type { Caller } from '../caller.ts'
import { toIso } from './api.ts'
import type { roomView } from './room-view.ts'

/** A room that the caller shares, or sees as an administrator. Throws Problem 'not-found' for every other. */
export async function requireShared(rooms: RoomParts, organisation: string, id: string, caller: Caller): Promise<Room> {
  const room = await requireRoom(rooms, organisation, id)
  const isOwner = room.owners.includes(caller.signedIn?.person.id ?? '')
  if (isOwner || caller.may('rooms.manage', organisation)) return room
  throw noRoom(organisation, id)
}

/** A room as the API shows it; the names of its owners only to whoever may see them. */
export async function toRoomView(rooms: RoomParts, room: Room, caller: Caller): Promise<z.input<typeof roomView>> {
  const { id, organisation, name, oldNames, title, description, preset, settings, overrides } = room
  const running = await findMeeting(rooms, room)
  const now = rooms.clock.now()
  const bookings = await readBookings(rooms, { room: id, from: now, until: Number.MAX_SAFE_INTEGER })
  const isOwner = room.owners.includes(caller.signedIn?.person.id ?? '')
  const names = isOwner || caller.may('people.see', organisation) ? await readOwners(rooms, room.owners) : undefined
  return {
    id,
    organisation,
    name,
    oldNames: [...oldNames],
    title,
    description,
    preset,
    settings,
    url: rooms.address(name),
    overridden: Object.keys(overrides),
    accessCode: room.accessCode ?? null,
    moderatorCode: room.moderatorCode ?? null,
    expectedSize: room.expectedSize ?? null,
    owners: room.owners.map((owner) => ({ id: owner, name: names?.get(owner) ?? null })),
    meetingId: meetingIdOf(room),
    running: running !== undefined,
    people: running?.people ?? 0,
    runningSince: toIso(running?.since),
    bookings: bookings.map(({ startsAt, endsAt, people }) => ({
      startsAt: toIso(startsAt),
      endsAt: toIso(endsAt),
      people,
    })),
    createdAt: toIso(room.createdAt),
    changedAt: toIso(room.changedAt),
  }
}
