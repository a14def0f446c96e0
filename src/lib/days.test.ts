import { expect, test } from 'vitest'
import { dayMs, dayOf } from './days.ts'

test('a day begins at midnight in UTC, wherever the computer is', () => {
  const midnight = Date.UTC(2026, 2, 1)
  expect(dayOf(midnight)).toBe('2026-03-01')
  expect(dayOf(midnight - 1)).toBe('2026-02-28')
  expect(dayOf(midnight + dayMs)).toBe('2026-03-02')
})
