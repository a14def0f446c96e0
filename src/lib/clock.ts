/** Where time comes from. Tests hold it still; everything else uses `systemClock`. */
export interface Clock {
  /** The time of day, to be written down and shown: milliseconds since 1970. It may be set, forwards and backwards. */
  now(): number
  /**
   * Milliseconds by a clock that nobody sets: for how long something took and for what came first. It begins as the time
   * of day at the start of this process; to other processes it means nothing.
   */
  elapsed(): number
}

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Math.floor(performance.timeOrigin + performance.now()),
}

/** A clock that moves only when told to; `set` moves the time of day alone, as somebody does who sets a clock. */
export function manualClock(
  start = Date.UTC(2026, 0, 1),
): Clock & { advance(ms: number): void; set(time: number): void } {
  let now = start
  let elapsed = start
  return {
    now: () => now,
    elapsed: () => elapsed,
    advance(ms) {
      now += ms
      elapsed += ms
    },
    set(time) {
      now = time
    },
  }
}
