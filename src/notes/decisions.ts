import type { Kysely, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { DecisionsTable } from '../db/note-tables.ts'
import { json, storableText, type Tables } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { queryOf, vector } from './archive.ts'
import type { CountedVote, DecisionChange } from './changes.ts'
import type { Note } from './model.ts'
import type { NoteParts } from './parts.ts'

/** What was decided, and what was said around it. */
export interface Decision {
  readonly id: string
  readonly text: string
  /** YYYY-MM-DD */
  readonly heldOn: string | null
  readonly noteTitle: string
  readonly path: string
  /** From 1, in the note. */
  readonly line: number
  /** The headings above it, the outermost first. */
  readonly section: string
  readonly context: string
  readonly votes: readonly CountedVote[]
  /** The note, when it is kept too. */
  readonly note: string | null
  /** Milliseconds since 1970. */
  readonly recordedAt: number
}

/** Writes a decision down; one that is there already stays as it is. */
export async function recordDecision(
  parts: NoteParts,
  tx: Kysely<Tables>,
  {
    organisation,
    note,
    path,
    change,
    actor,
  }: {
    readonly organisation: string
    readonly note: Pick<Note, 'title' | 'date'>
    readonly path: string
    readonly change: DecisionChange
    readonly actor: string
  },
): Promise<void> {
  const [text, section, context] = [change.text, change.section, change.context].map(storableText)
  await tx
    .insertInto('decisions')
    .values({
      id: randomId(12),
      organisation,
      key: change.key,
      path: storableText(path),
      note_title: storableText(note.title ?? path),
      held_on: note.date,
      line: change.line,
      text: text ?? '',
      section: section ?? '',
      context: context ?? '',
      votes: json(change.votes),
      search: vector(parts, `${text}\n${section}\n${context}`),
      recorded_at: parts.clock.now(),
      recorded_by: actor,
    })
    .onConflict((conflict) => conflict.columns(['organisation', 'key']).doNothing())
    .execute()
}

/** The decisions of an organisation, the newest first; with words, those that have them in their text or context. */
export async function findDecisions(
  parts: NoteParts,
  organisation: string,
  { words = '', limit = 100 }: { readonly words?: string | undefined; readonly limit?: number | undefined } = {},
): Promise<Decision[]> {
  return await parts.database.read(async (db) => {
    let select = db
      .selectFrom('decisions')
      .leftJoin('notes', (join) =>
        join.onRef('notes.organisation', '=', 'decisions.organisation').onRef('notes.path', '=', 'decisions.path'),
      )
      .selectAll('decisions')
      .select('notes.id as note')
      .where('decisions.organisation', '=', organisation)
    if (words.trim() !== '') select = select.where(sql<boolean>`decisions.search @@ ${queryOf(parts, words)}`)
    const rows = await select
      .orderBy(sql`decisions.held_on desc nulls last`)
      .orderBy('decisions.path')
      .orderBy('decisions.line')
      .limit(limit)
      .execute()
    return rows.map(toDecision)
  })
}

function toDecision(row: Omit<Selectable<DecisionsTable>, 'search'> & { readonly note: string | null }): Decision {
  return {
    id: row.id,
    text: row.text,
    heldOn: row.held_on,
    noteTitle: row.note_title,
    path: row.path,
    line: row.line,
    section: row.section,
    context: row.context,
    votes: row.votes as CountedVote[],
    note: row.note,
    recordedAt: row.recorded_at,
  }
}
