import { renderTable } from '../lib/table.ts'
import { relativeTime } from '../lib/times.ts'
import { print, type Terminal } from './terminal.ts'

/** Prints rows under a heading, cut to the window on a terminal and whole in a pipe; `none` when there are no rows. */
export function printTable(
  terminal: Terminal,
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { right, none }: { readonly right?: readonly string[]; readonly none: string },
): void {
  const { out } = terminal
  if (rows.length === 0) terminal.err.write(`${none}\n`)
  else print(terminal, renderTable(heading, rows, { right: right ?? [], width: out.isTTY ? out.columns : undefined }))
}

/** A moment (ISO 8601) as distance from now; `otherwise` when there is none. */
export function moment(at: string | null, terminal: Terminal, otherwise = 'never'): string {
  return at === null ? otherwise : relativeTime(Date.parse(at), terminal.now())
}

/** `1 meeting`, `2 meetings`; another plural when given. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
