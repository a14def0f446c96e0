import type { Clock } from './clock.ts'

/** Counts what each address does. */
export interface RateLimit {
  /** Whether the address may do it once more. */
  take(address: string): boolean
  /** Whether it may not do it any more, which is not counted. */
  isSpent(address: string): boolean
}

const mostAddresses = 10_000

/** So many times per window and address. Counting begins anew for all at once, so nothing is remembered for longer. */
export function createRateLimit(clock: Clock, most: number, windowMs: number): RateLimit {
  const counts = new Map<string, number>()
  let began = clock.elapsed()

  const beginAnew = () => {
    if (clock.elapsed() - began < windowMs) return
    counts.clear()
    began = clock.elapsed()
  }

  return {
    isSpent(address) {
      beginAnew()
      return (counts.get(address) ?? 0) >= most
    },
    take(address) {
      beginAnew()
      const count = counts.get(address) ?? 0
      if (count >= most || (count === 0 && counts.size >= mostAddresses)) return false
      counts.set(address, count + 1)
      return true
    },
  }
}
