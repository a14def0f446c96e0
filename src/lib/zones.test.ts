import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isZone, momentIn } from './zones.ts'

test.each([
  ['Etc/UTC', '2026-03-02', '09:30', '2026-03-02T09:30:00.000Z'],
  ['America/Toronto', '2026-03-02', '09:30', '2026-03-02T14:30:00.000Z'],
  ['America/Toronto', '2026-07-02', '23:30', '2026-07-03T03:30:00.000Z'],
  ['Asia/Kolkata', '2026-01-01', '00:00', '2025-12-31T18:30:00.000Z'],
  // The night in which clocks go back, after they did.
  ['Europe/Paris', '2026-10-25', '12:00', '2026-10-25T11:00:00.000Z'],
])('in %s it is %s %s at %s', (zone, date, time, expected) => {
  expect(new Date(momentIn(zone, date, time) ?? 0).toISOString()).toBe(expected)
})

test.each([
  ['2026-02-30', '10:00'],
  ['2026-13-01', '10:00'],
  ['tomorrow', '10:00'],
  ['2026-02-01', '25:00'],
  ['2026-02-01', ''],
])('there is no %s %s', (date, time) => {
  expect(momentIn('Europe/Paris', date, time)).toBeUndefined()
})

test('any text is a date and a zone, or none', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (zone, date, time) => {
      if (isZone(zone)) expect(momentIn(zone, date, time) ?? 0).toEqual(expect.any(Number))
    }),
  )
})
