import type { Retention } from '../config/chat-schema.ts'
import { momentIn } from '../lib/zones.ts'

/**
 * The moment before which messages are too old: the beginning of a day in the zone. Three months before 31 May is the
 * last day of February, never a day of March.
 */
export function cutoffOf({ count, unit }: Retention, now: number, zone: string): number {
  const [year = 0, month = 1, day = 1] = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    .format(now)
    .split('-')
    .map(Number)
  const date =
    unit === 'days' ? new Date(Date.UTC(year, month - 1, day - count)) : monthsBefore(year, month, day, count)
  const moment = momentIn(zone, date.toISOString().slice(0, 10), '00:00')
  if (moment === undefined) throw new Error(`there is no day ${count} ${unit} before ${now}`)
  return moment
}

/** About how many days that is, to compare one with another. */
export function daysOf({ count, unit }: Retention): number {
  return unit === 'days' ? count : Math.round(count * 30.44)
}

/** `3 months`, `1 day`. */
export function inWords({ count, unit }: Retention): string {
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`
}

function monthsBefore(year: number, month: number, day: number, count: number): Date {
  const lastDay = new Date(Date.UTC(year, month - count, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - count, Math.min(day, lastDay)))
}
