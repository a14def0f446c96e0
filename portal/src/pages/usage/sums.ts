import type { Usage } from '../../api.gen.ts'
import { quote } from '../../parts/csv.ts'

type Row = Usage['rooms'][number]

/** Minutes by what somebody took of a meeting. */
export interface Spent {
  readonly listening: number
  readonly speaking: number
  readonly camera: number
}

export interface Day extends Spent {
  /** Such as `2026-03-01`. */
  readonly day: string
}

export function sumOf({ listening, speaking, camera }: Spent): number {
  return listening + speaking + camera
}

/** Every day of the span, those without meetings too. */
export function byDay({ from, to, rooms }: Usage): Day[] {
  const days = new Map<string, Day>()
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    days.set(day, { day, listening: 0, speaking: 0, camera: 0 })
  }
  for (const row of rooms) {
    const known = days.get(row.day)
    if (known) days.set(row.day, { day: row.day, ...plus(known, row) })
  }
  return [...days.values()]
}

/** One row for each room, the most used first. */
export function byRoom(rows: readonly Row[]): Row[] {
  const rooms = new Map<string, Row>()
  for (const row of rows) {
    const key = `${row.organisation}/${row.room}`
    const known = rooms.get(key)
    rooms.set(key, known ? { ...row, ...plus(known, row) } : row)
  }
  return [...rooms.values()].toSorted((a, b) => sumOf(b) - sumOf(a))
}

/** As it came: a row for each day and room. */
export function toCsv(rows: readonly Row[]): string {
  const lines = rows.map(({ day, organisation, room, name, listening, speaking, camera }) =>
    [day, organisation, quote(room), quote(name ?? ''), listening, speaking, camera].join(','),
  )
  return ['day,organisation,room,name,listening,speaking,camera', ...lines, ''].join('\r\n')
}

function plus(one: Spent, other: Spent): Spent {
  return {
    listening: one.listening + other.listening,
    speaking: one.speaking + other.speaking,
    camera: one.camera + other.camera,
  }
}
