import { expect, test } from 'vitest'
import { manualClock } from '../../lib/clock.ts'
import { createThrottle, networkOf } from './throttle.ts'

test('so often at once, then once in a while, for ever', () => {
  const clock = manualClock()
  const throttle = createThrottle(clock, 2, 1000)
  expect(['a', 'a', 'a', 'b'].map((name) => throttle.take(name))).toEqual([true, true, false, true])
  clock.advance(999)
  expect(throttle.take('a')).toBe(false)
  clock.advance(1)
  expect([throttle.take('a'), throttle.take('a')]).toEqual([true, false])
  clock.advance(1_000_000)
  expect([throttle.take('a'), throttle.take('a'), throttle.take('a')]).toEqual([true, true, false])
})

test('what did no harm does not count, and does not give more than there was', () => {
  const throttle = createThrottle(manualClock(), 1, 1000)
  throttle.take('a')
  throttle.giveBack('a')
  throttle.giveBack('a')
  expect([throttle.take('a'), throttle.take('a')]).toEqual([true, false])
})

test('made-up names push out those that were used longest ago, not those in use', () => {
  const throttle = createThrottle(manualClock(), 1, 1000, 3)
  for (const name of ['victim', 'b', 'c', 'victim', 'd']) throttle.take(name)
  expect([throttle.take('victim'), throttle.take('b')]).toEqual([false, true])
})

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
