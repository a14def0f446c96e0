import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classes, plus, spentBetween, total } from './spent.ts'

const stay = {
  joinedAt: 100,
  until: 200,
  classes: [
    [100, 'listening'],
    [120, 'speaking'],
    [150, 'camera'],
  ],
}

test('a stay is parted by what was turned on', () => {
  expect(spentBetween(stay, 0, 1000)).toEqual({ listening: 20, speaking: 30, camera: 50 })
  expect(spentBetween(stay, 110, 130)).toEqual({ listening: 10, speaking: 10, camera: 0 })
  expect(spentBetween(stay, 160, 170)).toEqual({ listening: 0, speaking: 0, camera: 10 })
  expect(total(spentBetween(stay, 200, 300))).toBe(0)
})

test.each([[[]], [null], ['x'], [[['a', 'speaking']]], [[[100, 'dancing']]]])(
  'what is not known of classes (%j) is listening',
  (unknown) => {
    expect(spentBetween({ ...stay, classes: unknown }, 0, 1000)).toEqual({ listening: 100, speaking: 0, camera: 0 })
  },
)

test('however it is cut, the parts of a stay sum up to the whole, and no part is below zero', () => {
  const stays = fc.record({
    joinedAt: fc.nat(1000),
    until: fc.nat(2000),
    classes: fc.array(fc.tuple(fc.nat(2000), fc.constantFrom(...classes)), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(stays, fc.nat(2000), (one, cut) => {
      const [before, after] = [spentBetween(one, 0, cut), spentBetween(one, cut, 2000)]
      expect(total(plus(before, after))).toBe(Math.max(0, one.until - one.joinedAt))
      expect(Math.min(...Object.values(before), ...Object.values(after))).toBeGreaterThanOrEqual(0)
    }),
  )
})

test('parts of a stay whose changes are in order are the same by class, however it is cut', () => {
  const inOrder = fc
    .array(fc.tuple(fc.nat(2000), fc.constantFrom(...classes)), { maxLength: 6 })
    .map((some) => some.toSorted(([a], [b]) => a - b))
  fc.assert(
    fc.property(inOrder, fc.nat(2000), (changes, cut) => {
      const one = { joinedAt: 0, until: 2000, classes: changes }
      const parts = plus(spentBetween(one, 0, cut), spentBetween(one, cut, 2000))
      expect(parts).toEqual(spentBetween(one, 0, 2000))
    }),
  )
})
