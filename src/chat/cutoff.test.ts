import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutoffOf } from './cutoff.ts'

const three = { count: 3, unit: 'months' } as const

describe('the moment before which messages are too old', () => {
  test.each([
    ['2026-05-31T12:00:00Z', three, 'UTC', '2026-02-28T00:00:00.000Z'],
    ['2028-05-29T12:00:00Z', three, 'UTC', '2028-02-29T00:00:00.000Z'],
    ['2026-08-15T03:00:00Z', three, 'America/Toronto', '2026-05-14T04:00:00.000Z'],
    ['2026-01-15T12:00:00Z', three, 'Europe/Berlin', '2025-10-14T22:00:00.000Z'],
    ['2026-03-01T12:00:00Z', { count: 1, unit: 'days' }, 'Asia/Tokyo', '2026-02-27T15:00:00.000Z'],
    ['2026-03-30T12:00:00Z', { count: 12, unit: 'months' }, 'UTC', '2025-03-30T00:00:00.000Z'],
  ] as const)('at %s is midnight of a day', (now, retention, zone, cutoff) => {
    expect(new Date(cutoffOf(retention, Date.parse(now), zone)).toISOString()).toBe(cutoff)
  })

  test('goes on as days do, and is never nearer than it was said', () => {
    const moments = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2040, 0) })
    const zones = fc.constantFrom('UTC', 'America/Toronto', 'Europe/Berlin', 'Pacific/Auckland')
    fc.assert(
      fc.property(moments, zones, fc.integer({ min: 1, max: 36 }), (now, zone, count) => {
        const retention = { count, unit: 'months' } as const
        const cutoff = cutoffOf(retention, now, zone)
        const days = (now - cutoff) / 86_400_000
        expect(days).toBeGreaterThan(count * 28)
        expect(days).toBeLessThan(count * 31 + 2)
        expect(cutoffOf(retention, now + 86_400_000, zone)).toBeGreaterThanOrEqual(cutoff)
      }),
      { numRuns: Number(process.env['MYCEL_RUNS'] ?? 100) },
    )
  })
})
