import type { ExportedFile } from '../lib/exported.ts'
import { listRooms, type Source } from './rooms.ts'

/** An organisation's rooms and when they are booked. Their codes are for those who may see them. */
export function exportRooms(parts: Source, organisation: string, withCodes: boolean): ExportedFile[] {
  return [
    {
      name: 'rooms',
      about: withCodes
        ? 'Its rooms with their settings and codes; owners by the ids of their accounts.'
        : 'Its rooms with their settings, without their codes; owners by the ids of their accounts.',
      async *rows() {
        for (const { accessCode, moderatorCode, ...room } of await listRooms(parts, organisation)) {
          yield withCodes ? { ...room, accessCode, moderatorCode } : room
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
  ]
}
