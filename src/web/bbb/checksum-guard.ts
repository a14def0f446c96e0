import type { FastifyRequest } from 'fastify'

/** Slows down whoever guesses: too many bad checksums from one address, and its requests are refused unread. */
export interface ChecksumGuard {
  failed(address: string): void
  isBlocked(request: FastifyRequest): boolean
}

/** Bad checksums that one address may send within a minute. A misconfigured front end sends fewer. */
const mostPerMinute = 1200
const windowMs = 60_000
const mostAddresses = 100_000

export function createChecksumGuard(now: () => number): ChecksumGuard {
  const windows = new Map<string, { since: number; count: number }>()
  const blocked = new Map<string, number>()

  return {
    failed(address) {
      const time = now()
      if (windows.size > mostAddresses) windows.clear()
      const window = windows.get(address)
      if (!window || time - window.since > windowMs) windows.set(address, { since: time, count: 1 })
      else if (++window.count > mostPerMinute) blocked.set(address, time + windowMs)
    },
    isBlocked(request) {
      // The address is looked at only while somebody is blocked: it costs, and nearly always nobody is.
      if (blocked.size === 0) return false
      const until = blocked.get(request.ip)
      if (until === undefined) return false
      if (until > now()) return true
      blocked.delete(request.ip)
      windows.delete(request.ip)
      return false
    },
  }
}
