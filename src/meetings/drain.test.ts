import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expectedEnd } from './drain.ts'

const minute = 60_000

test.each([
  [0, 60, 60],
  [59, 60, 60],
  [60, 60, 90],
  [100, 60, 150],
  [10, 240, 240],
])('a meeting of %i minutes, with a length of %i, is expected to end %i minutes after it began', (age, length, end) => {
  expect(expectedEnd(1_000, length * minute, 1_000 + age * minute)).toBe(1_000 + end * minute)
})

test('no meeting is expected to have ended already', () => {
  const time = fc.integer({ min: 0, max: 1e10 })
  fc.assert(
    fc.property(time, time, time, (createdAt, length, now) => {
      const end = expectedEnd(createdAt, length, now)
      expect(end).toBeGreaterThanOrEqual(Math.min(now, createdAt + length))
      if (createdAt <= now) expect(end).toBeGreaterThanOrEqual(now)
    }),
  )
})
