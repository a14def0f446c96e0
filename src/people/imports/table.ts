import { CsvError, parse } from 'csv-parse/sync'
import { Problem } from '../../lib/problem.ts'

/** What a column may say of a person. */
export type Field = 'name' | 'email' | 'external_id' | 'role' | 'groups' | 'language'

/** A list of people as it was written: nothing of it is understood yet. */
export interface Table {
  readonly rows: readonly TableRow[]
  readonly fields: readonly Field[]
  /** The headings of columns that say nothing to us. */
  readonly unused: readonly string[]
}

export interface TableRow {
  /** In the file, counted from 1; where the row begins. */
  readonly line: number
  /** Without blanks around; a cell that is empty is left out. */
  readonly cells: Partial<Readonly<Record<Field, string>>>
  /** How many cells stand right of the last heading and are not empty. */
  readonly surplus: number
}

export const mostRows = 10_000

/**
 * Reads comma-, semicolon- or tab-separated text under a heading, as spreadsheets write it. Throws Problem 'invalid', with
 * the line, when it cannot be read at all.
 */
export function readTable(text: string): Table {
  const { separator, body, skipped } = findSeparator(text.replace(/^\ufeff/, '').replaceAll(/\r\n?/g, '\n'))
  const records = readRecords(body, separator, skipped)
  const [heading, ...rest] = records.filter(({ cells }) => cells.some((cell) => cell !== ''))
  if (!heading) throw new Problem('invalid', 'the file is empty', { hint: headingHint })
  const columns = heading.cells.map(toField)
  refuseHeading(heading, columns)
  if (rest.length > mostRows) {
    throw new Problem('invalid', `the file has ${rest.length} rows, and ${mostRows} at most are imported at once`, {
      hint: 'divide it',
    })
  }
  return {
    rows: rest.map(({ line, cells }) => toRow(line, cells, columns)),
    fields: columns.filter((field) => field !== undefined),
    unused: heading.cells.filter((title, column) => title !== '' && columns[column] === undefined),
  }
}

const headingHint = 'the first line names the columns, such as: name,email,external_id,role,groups,language'

const titles: Readonly<Record<Field, readonly string[]>> = {
  name: ['name', 'fullname', 'displayname', 'nom', 'nomcomplet'],
  email: ['email', 'mail', 'emailaddress', 'courriel', 'adressemail'],
  external_id: ['externalid', 'id', 'memberid', 'membernumber', 'identifiant', 'numero'],
  role: ['role'],
  groups: ['groups', 'group', 'groupes', 'groupe'],
  language: ['language', 'lang', 'langue'],
}

/** The field that a heading means, whatever its case, accents and punctuation. */
function toField(title: string): Field | undefined {
  const plain = title
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
  return (Object.keys(titles) as Field[]).find((field) => titles[field].includes(plain))
}

interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
}

function refuseHeading({ line, cells }: CsvRecord, columns: readonly (Field | undefined)[]): void {
  const twice = columns.findIndex((field, at) => field !== undefined && columns.indexOf(field) !== at)
  if (twice >= 0) {
    const first = cells[columns.indexOf(columns[twice])]
    throw new Problem('invalid', `line ${line}: the columns "${first}" and "${cells[twice]}" mean the same`, {
      hint: 'rename or remove one of them',
    })
  }
  if (!columns.includes('email') && !columns.includes('external_id')) {
    throw new Problem('invalid', `line ${line}: there is neither a column email nor a column external_id`, {
      hint: `people are recognised by them; ${headingHint}`,
    })
  }
}

/** The separator that the heading uses most, or that a spreadsheet names in a first line such as `sep=;`. */
function findSeparator(text: string): { separator: string; body: string; skipped: number } {
  const [, named] = /^"?sep=([,;\t])"?\n/i.exec(text) ?? []
  if (named !== undefined) return { separator: named, body: text.slice(text.indexOf('\n') + 1), skipped: 1 }
  const heading = /^\s*(.*)/.exec(text)?.[1] ?? ''
  const outside = heading.replaceAll(/"[^"]*"/g, '')
  const often = (separator: string) => outside.split(separator).length
  const [separator = ','] = [',', ';', '\t'].toSorted((one, other) => often(other) - often(one))
  return { separator, body: text, skipped: 0 }
}

function readRecords(text: string, separator: string, skipped: number): CsvRecord[] {
  const ends: number[] = []
  const begin = (at: number) => (ends[at - 1] ?? 0) + 1 + skipped
  try {
    const records: string[][] = parse(text, {
      delimiter: separator,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      max_record_size: 100_000,
      on_record(record, { lines }) {
        ends.push(lines)
        return record
      },
    })
    return records.map((cells, at) => ({ line: begin(at), cells }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const what =
      cause.code === 'CSV_QUOTE_NOT_CLOSED' || cause.code === 'CSV_MAX_RECORD_SIZE'
        ? 'a quotation mark is opened here and not closed'
        : 'this is no comma-separated row'
    throw new Problem('invalid', `line ${begin(ends.length)}: ${what}`, {
      hint: 'mend the file, or save it anew from a spreadsheet as CSV (UTF-8)',
      cause,
    })
  }
}

function toRow(line: number, cells: readonly string[], columns: readonly (Field | undefined)[]): TableRow {
  const found = columns.flatMap((field, column) => {
    const cell = cells[column] ?? ''
    return field === undefined || cell === '' ? [] : [[field, cell] as const]
  })
  const surplus = cells.slice(columns.length).filter((cell) => cell !== '').length
  return { line, cells: Object.fromEntries(found), surplus }
}
