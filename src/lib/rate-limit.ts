import type { Clock } from './clock.ts'

/** Counts what each address does. */
export interface RateLimit {
  /** Whether the address may do it once more. */
  take(address: string): boolean
}

const mostAddresses = 10_000

/** So many times per window and address. Counting begins anew for all at once, so nothing is remembered for longer. */
export function createRateLimit(clock: Clock, most: number, windowMs: number): RateLimit {
  const counts = new Map<string, number>()
  let began = clock.now()

  return {
    take(address) {
      if (clock.now() - began >= windowMs) {
        counts.clear()
        began = clock.now()
      }
      const count = counts.get(address) ?? 0
      if (count >= most || (count === 0 && counts.size >= mostAddresses)) return false
      counts.set(address, count + 1)
      return true
    },
  }
}
