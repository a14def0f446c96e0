const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

const words = new Intl.RelativeTimeFormat('en')

/** How far a moment is from now, in words: `3 minutes ago`, `in 2 hours`. Both are milliseconds since 1970. */
export function relativeTime(moment: number, now: number): string {
  const distance = moment - now
  // Almost an hour is an hour, not 60 minutes.
  const [unit, length] = units.find(([, ms]) => Math.abs(distance) >= 0.99 * ms) ?? units[3]
  const count = Math.round(distance / length)
  return count === 0 ? 'now' : words.format(count, unit)
}
