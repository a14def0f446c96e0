import type { Database } from '../db/open.ts'
import { dayMs, dayOf } from '../lib/days.ts'
import { readStays } from './collect.ts'
import { nothing, plus, type Spent, spentBetween, total } from './spent.ts'

/** What one room used on one day (UTC). Times are in milliseconds. */
export interface DayOfRoom extends Spent {
  /** `2026-03-01` */
  readonly day: string
  readonly organisation: string
  readonly room: string
  /** What its meetings were called last; null where that is not known. */
  readonly name: string | null
}

/** What some organisations used between two moments, by day and room, in that order; from attendance as it is now. */
export async function readUsage(
  database: Database,
  organisations: readonly string[],
  from: number,
  to: number,
): Promise<DayOfRoom[]> {
  const rooms = new Map<string, DayOfRoom>()
  for await (const row of readStays(database, from, to, organisations)) {
    const stay = { joinedAt: row.joined_at, until: row.until, classes: row.classes }
    const [begin, end] = [Math.max(row.joined_at, from), Math.min(row.until, to)]
    for (let day = begin - (begin % dayMs); day < end; day += dayMs) {
      const spent = spentBetween(stay, Math.max(day, from), Math.min(day + dayMs, to))
      if (total(spent) === 0) continue
      const text = dayOf(day)
      const key = JSON.stringify([text, row.organisation, row.meeting_id])
      const known = rooms.get(key)
      const { organisation, meeting_id: room } = row
      rooms.set(key, {
        day: text,
        organisation,
        room,
        name: row.name ?? known?.name ?? null,
        ...plus(known ?? nothing, spent),
      })
    }
  }
  return [...rooms].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, room]) => room)
}
