import { createHash } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { ImportsTable } from '../../db/account-tables.ts'
import { recordChange } from '../../db/audit.ts'
import { json, type Tables } from '../../db/tables.ts'
import { dayMs } from '../../lib/days.ts'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import { groupsOf } from '../groups.ts'
import { allPeople } from '../list-people.ts'
import { groupsByPerson } from '../members.ts'
import { lockPeople, type PeopleParts, type Person } from '../people.ts'
import { slices } from '../slices.ts'
import { applyPlan, type Done } from './apply.ts'
import { type ImportOptions, type Plan, planImport } from './plan.ts'
import type { BadRow } from './rows.ts'
import { readTable } from './table.ts'

/** A list of people that is to be imported into an organisation. */
export interface ImportRequest extends ImportOptions {
  readonly organisation: string
  /** Comma-separated, with a heading. */
  readonly csv: string
  readonly actor: string
}

/** What is kept of an import for good: numbers and ids. */
export interface ImportReport {
  readonly added: number
  readonly changed: number
  readonly suspended: number
  readonly unchanged: number
  /** The lines of the file that were left out. */
  readonly skippedLines: readonly number[]
  /** The ids of the groups that were made for it. */
  readonly newGroups: readonly string[]
}

/** An import that was carried out. Times are milliseconds since 1970. */
export interface ImportRecord {
  readonly id: string
  readonly organisation: string
  readonly at: number
  readonly actor: string
  readonly report: ImportReport
  readonly undoneAt: number | undefined
  readonly undoneBy: string | undefined
  /** Until when it can be undone: after that, what was before is forgotten. */
  readonly undoableUntil: number
}

/** What was before is personal data: it is kept no longer than somebody may need to notice a mistake. */
const keptMs = 30 * dayMs

/** A plan and what it is known by, so that exactly what was looked at can be carried out. */
export interface Preview {
  readonly plan: Plan
  readonly fingerprint: string
}

/** What an import would do. Changes nothing. Throws Problem 'invalid' when the list cannot be read. */
export async function previewImport(parts: PeopleParts, request: ImportRequest): Promise<Preview> {
  return await parts.database.read((db) => prepare(db, request))
}

/** An import that was carried out, or the bad rows for which nothing was. */
export type Imported =
  | { readonly kind: 'done'; readonly record: ImportRecord; readonly done: readonly Done[]; readonly plan: Plan }
  | { readonly kind: 'bad'; readonly bad: readonly BadRow[]; readonly rows: number }

/**
 * Imports a list in one transaction: all of it or nothing, except that `skipBad` leaves out the rows that are bad. Throws
 * Problem 'invalid' when the list cannot be read, 'conflict' when it would not do what the preview `expect` said.
 */
export async function importPeople(
  parts: PeopleParts,
  request: ImportRequest & { readonly skipBad: boolean; readonly expect?: string | undefined },
): Promise<Imported> {
  const { organisation, actor, skipBad, expect, missing } = request
  if (skipBad && missing === 'suspend') {
    throw new Problem('invalid', 'bad rows cannot be left out while whoever is not in the list is suspended', {
      hint: 'whoever stands in a bad row would be suspended: mend the rows first',
    })
  }
  return await parts.database.transact(async (tx) => {
    await lockPeople(tx, organisation)
    await forgetOld(parts, tx)
    const { plan, fingerprint } = await prepare(tx, request)
    if (expect !== undefined && expect !== fingerprint) {
      throw new Problem('conflict', 'this would do something else by now than the preview said', {
        hint: 'look at a new preview',
      })
    }
    if (plan.bad.length > 0 && !skipBad) return { kind: 'bad', bad: plan.bad, rows: countRows(plan) }
    const before = new Set((await groupsOf(tx, organisation)).map(({ id }) => id))
    const done = await applyPlan(parts, tx, plan, { organisation, actor })
    const newGroups = (await groupsOf(tx, organisation)).map(({ id }) => id).filter((id) => !before.has(id))
    return {
      kind: 'done',
      record: await writeDown(parts, tx, { organisation, actor, plan, done, newGroups }),
      done,
      plan,
    }
  })
}

/** How many rows a list has. */
export function countRows({ adds, changes, unchanged, bad }: Plan): number {
  return adds.length + changes.length + unchanged + bad.length
}

/** The imports of an organisation, the latest first. */
export async function listImports({ database }: PeopleParts, organisation: string): Promise<ImportRecord[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('imports')
      .selectAll()
      .where('organisation', '=', organisation)
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(100)
      .execute(),
  )
  return rows.map(toRecord)
}

/** Throws Problem 'not-found'. */
export async function requireImport(db: Kysely<Tables>, organisation: string, id: string): Promise<ImportRecord> {
  const rows = db.selectFrom('imports').selectAll().where('id', '=', id).where('organisation', '=', organisation)
  const row = await rows.executeTakeFirst()
  if (row) return toRecord(row)
  throw new Problem('not-found', `the organisation ${organisation} has no import ${id}`)
}

/** What an import did to whom, as long as that is kept. */
export async function changesOf(db: Kysely<Tables>, id: string): Promise<Done[]> {
  const rows = await db.selectFrom('import_changes').selectAll().where('import', '=', id).orderBy('person').execute()
  return rows.map(({ person, action, before, after }) => {
    return { person, action, before: before as Done['before'], after: after as Done['after'] }
  })
}

/** Forgets what was before imports that can no longer be undone, in a transaction of the caller's. */
export async function forgetOld({ clock }: PeopleParts, tx: Kysely<Tables>): Promise<void> {
  const old = tx
    .selectFrom('imports')
    .select('id')
    .where('at', '<=', clock.now() - keptMs)
  await tx.deleteFrom('import_changes').where('import', 'in', old).execute()
}

async function prepare(db: Kysely<Tables>, request: ImportRequest): Promise<Preview> {
  const { organisation, actor, missing, resume } = request
  const table = readTable(request.csv)
  const people = await allPeople(db, organisation)
  const groups = new Map<string, string[]>()
  for (const some of slices(people.map(({ id }) => id))) {
    for (const [id, list] of await groupsByPerson(db, some))
      groups.set(
        id,
        list.map(({ name }) => name),
      )
  }
  const groupNames = (await groupsOf(db, organisation)).map(({ name }) => name)
  const [, self] = /^person:(.+)$/.exec(actor) ?? []
  const plan = planImport(table, { people, groups, groupNames, self }, { missing, resume })
  return { plan, fingerprint: fingerprintOf(plan) }
}

/** Of accounts only which they are: that somebody was seen since makes no difference. */
function fingerprintOf(plan: Plan): string {
  const text = JSON.stringify({ ...plan, suspends: plan.suspends.map(({ id }) => id) }, (key, value) =>
    key === 'person' ? (value as Person).id : value,
  )
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

interface Finished {
  readonly organisation: string
  readonly actor: string
  readonly plan: Plan
  readonly done: readonly Done[]
  readonly newGroups: readonly string[]
}

async function writeDown(parts: PeopleParts, tx: Kysely<Tables>, finished: Finished): Promise<ImportRecord> {
  const { organisation, actor, plan, done, newGroups } = finished
  const ids = (action: Done['action']) => done.filter((one) => one.action === action).map(({ person }) => person)
  const report: ImportReport = {
    added: ids('add').length,
    changed: ids('change').length,
    suspended: ids('suspend').length,
    unchanged: plan.unchanged,
    skippedLines: plan.bad.map(({ line }) => line),
    newGroups,
  }
  const row = { id: randomId(12), organisation, at: parts.clock.now(), actor, undone_at: null, undone_by: null }
  await tx
    .insertInto('imports')
    .values({ ...row, report: json(report) })
    .execute()
  const rows = done.map(({ before, after, ...one }) => {
    return { import: row.id, ...one, before: json(before), after: json(after) }
  })
  for (const some of slices(rows)) await tx.insertInto('import_changes').values(some).execute()
  const details = { added: ids('add'), suspended: ids('suspend'), changed: ids('change') }
  await recordChange(parts, tx, { actor, action: 'person.import', subject: row.id, organisation, details })
  return toRecord({ ...row, report })
}

function toRecord(row: Selectable<ImportsTable>): ImportRecord {
  return {
    id: row.id,
    organisation: row.organisation,
    at: row.at,
    actor: row.actor,
    report: row.report as ImportReport,
    undoneAt: row.undone_at ?? undefined,
    undoneBy: row.undone_by ?? undefined,
    undoableUntil: row.at + keptMs,
  }
}
