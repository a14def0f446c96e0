/** A day in milliseconds. Days are those of UTC, which are all of one length. */
export const dayMs = 86_400_000

/** The day (UTC) of a moment (milliseconds since 1970), such as `2026-03-01`. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10)
}
