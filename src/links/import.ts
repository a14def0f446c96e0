import { Problem } from '../lib/problem.ts'
import { putIn, requireDestination } from './change-link.ts'
import { readLinks } from './csv.ts'
import { portalSource, type Row } from './link.ts'
import { type Finding, sayFinding } from './lint/finding.ts'
import type { LinkParts } from './parts.ts'
import { lockOwnRow } from './store.ts'

/** What importing a table would do, or did. */
export interface ImportPlan {
  readonly adds: readonly Row[]
  readonly changes: readonly { readonly row: Row; readonly before: string }[]
  readonly same: number
  /** Rows that are left out, and why. */
  readonly refused: readonly { readonly line: number | undefined; readonly keyword: string; readonly why: string }[]
  /** What else is noticed about the table. */
  readonly findings: readonly Finding[]
}

const mostRows = 200_000

/** What importing a table into the links that are kept here would do; rows that are not in it stay. */
export function planImport(parts: LinkParts, csv: string): ImportPlan {
  const { rows, findings } = readLinks(csv, { source: 'the table', visibility: parts.settings.visibility })
  if (rows.length > mostRows) throw new Problem('invalid', `csv: more than ${mostRows} rows`)
  const plan = { adds: [] as Row[], changes: [] as { row: Row; before: string }[], same: 0 }
  const refused: { line: number | undefined; keyword: string; why: string }[] = findings
    .filter(({ kind }) => kind === 'error')
    .map((finding) => ({ line: finding.line, keyword: finding.keyword, why: sayFinding(finding) }))
  const first = new Map<string, Row>()
  for (const row of rows) if (!first.has(row.keyword)) first.set(row.keyword, row)
  for (const row of rows) {
    const { keyword, line } = row
    const why =
      first.get(keyword) === row ? whyNot(parts, row, first) : `it stands on line ${first.get(keyword)?.line} already`
    if (why !== undefined) {
      refused.push({ line, keyword, why })
      continue
    }
    const before = parts.live.ownRow(keyword)
    if (!before) plan.adds.push(row)
    else if (isSame(before, row)) plan.same += 1
    else plan.changes.push({ row, before: before.destination })
  }
  return { ...plan, refused, findings: findings.filter(({ kind }) => kind !== 'error') }
}

/** Carries it out, all or nothing; rows that are refused are left out. Gives what it did. */
export async function importLinks(parts: LinkParts, csv: string, actor: string): Promise<ImportPlan> {
  const plan = planImport(parts, csv)
  await parts.database.transact(async (tx) => {
    for (const row of [...plan.adds, ...plan.changes.map((change) => change.row)]) {
      const { keyword, destination, visibility, note } = row
      const before = await lockOwnRow(tx, keyword)
      await putIn(parts, tx, { keyword, before, wish: { destination, visibility, note }, actor, isChecked: true })
    }
  })
  await parts.live.reload()
  return plan
}

function isSame(before: Row, row: Row): boolean {
  return before.destination === row.destination && before.visibility === row.visibility && before.note === row.note
}

/** Why a row is left out; an alias may lead to another row of the same table. */
function whyNot(parts: LinkParts, row: Row, table: ReadonlyMap<string, Row>): string | undefined {
  const { live, settings } = parts
  const source = live.table.find(row.keyword)?.source
  if (source !== undefined && source !== portalSource && !settings.portalWins) return `it comes from ${source}`
  try {
    requireDestination(parts, row, [...table.values()])
    return undefined
  } catch (error) {
    if (error instanceof Problem) return error.message
    throw error
  }
}
