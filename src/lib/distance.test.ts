import fc from 'fast-check'
import { expect, test } from 'vitest'
import { editDistance } from './distance.ts'

test.each([
  ['drive', 'drive', 0],
  ['drvie', 'drive', 1],
  ['driv', 'drive', 1],
  ['drives', 'drive', 1],
  ['brive', 'drive', 1],
  ['dirvs', 'drive', 2],
  ['', 'ab', 2],
  ['', 'abc', 3],
  ['abcdef', 'fedcba', 3],
  ['comsos', 'cosmos', 1],
])('from %j to %j it is %i', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance)
})

/** The same by its definition, without leaving anything out. */
function plainDistance(from: string, to: string): number {
  if (from === '' || to === '') return from.length + to.length
  const change = from[0] === to[0] ? 0 : 1
  const isSwapped = from.length > 1 && to.length > 1 && from[0] === to[1] && from[1] === to[0]
  return Math.min(
    plainDistance(from.slice(1), to) + 1,
    plainDistance(from, to.slice(1)) + 1,
    plainDistance(from.slice(1), to.slice(1)) + change,
    isSwapped ? plainDistance(from.slice(2), to.slice(2)) + 1 : Number.POSITIVE_INFINITY,
  )
}

test('it is what its definition says, up to 3', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
  fc.assert(
    fc.property(word, word, (from, to) => {
      expect(editDistance(from, to)).toBe(Math.min(plainDistance(from, to), 3))
    }),
    { numRuns: Number(process.env['MYCEL_RUNS'] ?? 300) },
  )
})
