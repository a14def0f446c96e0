import { expect, test } from 'vitest'
import { manualClock } from './clock.ts'
import { createRateLimit } from './rate-limit.ts'

test('an address may do it so many times in a window, whatever others do', () => {
  const limit = createRateLimit(manualClock(), 2, 1000)
  const taken = ['a', 'b', 'a', 'a', 'b'].map((address) => limit.take(address))
  expect(taken).toEqual([true, true, true, false, true])
})

test('a new window begins when the old one is over', () => {
  const clock = manualClock()
  const limit = createRateLimit(clock, 1, 1000)
  limit.take('a')
  clock.advance(999)
  expect(limit.take('a')).toBe(false)
  clock.advance(1)
  expect(limit.take('a')).toBe(true)
})

test('more addresses than can be counted are refused', () => {
  const limit = createRateLimit(manualClock(), 2, 1000)
  for (let i = 0; i < 10_000; i++) limit.take(`address ${i}`)
  expect([limit.take('another'), limit.take('address 0')]).toEqual([false, true])
})
