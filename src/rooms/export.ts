import type { ExportedFile } from '../lib/exported.ts'
import { keptDays, listRequests } from './events/requests.ts'
import { listRooms, type Source } from './rooms.ts'

/** An organisation's rooms, when they are booked, and what was asked for. Codes and names only for those who may see them. */
export function exportRooms(parts: Source, organisation: string, mayRead: boolean): ExportedFile[] {
  return [
    {
      name: 'rooms',
      about: mayRead
        ? 'Its rooms with their settings and codes; owners by the ids of their accounts.'
        : 'Its rooms with their settings, without their codes; owners by the ids of their accounts.',
      async *rows() {
        for (const { accessCode, moderatorCode, ...room } of await listRooms(parts, organisation)) {
          yield mayRead ? { ...room, accessCode, moderatorCode } : room
        }
      },
    },
    {
      name: 'bookings',
      about: 'When people are expected in its rooms. Times are milliseconds since 1970 (UTC).',
      async *rows() {
        yield* await parts.database.read((db) =>
          db
            .selectFrom('room_bookings')
            .innerJoin('rooms', 'rooms.id', 'room_bookings.room')
            .selectAll('room_bookings')
            .where('rooms.organisation', '=', organisation)
            .orderBy('starts_at')
            .execute(),
        )
      },
    },
    {
      name: 'event-requests',
      about: mayRead
        ? `The events that people asked for. A request is deleted ${keptDays} days after its event.`
        : 'The events that people asked for, without who asked: whoever made this export may not see people.',
      async *rows() {
        for (const { contact, ...request } of await listRequests(parts, organisation)) {
          yield mayRead ? { ...request, contact } : { ...request, event: { ...request.event, notes: undefined } }
        }
      },
    },
  ]
}
