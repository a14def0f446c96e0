import { expect, test } from 'vitest'
import { manualClock } from '../lib/clock.ts'
import { createArrivals } from './arrivals.ts'
import type { Meeting } from './meeting.ts'

function begin() {
  const clock = manualClock()
  const meeting = { facts: { participants: 3 } } as Meeting
  const see = (participants: number) => {
    meeting.facts = { participants } as NonNullable<Meeting['facts']>
  }
  return { clock, meeting, see, arrivals: createArrivals(clock) }
}

test('somebody who was sent counts until as many more are seen', () => {
  const { arrivals, meeting, see } = begin()
  for (let i = 0; i < 3; i++) arrivals.expect(meeting)
  expect(arrivals.count(meeting)).toBe(3)
  see(5)
  expect(arrivals.count(meeting)).toBe(1)
  see(4)
  expect(arrivals.count(meeting)).toBe(1)
  see(9)
  expect(arrivals.count(meeting)).toBe(0)
})

test('who does not arrive within a minute did not come', () => {
  const { arrivals, meeting, clock } = begin()
  arrivals.expect(meeting)
  clock.advance(30_000)
  arrivals.expect(meeting)
  clock.advance(29_999)
  expect(arrivals.count(meeting)).toBe(2)
  clock.advance(1)
  expect(arrivals.count(meeting)).toBe(1)
})

test('the same person twice is one, and known to be on the way', () => {
  const { arrivals, meeting } = begin()
  arrivals.expect(meeting, 'ada')
  arrivals.expect(meeting, 'ada')
  expect(arrivals.count(meeting)).toBe(1)
  expect([arrivals.isExpected(meeting, 'ada'), arrivals.isExpected(meeting, 'bob')]).toEqual([true, false])
})

test('a meeting that nobody has seen yet expects people too', () => {
  const { arrivals, meeting, see } = begin()
  meeting.facts = undefined
  arrivals.expect(meeting)
  expect(arrivals.count(meeting)).toBe(1)
  see(1)
  expect(arrivals.count(meeting)).toBe(0)
})
