import { recordChange } from '../db/audit.ts'
import { json, storableText } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { type Card, nameOf, type Source } from './board.ts'
import type { Change, TaskChange } from './changes.ts'
import { recordDecision } from './decisions.ts'
import { rewrite } from './links.ts'
import { abandonedMs, type GivenNote, type Preview, previewNote } from './look.ts'
import type { NoteParts } from './parts.ts'

/** A note with what somebody said to what it asks for. */
export interface Confirmed extends GivenNote {
  /** What is to be done. */
  readonly keys: readonly string[]
  /** What is not, and is proposed no more unless somebody asks for it. */
  readonly declined?: readonly string[] | undefined
}

/** What became of what was confirmed. */
export interface Applied {
  readonly done: readonly Done[]
  /** What failed, and why; it is proposed again the next time. */
  readonly failed: readonly { readonly key: string; readonly message: string }[]
  /** The note with the links that were written into it. */
  readonly text: string
}

export interface Done {
  readonly key: string
  readonly kind: Change['kind']
  /** What it became: a card's name and address. */
  readonly name?: string | undefined
  readonly url?: string | undefined
}

/**
 * Carries out those of a note's changes that somebody confirmed, each by itself: what fails stops nothing else. Changes that
 * were carried out before, or are so by now, are left alone. Throws Problem 'conflict' when the note asks for something of
 * that key no more, and as the board does when it cannot be looked at.
 */
export async function applyNote(
  parts: NoteParts,
  organisation: string,
  given: Confirmed,
  actor: string,
): Promise<Applied> {
  const preview = await previewNote(parts, organisation, { ...given, again: true })
  const chosen = preview.changes.filter(({ key }) => given.keys.includes(key))
  const blocked = chosen.find(({ obstacle }) => obstacle !== undefined)
  if (blocked) throw new Problem('refused', `line ${blocked.line} of the note: ${blocked.obstacle}`)
  const done: Done[] = []
  const failed: { readonly key: string; readonly message: string }[] = []
  for (const change of chosen) {
    try {
      const one = await applyOne(parts, organisation, { preview, change, path: given.path }, actor)
      if (one) done.push(one)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      failed.push({ key: change.key, message: error.message })
    }
  }
  await decline(parts, organisation, preview, given, actor)
  return { done, failed, text: writeLinks(preview, chosen, done) }
}

interface One {
  readonly preview: Preview
  readonly change: Change
  readonly path: string
}

/** Nothing when somebody else is at it. */
async function applyOne(parts: NoteParts, organisation: string, one: One, actor: string): Promise<Done | undefined> {
  const { change, path, preview } = one
  const { key, kind } = change
  if (kind === 'decision') {
    await parts.database.transact(async (tx) => {
      await recordDecision(parts, tx, { organisation, note: preview.note, path, change, actor })
      await finish(parts, tx, organisation, one, actor)
    })
    return { key, kind }
  }
  if (!(await begin(parts, organisation, one, actor))) return undefined
  try {
    const card = kind === 'link' ? undefined : await changeBoard(parts, organisation, one, change, actor)
    await parts.database.transact((tx) => finish(parts, tx, organisation, one, actor, card))
    return { key, kind, name: card?.name, url: card?.url }
  } catch (error) {
    await parts.database.transact((tx) => forget(tx, organisation, key))
    throw error
  }
}

async function changeBoard(
  parts: NoteParts,
  organisation: string,
  { preview, path }: One,
  change: Exclude<Change, { kind: 'decision' | 'link' }>,
  actor: string,
): Promise<Card> {
  const board = parts.board(organisation)
  const source: Source = { path, line: change.line, date: preview.note.date }
  const { title } = change
  if (change.kind === 'move') return await board.move(change.issue, change.to, { title, source }, actor)
  if (change.kind === 'close') return await board.close(change.issue, { title, source }, actor)
  const assignees = change.assignees.map(({ id }) => id)
  return await board.create(
    { key: change.key, title, details: detailsOf(preview, path, change), assignees, source },
    actor,
  )
}

/** What stands below the title of a task: where it comes from, and whom it names besides. */
function detailsOf({ note }: Preview, path: string, { line, unknown, about }: TaskChange): string {
  const from = note.title === null ? path : [note.date, note.title].filter(Boolean).join(' ')
  const lines = [
    `From the notes of ${from}, line ${line}.`,
    ...(about ? [`Belongs to ${nameOf(about)}.`] : []),
    ...(unknown.length > 0 ? [`For: ${unknown.join(', ')}.`] : []),
  ]
  return lines.join('\n')
}

/** Remembers what somebody left out. */
async function decline(
  { database, clock }: NoteParts,
  organisation: string,
  { changes }: Preview,
  { path, keys, declined = [] }: Confirmed,
  actor: string,
): Promise<void> {
  const rows = changes
    .filter(({ key }) => declined.includes(key) && !keys.includes(key))
    .map(({ key, kind }) => ({
      organisation,
      key,
      kind,
      path: storableText(path),
      result: json('declined'),
      applied_at: clock.now(),
      applied_by: actor,
    }))
  if (rows.length === 0) return
  await database.transact((tx) =>
    tx
      .insertInto('note_changes')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}

type Tx = Parameters<Parameters<NoteParts['database']['transact']>[0]>[0]

/** Puts a mark where others see that it is being done; false when one is there. */
async function begin({ database, clock }: NoteParts, organisation: string, { change, path }: One, actor: string) {
  const now = clock.now()
  const mark = { organisation, key: change.key, kind: change.kind, path: storableText(path) }
  return await database.transact(async (tx) => {
    const made = await tx
      .insertInto('note_changes')
      .values({ ...mark, result: json('begun'), applied_at: now, applied_by: actor })
      .onConflict((conflict) =>
        conflict
          .columns(['organisation', 'key'])
          .doUpdateSet({ result: json('begun'), applied_at: now, applied_by: actor })
          .where((where) =>
            where.or([
              where('note_changes.result', '=', json('declined')),
              where.and([
                where('note_changes.result', '=', json('begun')),
                where('note_changes.applied_at', '<', now - abandonedMs),
              ]),
            ]),
          ),
      )
      .returning('key')
      .executeTakeFirst()
    return made !== undefined
  })
}

async function finish(
  { clock }: NoteParts,
  tx: Tx,
  organisation: string,
  { change, path }: One,
  actor: string,
  card?: Card,
): Promise<void> {
  const { key, kind, line } = change
  const result = json({ line, ...(card ? { name: card.name, url: card.url } : {}) })
  const row = { result, applied_at: clock.now(), applied_by: actor }
  await tx
    .insertInto('note_changes')
    .values({ organisation, key, kind, path: storableText(path), ...row })
    .onConflict((conflict) => conflict.columns(['organisation', 'key']).doUpdateSet(row))
    .execute()
  const details = { path, line, ...(card ? { card: card.name } : {}) }
  await recordChange({ clock }, tx, { actor, action: `note.${kind}`, subject: key, organisation, details })
}

async function forget(tx: Tx, organisation: string, key: string): Promise<void> {
  await tx.deleteFrom('note_changes').where('organisation', '=', organisation).where('key', '=', key).execute()
}

/** The note's text with bare references as links, and behind each todo the task that it became. */
function writeLinks({ note }: Preview, chosen: readonly Change[], done: readonly Done[]): string {
  const lines = new Map<number, string>()
  const proofs = new Map<number, string>()
  for (const change of chosen) {
    const became = done.find(({ key }) => key === change.key)
    if (!became) continue
    if (change.kind === 'link') lines.set(change.line, change.after)
    if (change.kind === 'task' && became.url !== undefined) {
      const before = proofs.get(change.line)
      const proof = `[${became.name}](${became.url})`
      proofs.set(change.line, before === undefined ? proof : `${before}, ${proof}`)
    }
  }
  return rewrite(note.text, lines, proofs)
}
