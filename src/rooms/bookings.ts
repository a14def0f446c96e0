import type { RoomParts } from './parts.ts'

/** A time for which a room is booked. Times are milliseconds since 1970. */
export interface Booking {
  readonly room: string
  readonly startsAt: number
  readonly endsAt: number
  readonly people: number
  /** Cameras that are on at once. */
  readonly cameras: number
  readonly recorded: boolean
}

/** Who begins so long before the booked time begins for it. */
const earlyMs = 3_600_000

/** How many people are booked for a room now, or soon. */
export async function expectedNow(
  parts: Pick<RoomParts, 'database' | 'clock'>,
  room: string,
): Promise<number | undefined> {
  const now = parts.clock.now()
  const booked = await readBookings(parts, { room, from: now, until: now + earlyMs })
  return booked.length === 0 ? undefined : Math.max(...booked.map(({ people }) => people))
}

/** The bookings that touch a time, of one room or of all, the earliest first. */
export async function readBookings(
  { database }: Pick<RoomParts, 'database'>,
  { room, from, until }: { readonly room?: string | undefined; readonly from: number; readonly until: number },
): Promise<Booking[]> {
  const rows = await database.read((db) => {
    const query = db
      .selectFrom('room_bookings')
      .selectAll()
      .where('ends_at', '>', from)
      .where('starts_at', '<', until)
      .orderBy('starts_at')
      .orderBy('id')
    return (room === undefined ? query : query.where('room', '=', room)).execute()
  })
  return rows.map(({ starts_at, ends_at, people, cameras, recorded, ...row }) => ({
    room: row.room,
    startsAt: starts_at,
    endsAt: ends_at,
    people,
    cameras,
    recorded,
  }))
}
