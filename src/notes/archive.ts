import { sql } from 'kysely'
import { recordChange } from '../db/audit.ts'
import { storableText } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import type { Level, NoteParts } from './parts.ts'
import { readNote } from './read.ts'

/** A note as it is kept. */
export interface ArchivedNote {
  readonly id: string
  readonly path: string
  readonly title: string
  /** YYYY-MM-DD */
  readonly heldOn: string | null
  readonly level: Level
  /** Milliseconds since 1970. */
  readonly indexedAt: number
}

export interface FoundNote extends ArchivedNote {
  /** Pieces of its text with the words that were looked for between U+E000 and U+E001; empty without a search. */
  readonly excerpt: string
}

/** Between these stand words that were found: characters that no text has. */
export const marks = ['\ue000', '\ue001'] as const

/** Keeps a note, or its newer text, so that it is found. Says what that changed. */
export async function indexNote(
  parts: NoteParts,
  organisation: string,
  given: { readonly path: string; readonly text: string; readonly level: Level },
  actor: string,
): Promise<{ readonly id: string; readonly state: 'added' | 'changed' | 'unchanged' }> {
  const note = readNote(parts, organisation, given.text, given.path)
  const path = storableText(given.path)
  const text = storableText(note.text)
  const title = storableText(note.title ?? given.path)
  const row = { title, held_on: note.date, level: given.level, text, search: vector(parts, `${title}\n${text}`) }
  return await parts.database.transact(async (tx) => {
    const there = await tx
      .selectFrom('notes')
      .select(['id', 'text', 'level', 'title', 'held_on'])
      .where('organisation', '=', organisation)
      .where('path', '=', path)
      .executeTakeFirst()
    const isSame =
      there?.text === text && there.level === given.level && there.title === title && there.held_on === note.date
    if (there && isSame) return { id: there.id, state: 'unchanged' as const }
    const id = there?.id ?? randomId(12)
    const kept = { ...row, indexed_at: parts.clock.now() }
    if (there) await tx.updateTable('notes').set(kept).where('id', '=', id).execute()
    else
      await tx
        .insertInto('notes')
        .values({ id, organisation, path, ...kept })
        .execute()
    const details = { level: given.level, state: there ? 'changed' : 'added' }
    await recordChange(parts, tx, { actor, action: 'note.index', subject: id, organisation, details })
    return { id, state: there ? ('changed' as const) : ('added' as const) }
  })
}

/** The notes of an organisation, the newest first; with words, those that have them, the best first. */
export async function findNotes(
  parts: NoteParts,
  organisation: string,
  { words = '', limit = 50 }: { readonly words?: string | undefined; readonly limit?: number | undefined } = {},
): Promise<FoundNote[]> {
  const query = queryOf(parts, words)
  const options = `StartSel="${marks[0]}",StopSel="${marks[1]}",MaxFragments=3,MaxWords=25,MinWords=8,FragmentDelimiter=" … "`
  const excerpt = sql<string>`ts_headline(${parts.language}::regconfig, text, ${query}, ${options})`
  return await parts.database.read(async (db) => {
    let select = db
      .selectFrom('notes')
      .select(['id', 'path', 'title', 'held_on', 'level', 'indexed_at'])
      .select(words.trim() === '' ? sql<string>`''`.as('excerpt') : excerpt.as('excerpt'))
      .where('organisation', '=', organisation)
    if (words.trim() !== '') {
      select = select.where(sql<boolean>`search @@ ${query}`).orderBy(sql`ts_rank_cd(search, ${query}, 1)`, 'desc')
    }
    const rows = await select.orderBy(sql`held_on desc nulls last`).orderBy('path').limit(limit).execute()
    return rows.map(({ held_on: heldOn, indexed_at: indexedAt, ...row }) => ({ ...row, heldOn, indexedAt }))
  })
}

/** A note with its whole text. Throws Problem 'not-found'. */
export async function requireNote(
  { database }: Pick<NoteParts, 'database'>,
  organisation: string,
  id: string,
): Promise<ArchivedNote & { readonly text: string }> {
  const row = await database.read((db) =>
    db
      .selectFrom('notes')
      .select(['id', 'path', 'title', 'held_on', 'level', 'text', 'indexed_at'])
      .where('organisation', '=', organisation)
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (!row) throw new Problem('not-found', `the organisation ${organisation} has no note ${id}`)
  const { held_on: heldOn, indexed_at: indexedAt, ...rest } = row
  return { ...rest, heldOn, indexedAt }
}

/** Takes a note out of what is searched; its file stays where it is. Throws Problem 'not-found'. */
export async function removeNote(parts: NoteParts, organisation: string, id: string, actor: string): Promise<void> {
  const { path } = await requireNote(parts, organisation, id)
  await parts.database.transact(async (tx) => {
    await tx.deleteFrom('notes').where('organisation', '=', organisation).where('id', '=', id).execute()
    await recordChange(parts, tx, { actor, action: 'note.remove', subject: id, organisation, details: { path } })
  })
}

/** Text as PostgreSQL searches it, in the language of the notes. */
export function vector({ language }: Pick<NoteParts, 'language'>, text: string) {
  // A tsvector of more than a megabyte is refused; no meeting was ever that long.
  return sql`to_tsvector(${language}::regconfig, ${text.slice(0, 500_000)})`
}

/** What people type into a search field: words, "phrases", -not, or. */
export function queryOf({ language }: Pick<NoteParts, 'language'>, words: string) {
  return sql`websearch_to_tsquery(${language}::regconfig, ${storableText(words)})`
}
