import type { Clock } from '../../lib/clock.ts'

/** Lets each name do something so often, and then once in a while: nobody is ever shut out for good. */
export interface Throttle {
  /** Whether it may be done now; if so, it counts. */
  take(name: string): boolean
  /** What was counted last did no harm: it does not count. */
  giveBack(name: string): void
}

interface Bucket {
  tokens: number
  at: number
}

const mostNames = 50_000

/**
 * `burst` times at once, and one more every `refillMs`. Names that have not been heard of for longest are forgotten first,
 * so that made-up ones push out neither everybody else nor the memory.
 */
export function createThrottle(clock: Clock, burst: number, refillMs: number, most = mostNames): Throttle {
  const buckets = new Map<string, Bucket>()
  const find = (name: string): Bucket => {
    const now = clock.now()
    const known = buckets.get(name)
    // Put at the end again: the first is then the one that was used longest ago.
    buckets.delete(name)
    const tokens = known ? Math.min(burst, known.tokens + Math.max(0, now - known.at) / refillMs) : burst
    const bucket = { tokens, at: now }
    buckets.set(name, bucket)
    const [oldest] = buckets.keys()
    if (buckets.size > most && oldest !== undefined) buckets.delete(oldest)
    return bucket
  }
  return {
    take(name) {
      const bucket = find(name)
      if (bucket.tokens < 1) return false
      bucket.tokens -= 1
      return true
    },
    giveBack(name) {
      const bucket = find(name)
      bucket.tokens = Math.min(burst, bucket.tokens + 1)
    },
  }
}

/** Whoever has an IPv6 address has all of its /64. */
export function networkOf(address: string): string {
  const bare = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (!bare.includes(':')) return bare
  const [head = '', tail = ''] = bare.replace(/%.*$/, '').split('::')
  const first = head === '' ? [] : head.split(':')
  const last = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0')
  const whole = bare.includes('::') ? [...first, ...zeros, ...last] : first
  return `${whole.slice(0, 4).join(':')}::/64`
}
