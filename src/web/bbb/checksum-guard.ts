/** Slows down whoever guesses. Right checksums are never held up, so a neighbour's mistake harms nobody. */
export interface ChecksumGuard {
  /** Notes a bad checksum from an address. Gives the milliseconds to wait before it is answered. */
  failed(address: string): number
}

/** Bad checksums that one address may send within a minute before their answers come late. */
const mostPerMinute = 600
const windowMs = 60_000
const delayMs = 1_000
/** Above this many addresses all are forgotten: memory is worth more than slowness. */
const mostAddresses = 100_000

export function createChecksumGuard(now: () => number): ChecksumGuard {
  const windows = new Map<string, { since: number; count: number }>()
  return {
    failed(address) {
      const time = now()
      const window = windows.get(address)
      if (window && time - window.since <= windowMs) {
        window.count += 1
        return window.count > mostPerMinute ? delayMs : 0
      }
      if (windows.size >= mostAddresses) windows.clear()
      windows.set(address, { since: time, count: 1 })
      return 0
    },
  }
}
