import { type Board, nameOf, withPlace } from './board.ts'
import type { Change } from './changes.ts'
import type { Item } from './model.ts'
import type { NoteParts } from './parts.ts'
import { proposeChanges, taskKeys } from './preview.ts'
import { type ReadNote, readNote } from './read.ts'

/** A note as somebody gives it. */
export interface GivenNote {
  readonly text: string
  /** Where it lies, or what it is called. */
  readonly path: string
  /** Whether what somebody left out is proposed again. */
  readonly again?: boolean | undefined
}

/** What a note asks for and is not so yet. Nothing is changed by looking. */
export interface Preview {
  readonly note: ReadNote
  readonly changes: readonly Change[]
  /** How many of the things that it asks for were carried out before. */
  readonly appliedBefore: number
  /** How many of them somebody left out. */
  readonly leftOut: number
}

/** Looks at what a note asks for, what was carried out before, and how the board stands. Throws as the board does. */
export async function previewNote(parts: NoteParts, organisation: string, given: GivenNote): Promise<Preview> {
  const { text, path, again = false } = given
  const note = readNote(parts, organisation, text, path)
  const board = parts.board(organisation)
  const wanted = { issues: issuesIn(note.items), keys: taskKeys(note, path), since: note.date }
  const standing = await board.look(wanted)
  const look = {
    note,
    path,
    board,
    standing,
    people: parts.people(organisation),
    repositories: parts.repositories,
  }
  const all = proposeChanges({ ...look, applied: new Set() })
  const { done, declined } = await readApplied(parts, organisation, all)
  const changes = proposeChanges({ ...look, applied: again ? done : done.union(declined) })
  return { note, changes, appliedBefore: done.size + standing.made.size, leftOut: again ? 0 : declined.size }
}

/** Minutes after which something that was begun and never finished may be begun again. */
export const abandonedMs = 5 * 60_000

/** The keys of what was carried out, or is being so, and of what somebody left out. */
async function readApplied(
  { database, clock }: NoteParts,
  organisation: string,
  changes: readonly Change[],
): Promise<{ readonly done: Set<string>; readonly declined: Set<string> }> {
  if (changes.length === 0) return { done: new Set(), declined: new Set() }
  const keys = changes.map(({ key }) => key)
  const rows = await database.read((db) =>
    db
      .selectFrom('note_changes')
      .select(['key', 'result', 'applied_at'])
      .where('organisation', '=', organisation)
      .where('key', 'in', keys)
      .execute(),
  )
  const isAbandoned = (result: unknown, at: number) => result === 'begun' && at < clock.now() - abandonedMs
  const isDone = rows.filter((row) => row.result !== 'declined' && !isAbandoned(row.result, row.applied_at))
  const isDeclined = rows.filter(({ result }) => result === 'declined')
  return { done: new Set(isDone.map(({ key }) => key)), declined: new Set(isDeclined.map(({ key }) => key)) }
}

function issuesIn(items: readonly Item[]): Parameters<Board['look']>[0]['issues'] {
  const found = new Map<string, { readonly repo: string; readonly number: number }>()
  for (const item of items) {
    if (item.kind !== 'move' && item.kind !== 'suggestion' && item.kind !== 'done') continue
    if (item.repo === null || item.number === null) continue
    const issue = withPlace({ ...item, repo: item.repo, number: item.number })
    found.set(nameOf(issue), issue)
  }
  return [...found.values()]
}
