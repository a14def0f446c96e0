/** Whether that is the name of a time zone, such as `America/Toronto`. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/**
 * The moment (milliseconds since 1970) at which clocks of a zone show that date (`2026-03-02`) and time (`09:30`); undefined
 * when there is no such date. A time that a change of clocks skips is the one an hour later.
 */
export function momentIn(zone: string, date: string, time: string): number | undefined {
  const shown = Date.parse(`${date}T${time}:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || !/^\d\d:\d\d$/.test(time) || Number.isNaN(shown)) return undefined
  if (new Date(shown).toISOString().slice(0, 10) !== date) return undefined
  const guess = shown - offsetOf(zone, shown)
  return shown - offsetOf(zone, guess)
}

/** How far clocks of the zone are ahead of UTC at a moment, in milliseconds. */
function offsetOf(zone: string, moment: number): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]))
  const shown = Date.parse(
    `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}Z`,
  )
  return shown - Math.floor(moment / 1000) * 1000
}
