import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seatsFor, seatsPerPerson } from './weight.ts'

it('a person of an ordinary meeting takes one seat', () => {
  expect(seatsPerPerson({ recorded: false, videoShare: undefined })).toBe(1)
  expect(seatsPerPerson({ recorded: false, videoShare: 0.25 })).toBe(1)
})

it('recording weighs a tenth, and cameras as much as they are more than a quarter', () => {
  expect(seatsPerPerson({ recorded: true, videoShare: undefined })).toBe(1.1)
  expect(seatsPerPerson({ recorded: false, videoShare: 0.75 })).toBe(1.5)
  expect(seatsPerPerson({ recorded: true, videoShare: 0.75 })).toBe(1.65)
})

it('a person takes from one to two seats, and more cameras never make one lighter', () => {
  const share = fc.double({ min: 0, max: 3, noNaN: true })
  fc.assert(
    fc.property(fc.boolean(), share, share, (recorded, a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((videoShare) =>
        seatsPerPerson({ recorded, videoShare }),
      )
      expect(less).toBeGreaterThanOrEqual(1)
      expect(more).toBeLessThanOrEqual(2)
      expect(more).toBeGreaterThanOrEqual(less ?? 0)
    }),
  )
})

it('seats are whole, and rounding errors make no seat more', () => {
  expect(seatsFor(30, 1.1)).toBe(33)
  expect(seatsFor(7, 1.1)).toBe(8)
  expect(seatsFor(0, 1.5)).toBe(0)
})
