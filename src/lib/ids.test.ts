import { expect, test } from 'vitest'
import { createSortableUuids, uuidOf } from './ids.ts'

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('each sortable UUID comes after those before it, in a burst and when the clock goes back', () => {
  const next = createSortableUuids()
  const ids = Array.from({ length: 10_000 }, () => next(1_800_000_000_000))
  ids.push(next(1_700_000_000_000), next(1_800_000_000_009))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !shape.test(id))).toEqual([])
})

test('the UUID of a time and bytes is the same each time, and comes before those of later times', () => {
  const bytes = Buffer.from('0123456789')
  expect(uuidOf(1_800_000_000_000, bytes)).toMatch(shape)
  expect(uuidOf(1_800_000_000_000, bytes)).toBe(uuidOf(1_800_000_000_000, bytes))
  expect(uuidOf(1_800_000_000_000, bytes)).not.toBe(uuidOf(1_800_000_000_000, Buffer.from('0123456780')))
  expect(uuidOf(1_800_000_000_000, bytes) < createSortableUuids()(1_800_000_000_001)).toBe(true)
})
