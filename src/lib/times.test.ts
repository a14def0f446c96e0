import { expect, it } from 'vitest'
import { relativeTime } from './times.ts'

it.each([
  [0, 'now'],
  [-400, 'now'],
  [-1000, '1 second ago'],
  [-179_000, '3 minutes ago'],
  [3_599_000, 'in 1 hour'],
  [3 * 3_600_000, 'in 3 hours'],
  [-49 * 3_600_000, '2 days ago'],
])('%d ms from now is "%s"', (distance, words) => {
  expect(relativeTime(1_000_000_000 + distance, 1_000_000_000)).toBe(words)
})
