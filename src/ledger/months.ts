/** Calendar months in UTC, written `2026-03`: texts that sort as the months do. */

/** Whether a text is a month. */
export function isMonth(text: string): boolean {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text)
}

/** The month of a moment (milliseconds since 1970). */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7)
}

/** When it begins, in milliseconds since 1970. */
export function startOf(month: string): number {
  return Date.parse(`${month}-01T00:00:00Z`)
}

/** When it is over: the moment at which the next begins. */
export function endOf(month: string): number {
  return startOf(monthsLater(month, 1))
}

/** The month so many months later; earlier for a negative number. */
export function monthsLater(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return monthOf(Date.UTC(year, number - 1 + count, 1))
}

/** All months from one to another, both included. */
export function monthsBetween(first: string, last: string): string[] {
  const months: string[] = []
  for (let month = first; month <= last; month = monthsLater(month, 1)) months.push(month)
  return months
}
