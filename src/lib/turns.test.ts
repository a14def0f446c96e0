import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('so much is done at a time, the rest in its order, and what is too much not at all', async () => {
  const turns = createTurns(2, 3)
  const begun: number[] = []
  const ends = Array.from({ length: 6 }, () => Promise.withResolvers<void>())
  const results = ends.map(({ promise }, i) =>
    turns(async () => {
      begun.push(i)
      await promise
      return i
    }),
  )
  expect(begun).toEqual([0, 1])
  expect(results[5]).toBeUndefined()
  ends[1]?.resolve()
  expect(await results[1]).toBe(1)
  expect(begun).toEqual([0, 1, 2])
  for (const { resolve } of ends) resolve()
  expect(await Promise.all(results)).toEqual([0, 1, 2, 3, 4, undefined])
  expect(begun).toEqual([0, 1, 2, 3, 4])
})

test('what fails gives its place to the next', async () => {
  const turns = createTurns(1, 5)
  const failing = turns(async () => await Promise.reject(new Error('no')))
  const next = turns(async () => 'next')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('next')
  expect(await turns(async () => 'another')).toBe('another')
})
