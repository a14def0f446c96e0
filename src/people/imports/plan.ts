import type { PersonChanges } from '../change-person.ts'
import type { Person } from '../people.ts'
import { type BadRow, type ImportRow, quote, readRow } from './rows.ts'
import type { Table } from './table.ts'

/** How a list is to be understood. */
export interface ImportOptions {
  /** What becomes of accounts that are not in the list. */
  readonly missing: 'keep' | 'suspend'
  /** Whether suspended accounts that are in the list are let in again. */
  readonly resume: boolean
}

/** What is there now. */
export interface Present {
  readonly people: readonly Person[]
  /** The names of the groups that each person is in, by id. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** The names of all groups. */
  readonly groupNames: readonly string[]
  /** The account of whoever imports, if it is one of these. */
  readonly self: string | undefined
}

/** What an import would do, as a value. */
export interface Plan {
  readonly adds: readonly ImportRow[]
  readonly changes: readonly PlannedChange[]
  /** Not in the list, and to be suspended for it. */
  readonly suspends: readonly Person[]
  readonly unchanged: number
  /** In the list, suspended, and left so. */
  readonly stillSuspended: readonly { readonly line: number; readonly person: Person }[]
  readonly bad: readonly BadRow[]
  readonly newGroups: readonly string[]
  readonly unused: readonly string[]
}

export interface PlannedChange {
  readonly line: number
  readonly person: Person
  readonly changes: PersonChanges
  readonly groups: { readonly before: readonly string[]; readonly after: readonly string[] } | undefined
}

/** Compares a list with what is there. Changes nothing. */
export function planImport(table: Table, present: Present, options: ImportOptions): Plan {
  const found = findPeople(present.people)
  const inFile = { lines: new Map<string, number>(), people: new Map<string, number>() }
  const plan = { adds: [] as ImportRow[], changes: [] as PlannedChange[], bad: [] as BadRow[], unchanged: 0 }
  const stillSuspended: Plan['stillSuspended'][number][] = []
  for (const tableRow of table.rows) {
    const read = readRow(tableRow)
    const row = 'problems' in read ? read : refuseAmbiguous(read, found, inFile, present.self)
    if ('problems' in row) {
      plan.bad.push(row)
      continue
    }
    const person = found.of(row)
    if (!person) {
      plan.adds.push(row)
      continue
    }
    inFile.people.set(person.id, row.line)
    const change = toChange(row, person, present, options)
    if (change) plan.changes.push(change)
    else plan.unchanged += 1
    if (person.status === 'suspended' && !options.resume) stillSuspended.push({ line: row.line, person })
  }
  const suspends = options.missing === 'keep' ? [] : present.people.filter((one) => isMissing(one, present, inFile))
  return { ...plan, suspends, stillSuspended, newGroups: newGroups(plan, present), unused: table.unused }
}

interface Found {
  readonly byExternalId: ReadonlyMap<string, Person>
  readonly byEmail: ReadonlyMap<string, Person>
  /** The account that a row is about: by the external id, else by the address. */
  of(row: ImportRow): Person | undefined
}

function findPeople(people: readonly Person[]): Found {
  const byExternalId = new Map(people.flatMap((one) => (one.externalId === undefined ? [] : [[one.externalId, one]])))
  const byEmail = new Map(people.flatMap((one) => (one.email === undefined ? [] : [[one.email.toLowerCase(), one]])))
  return {
    byExternalId,
    byEmail,
    of: ({ externalId, email }) =>
      byExternalId.get(externalId ?? '') ?? (email ? byEmail.get(email.toLowerCase()) : undefined),
  }
}

interface InFile {
  /** The line on which an external id or address was met first. */
  readonly lines: Map<string, number>
  readonly people: Map<string, number>
}

/** The row, or what is wrong with it beside the other rows and the accounts that are there. */
function refuseAmbiguous(row: ImportRow, found: Found, inFile: InFile, self: string | undefined): ImportRow | BadRow {
  const { line, externalId, email } = row
  const person = found.of(row)
  const holder = email ? found.byEmail.get(email.toLowerCase()) : undefined
  const keys = [externalId !== undefined && `external_id ${externalId}`, email && `email ${email.toLowerCase()}`]
  const met = keys.flatMap((key) => (key ? (inFile.lines.get(key) ?? []) : []))
  const earlier = met[0] ?? (person && inFile.people.get(person.id))
  const problems = [
    earlier !== undefined && `line ${earlier} is about the same person: remove one of the two`,
    holder &&
      holder !== person &&
      `the address ${quote(email ?? '')} belongs to another account: correct it there first`,
    person?.externalId !== undefined && externalId !== undefined && person.externalId !== externalId && otherId(email),
    !person && row.name === undefined && 'the name is missing: fill it in',
    person !== undefined && person.id === self && row.role !== undefined && row.role !== person.role && ownRole,
  ].filter((problem) => typeof problem === 'string')
  for (const key of keys) if (key && !inFile.lines.has(key)) inFile.lines.set(key, line)
  return problems.length > 0 ? { line, problems } : row
}

const ownRole = 'this is your own account, whose role another administrator must change: leave the role empty'

function otherId(email: string | null | undefined): string {
  return `the account with the address ${quote(email ?? '')} has another external_id: correct it there first`
}

function toChange(row: ImportRow, person: Person, present: Present, options: ImportOptions): PlannedChange | undefined {
  const { name, email, externalId, role, language } = row
  const wanted = { name, email, externalId, role, language }
  const differing = Object.entries(wanted).filter(([key, value]) => {
    return value !== undefined && value !== (person[key as keyof typeof wanted] ?? null)
  })
  const resumes = options.resume && person.status === 'suspended'
  const before = present.groups.get(person.id) ?? []
  const groups = row.groups && !isSameSet(row.groups, before) ? { before, after: row.groups } : undefined
  if (differing.length === 0 && !resumes && !groups) return undefined
  const changes: PersonChanges = { ...Object.fromEntries(differing), ...(resumes && { suspended: false }) }
  return { line: row.line, person, changes, groups }
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  const [first, second] = [one, other].map((names) => new Set(names.map((name) => name.toLowerCase())))
  return first?.symmetricDifference(second ?? first).size === 0
}

function isMissing(person: Person, { self }: Present, { people }: InFile): boolean {
  return person.status !== 'suspended' && person.id !== self && !people.has(person.id)
}

function newGroups(plan: Pick<Plan, 'adds' | 'changes'>, { groupNames }: Present): string[] {
  const known = new Map(groupNames.map((name) => [name.toLowerCase(), name]))
  const named = [
    ...plan.adds.flatMap((row) => row.groups ?? []),
    ...plan.changes.flatMap((one) => one.groups?.after ?? []),
  ]
  const added: string[] = []
  for (const name of named) {
    if (known.has(name.toLowerCase())) continue
    known.set(name.toLowerCase(), name)
    added.push(name)
  }
  return added
}
