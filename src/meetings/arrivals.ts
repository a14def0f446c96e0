import type { Clock } from '../lib/clock.ts'
import { randomId } from '../lib/ids.ts'
import type { Meeting } from './meeting.ts'

/** People sent to their meeting's server and not seen there yet, so that a limit on users counts them at once. */
export interface Arrivals {
  /** Somebody is on the way; whoever is so already, by the same `userId`, does not become two. */
  expect(meeting: Meeting, userId?: string): void
  isExpected(meeting: Meeting, userId: string): boolean
  /** How many are on the way. */
  count(meeting: Meeting): number
}

/** Milliseconds in which a browser arrives and its server is looked at; who is not seen by then did not come. */
const onTheWayMs = 60_000

interface Expected {
  /** How many people were in the meeting when this was last brought up to date. */
  seen: number
  /** When each was sent, the longest expected first. */
  readonly sentAt: Map<string, number>
}

export function createArrivals(clock: Clock): Arrivals {
  const expected = new WeakMap<Meeting, Expected>()

  const upToDate = (meeting: Meeting): Expected => {
    const participants = meeting.facts?.participants ?? 0
    const found = expected.get(meeting) ?? { seen: participants, sentAt: new Map<string, number>() }
    expected.set(meeting, found)
    // Nobody knows which of them they are; those who were sent first have most likely come first.
    let arrived = participants - found.seen
    for (const [userId, at] of found.sentAt) {
      if (arrived <= 0 && clock.elapsed() - at < onTheWayMs) break
      found.sentAt.delete(userId)
      arrived -= 1
    }
    found.seen = participants
    return found
  }

  return {
    expect(meeting, userId = `somebody ${randomId(8)}`) {
      const { sentAt } = upToDate(meeting)
      sentAt.delete(userId)
      sentAt.set(userId, clock.elapsed())
    },
    isExpected: (meeting, userId) => upToDate(meeting).sentAt.has(userId),
    count: (meeting) => upToDate(meeting).sentAt.size,
  }
}
