/** How a table is laid out. */
export interface TableOptions {
  /** The widest that a line may be; longer cells are cut with an ellipsis. Default: nothing is cut. */
  readonly width?: number | undefined
  /** Columns whose text stands at the right edge, such as numbers. */
  readonly right?: readonly string[]
}

const gap = '  '
const narrowest = 8

/** Rows under a heading, columns aligned, no line with blanks at its end, no final newline. */
export function renderTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { width, right = [] }: TableOptions = {},
): string {
  const lines = [heading, ...rows].map((row) => row.map(printable))
  const widths = fit(
    heading.map((_, column) => Math.max(...lines.map((line) => lengthOf(line[column] ?? '')))),
    width,
  )
  return lines.map((line) => renderLine(line, widths, heading, right)).join('\n')
}

/** Names and values under each other, the values aligned; a value that is undefined is left out. */
export function renderFields(fields: readonly (readonly [name: string, value: string | undefined])[]): string {
  const there = fields.filter((field) => field[1] !== undefined)
  const width = Math.max(0, ...there.map(([name]) => lengthOf(name)))
  return there
    .map(([name, value = '']) => `${name}${' '.repeat(width - lengthOf(name))}${gap}${printable(value)}`.trimEnd())
    .join('\n')
}

/** Text that others wrote, harmless to a terminal: control characters become blanks. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
}

function renderLine(
  cells: readonly string[],
  widths: readonly number[],
  heading: readonly string[],
  right: readonly string[],
): string {
  const parts = widths.map((width, column) => {
    const text = cut(cells[column] ?? '', width)
    const blanks = ' '.repeat(width - lengthOf(text))
    return right.includes(heading[column] ?? '') ? blanks + text : text + blanks
  })
  return parts.join(gap).trimEnd()
}

/** Takes from the widest column, again and again, until all fit or none may become narrower. */
function fit(wanted: readonly number[], width: number | undefined): number[] {
  const widths = [...wanted]
  let excess = widths.reduce((sum, one) => sum + one, gap.length * (widths.length - 1)) - (width ?? Infinity)
  for (; excess > 0; excess--) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}

function cut(text: string, width: number): string {
  if (lengthOf(text) <= width) return text
  let kept = ''
  for (const one of graphemes(text)) {
    if (lengthOf(kept) + columnsOf(one) > width - 1) break
    kept += one
  }
  return `${kept}…`
}

/** How many columns a text takes on a terminal. */
function lengthOf(text: string): number {
  return graphemes(text).reduce((sum, one) => sum + columnsOf(one), 0)
}

/** A picture takes the room of two letters. */
function columnsOf(grapheme: string): number {
  return /\p{Emoji_Presentation}/u.test(grapheme) ? 2 : 1
}

const segmenter = new Intl.Segmenter('en')

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
