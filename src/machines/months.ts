/** Months as texts such as `2020-06`, which sort as they follow each other. */

/** How many months after the first the second is; negative when before. */
export function monthsBetween(from: string, to: string): number {
  return index(to) - index(from)
}

/** Every month from the first to the last; at most ten years of them. */
export function everyMonth(from: string, to: string): string[] {
  const count = Math.min(monthsBetween(from, to) + 1, 120)
  return Array.from({ length: Math.max(count, 0) }, (_, at) => spell(index(from) + at))
}

/** Whether a month lies in a span, both ends included; an end that is absent is open. */
export function isWithin(month: string, from: string | undefined, until: string | undefined): boolean {
  return (from === undefined || from <= month) && (until === undefined || month <= until)
}

const names = 'January February March April May June July August September October November December'.split(' ')

/** `June` */
export function nameOfMonth(month: string): string {
  return names[Number(month.slice(5)) - 1] ?? month
}

/** From 1; undefined when it is no month. */
export function numberOfMonth(name: string): number | undefined {
  const at = names.findIndex((one) => one.toLowerCase() === name.toLowerCase())
  return at === -1 ? undefined : at + 1
}

function index(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
}

function spell(at: number): string {
  return `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`
}
