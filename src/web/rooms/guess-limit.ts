import type { Clock } from '../../lib/clock.ts'
import { createRateLimit } from '../../lib/rate-limit.ts'

/** Slows down whoever tries codes and names. Right codes are never counted, so a class behind one address gets in. */
export interface GuessLimit {
  /** Whether no more codes are looked at, from that address or in that room. */
  isSpent(address: string, room: string): boolean
  noteWrong(address: string, room: string): void
  /** Whether an address may ask for one more room that is not there. */
  mayMiss(address: string): boolean
}

/** Wrong codes from one address for one room, and from everywhere for one room, in ten minutes. */
const wrongByAddress = 20
const wrongByRoom = 500
const windowMs = 600_000
/** Names that lead nowhere, from one address in a minute. */
const missesPerMinute = 60

export function createGuessLimit(clock: Clock): GuessLimit {
  const addresses = createRateLimit(clock, wrongByAddress, windowMs)
  const rooms = createRateLimit(clock, wrongByRoom, windowMs)
  const misses = createRateLimit(clock, missesPerMinute, 60_000)
  return {
    isSpent: (address, room) => addresses.isSpent(`${address} ${room}`) || rooms.isSpent(room),
    noteWrong(address, room) {
      addresses.take(`${address} ${room}`)
      rooms.take(room)
    },
    mayMiss: (address) => misses.take(address),
  }
}
