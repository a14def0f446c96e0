import { CsvError, parse } from 'csv-parse/sync'
import { foldKeyword, isKeyword } from './keyword.ts'
import type { Row, Visibility } from './link.ts'
import type { Finding } from './lint/finding.ts'

/** What a table holds, and what is wrong with it line by line. A row that is wrong hides no other. */
export interface ReadTable {
  readonly rows: readonly Row[]
  readonly findings: readonly Finding[]
}

export interface ReadOptions {
  /** As messages call it. */
  readonly source: string
  /** For rows that do not say it. */
  readonly visibility: Visibility
}

/**
 * Reads a table of short links: a heading with `keyword` and `destination_url` (or a few other names for them), then one
 * link a row; `visibility`, `owner` and `note` may follow. A heading is no link. Throws nothing: what cannot be read is
 * among the findings.
 */
export function readLinks(text: string, options: ReadOptions): ReadTable {
  const findings: Finding[] = []
  const lines = text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n')
  const records = readRecords(lines, options.source, findings)
  const [first, ...others] = records
  const columns = first && columnsOf(first.cells)
  const body = columns ? others : records
  const rows = body.flatMap((record) => toRow(record, columns ?? usual, options, findings))
  if (first && !columns) findings.push(say(options, 1, 'heading', { kind: 'warning' }))
  if (lines !== '' && !lines.endsWith('\n')) findings.push(say(options, lineCount(lines), 'unfinished'))
  return { rows, findings }
}

/** The rows as a table that `readLinks` reads. */
export function writeLinks(rows: readonly Row[]): string {
  const lines = rows.map(({ keyword, destination, visibility, owner = '', note }) =>
    [keyword, destination, visibility, owner, note].map(quoted).join(','),
  )
  return `${['keyword,destination_url,visibility,owner,note', ...lines].join('\n')}\n`
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

interface TableLine {
  readonly line: number
  readonly cells: readonly string[]
}

/**
 * Almost every table has no quotes, and then a line is a row whatever is wrong with another one. Where there are quotes, a
 * cell may go over several lines.
 */
function readRecords(text: string, source: string, findings: Finding[]): TableLine[] {
  if (!text.includes('"')) {
    return text.split('\n').flatMap((line, i) => (line.trim() === '' ? [] : [{ line: i + 1, cells: line.split(',') }]))
  }
  try {
    const options = { relax_column_count: true, skip_empty_lines: true, info: true } as const
    const read = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
    return read.map(({ record, info }) => ({
      line: info.lines - record.join('').split('\n').length + 1,
      cells: record,
    }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = text.split('\n').findIndex((one) => one.split('"').length % 2 === 0) + 1
    findings.push({ rule: 'quotes', kind: 'error', source, line, keyword: '' })
    return readRecords(text.replaceAll('"', ''), source, findings)
  }
}

type Column = 'keyword' | 'destination' | 'visibility' | 'owner' | 'note'

const usual: readonly Column[] = ['keyword', 'destination']

const titles: Readonly<Record<Column, readonly string[]>> = {
  keyword: ['keyword', 'key', 'short', 'name', 'slug'],
  destination: ['destinationurl', 'resourceurl', 'destination', 'url', 'target', 'link'],
  visibility: ['visibility'],
  owner: ['owner'],
  note: ['note', 'notes', 'description', 'comment'],
}

/** The columns of a heading; undefined when the first row is none. */
function columnsOf(cells: readonly string[]): (Column | undefined)[] | undefined {
  const columns = cells.map((cell) => {
    const name = cell.toLowerCase().replaceAll(/[^a-z]/g, '')
    return (Object.keys(titles) as Column[]).find((column) => titles[column].includes(name))
  })
  return columns.includes('keyword') && columns.includes('destination') ? columns : undefined
}

function toRow(
  { line, cells }: TableLine,
  columns: readonly (Column | undefined)[],
  options: ReadOptions,
  findings: Finding[],
): Row[] {
  const row = mended(line, cells, columns, options, findings)
  if (!row) return []
  const at = (column: Column) => row[columns.indexOf(column)] ?? ''
  const [typed, destination] = [at('keyword'), at('destination')]
  const keyword = foldKeyword(typed)
  const note = (rule: Finding['rule'], more: Partial<Finding> = {}) =>
    findings.push(say(options, line, rule, { keyword, ...more }))
  if (typed !== typed.trim()) note('blankKeyword')
  if (destination !== destination.trim()) note('blankDestination')
  if (!isKeyword(keyword)) {
    note('badKeyword', { kind: 'error' })
    return []
  }
  if (typed.trim() !== keyword) note('capitals', { kind: 'note' })
  const said = at('visibility').trim().toLowerCase()
  if (said !== '' && said !== 'public' && said !== 'unlisted') note('badVisibility', { other: said })
  const visibility = said === 'public' || said === 'unlisted' ? said : said === '' ? options.visibility : 'unlisted'
  const owner = at('owner').trim() || undefined
  return [{ keyword, destination: destination.trim(), visibility, owner, note: at('note').trim(), line }]
}

/** The cells of a row as they were meant; undefined when nobody can tell. */
function mended(
  line: number,
  cells: readonly string[],
  columns: readonly (Column | undefined)[],
  options: ReadOptions,
  findings: Finding[],
): readonly string[] | undefined {
  const refuse = (rule: Finding['rule']) => {
    findings.push(say(options, line, rule, { kind: 'error', keyword: cells[0]?.trim() ?? '' }))
    return undefined
  }
  if (cells.length < 2) return refuse(/^[^,:]+:\s*https?:\/\//i.test(cells[0] ?? '') ? 'colon' : 'fields')
  if (cells.length <= columns.length) return cells
  const surplus = cells.slice(columns.length)
  if (surplus.every((cell) => cell.trim() === '')) return cells
  if (surplus.some((cell) => /^\s*https?:\/\//i.test(cell))) return refuse('glued')
  // With nothing behind it, an address may hold commas that nobody quoted.
  if (columns.at(-1) !== 'destination') return refuse('fields')
  findings.push(say(options, line, 'commas', { keyword: cells[0]?.trim() ?? '' }))
  return [...cells.slice(0, columns.length - 1), cells.slice(columns.length - 1).join(',')]
}

function say({ source }: ReadOptions, line: number, rule: Finding['rule'], more: Partial<Finding> = {}): Finding {
  return { rule, kind: 'warning', source, line, keyword: '', ...more }
}

function lineCount(text: string): number {
  return text.split('\n').length
}
