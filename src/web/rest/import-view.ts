import { z } from 'zod'
import { countRows, type ImportRecord, type Preview } from '../../people/imports/imports.ts'
import type { PlannedChange } from '../../people/imports/plan.ts'
import { toIso } from './api.ts'
import { moment } from './fields.ts'
import { role } from './person-view.ts'

/** The fields of imports, in requests and answers. */

export const importBody = z.strictObject({
  csv: z
    .string()
    .max(5_000_000)
    .describe(
      'Rows under a heading, separated by commas, semicolons or tabs. Columns: name, email, external_id, role, groups ' +
        '(with | between them), language. An empty cell leaves what is there, one of - empties it.',
    ),
  missing: z
    .enum(['keep', 'suspend'])
    .default('keep')
    .describe('What becomes of accounts that are not in the list. Nobody is erased by an import.'),
  resume: z.boolean().default(false).describe('Let suspended accounts that are in the list in again.'),
})

export const importRequest = importBody.extend({
  skipBad: z.boolean().default(false).describe('Leave bad rows out, instead of importing nothing.'),
  expect: z
    .string()
    .max(100)
    .optional()
    .describe('The fingerprint of the preview: refused if it would do anything else.'),
})

const badRow = z.object({
  line: z.int().describe('In the file, counted from 1.'),
  problems: z.array(z.string()).describe('What is wrong, and what to do.'),
})

const value = z.union([z.string(), z.array(z.string())]).nullable()

export const previewView = z
  .object({
    fingerprint: z.string(),
    rows: z.int(),
    adds: z.array(
      z.object({
        line: z.int(),
        name: z.string(),
        email: z.string().nullable(),
        externalId: z.string().nullable(),
        role,
        language: z.string().nullable(),
        groups: z.array(z.string()),
      }),
    ),
    changes: z.array(
      z.object({
        line: z.int(),
        id: z.string(),
        name: z.string().nullable().describe('Null if you may not see names.'),
        fields: z.array(z.object({ field: z.string(), before: value, after: value })),
      }),
    ),
    suspends: z.array(z.object({ id: z.string(), name: z.string().nullable() })),
    unchanged: z.int(),
    stillSuspended: z
      .array(z.object({ line: z.int(), id: z.string() }))
      .describe('In the list, suspended, and left so.'),
    bad: z.array(badRow),
    newGroups: z.array(z.string()),
    unusedColumns: z.array(z.string()),
  })
  .meta({ id: 'ImportPreview' })

export const importView = z
  .object({
    id: z.string(),
    at: moment,
    actor: z.string(),
    added: z.int(),
    changed: z.int(),
    suspended: z.int(),
    unchanged: z.int(),
    skippedLines: z.array(z.int()).describe('The bad rows that were left out.'),
    undoneAt: moment,
    undoneBy: z.string().nullable(),
    undoableUntil: moment.describe('Null if it was undone.'),
  })
  .meta({ id: 'Import' })

export const importDetails = importView
  .extend({
    people: z
      .array(
        z.object({
          id: z.string(),
          action: z.enum(['add', 'change', 'suspend']),
          fields: z.array(z.string()).describe('Which fields changed.'),
        }),
      )
      .describe('What was done to whom, as long as it can be undone.'),
  })
  .meta({ id: 'ImportDetails' })

/** A preview as an answer; without names, what was there before is left out. */
export function toPreviewView({ plan, fingerprint }: Preview, names: boolean): z.input<typeof previewView> {
  return {
    fingerprint,
    rows: countRows(plan),
    adds: plan.adds.map((row) => ({
      line: row.line,
      name: row.name ?? '',
      email: row.email ?? null,
      externalId: row.externalId ?? null,
      role: row.role ?? 'member',
      language: row.language ?? null,
      groups: [...(row.groups ?? [])],
    })),
    changes: plan.changes.map((change) => toChangeView(change, names)),
    suspends: plan.suspends.map(({ id, name }) => ({ id, name: names ? name : null })),
    unchanged: plan.unchanged,
    stillSuspended: plan.stillSuspended.map(({ line, person }) => ({ line, id: person.id })),
    bad: plan.bad.map(({ line, problems }) => ({ line, problems: [...problems] })),
    newGroups: [...plan.newGroups],
    unusedColumns: [...plan.unused],
  }
}

function toChangeView({ line, person, changes: { suspended, ...changes }, groups }: PlannedChange, names: boolean) {
  const fields = Object.entries(changes).map(([field, after]) => ({
    field,
    before: names ? (person[field as keyof typeof changes] ?? null) : null,
    after: after ?? null,
  }))
  const resumed = suspended === false ? [{ field: 'status', before: 'suspended', after: 'invited' }] : []
  const moved = groups ? [{ field: 'groups', before: names ? [...groups.before] : null, after: [...groups.after] }] : []
  return { line, id: person.id, name: names ? person.name : null, fields: [...fields, ...resumed, ...moved] }
}

export function toImportView(record: ImportRecord): z.input<typeof importView> {
  const { id, at, actor, report, undoneAt, undoneBy = null, undoableUntil } = record
  const { added, changed, suspended, unchanged, skippedLines } = report
  return {
    id,
    at: toIso(at),
    actor,
    added,
    changed,
    suspended,
    unchanged,
    skippedLines: [...skippedLines],
    undoneAt: toIso(undoneAt),
    undoneBy,
    undoableUntil: undoneAt === undefined ? toIso(undoableUntil) : null,
  }
}
