import type { Kysely, Selectable } from 'kysely'
import { recordChange } from '../../db/audit.ts'
import type { PadsTable } from '../../db/note-tables.ts'
import { json, storableText, type Tables } from '../../db/tables.ts'
import { dayMs } from '../../lib/days.ts'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import type { NoteParts } from '../parts.ts'
import { type ReadNote, readNote } from '../read.ts'
import { type AgendaState, agendaOf, noAgenda, type Step, takeStep } from './agenda.ts'

/** A meeting that is prepared, run and written down in the portal. Times are milliseconds since 1970. */
export interface Pad {
  readonly id: string
  readonly text: string
  /** Counts the texts. */
  readonly revision: number
  readonly agenda: AgendaState
  readonly startedAt: number | null
  readonly endedAt: number | null
  readonly changedAt: number
}

/** So many pads at once is a mistake in a script. */
const mostPads = 500

/** Days after which a pad that nobody changes is deleted: its note is published by then. */
export const padDays = 90

/** The pads of an organisation, the one that was changed last first. */
export async function listPads({ database }: Pick<NoteParts, 'database'>, organisation: string): Promise<Pad[]> {
  const rows = await database.read((db) =>
    db.selectFrom('pads').selectAll().where('organisation', '=', organisation).orderBy('changed_at', 'desc').execute(),
  )
  return rows.map(toPad)
}

/** Throws Problem 'not-found'. */
export async function requirePad(
  { database }: Pick<NoteParts, 'database'>,
  organisation: string,
  id: string,
): Promise<Pad> {
  return await database.read((db) => find(db, organisation, id))
}

/** A pad as a note, read with what is known of people. */
export function readPad(parts: NoteParts, organisation: string, { id, text }: Pick<Pad, 'id' | 'text'>): ReadNote {
  return readNote(parts, organisation, text, `pad ${id}`)
}

/** Makes a pad with that text. Throws Problem 'refused' when there are too many. */
export async function addPad(parts: NoteParts, organisation: string, text: string, actor: string): Promise<Pad> {
  const now = parts.clock.now()
  return await parts.database.transact(async (tx) => {
    const there = await tx.selectFrom('pads').select('id').where('organisation', '=', organisation).execute()
    if (there.length >= mostPads)
      throw new Problem('refused', `there are ${mostPads} pads`, { hint: 'remove some first' })
    const row = await tx
      .insertInto('pads')
      .values({
        id: randomId(12),
        organisation,
        text: storableText(text),
        revision: 1,
        agenda: json(noAgenda),
        started_at: null,
        ended_at: null,
        created_at: now,
        changed_at: now,
        changed_by: actor,
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await recordChange(parts, tx, { actor, action: 'pad.add', subject: row.id, organisation, details: {} })
    return toPad(row)
  })
}

/** Keeps what was typed. Throws Problem 'conflict' when somebody else's text came in between. */
export async function savePad(
  parts: NoteParts,
  organisation: string,
  id: string,
  { text, revision }: { readonly text: string; readonly revision: number },
  actor: string,
): Promise<Pad> {
  return await parts.database.transact(async (tx) => {
    const before = await find(tx, organisation, id)
    const kept = storableText(text)
    if (before.text === kept) return before
    if (before.revision !== revision) {
      throw new Problem('conflict', 'somebody else has written into this pad meanwhile', {
        hint: 'copy what you typed, load the page again, and put it in',
      })
    }
    const changed = { text: kept, revision: revision + 1, changed_at: parts.clock.now(), changed_by: actor }
    await tx.updateTable('pads').set(changed).where('id', '=', id).execute()
    return await find(tx, organisation, id)
  })
}

/** Goes on in the agenda; the first step begins the meeting. */
export async function steerPad(
  parts: NoteParts,
  organisation: string,
  id: string,
  step: Step,
  actor: string,
): Promise<Pad> {
  const now = parts.clock.now()
  return await parts.database.transact(async (tx) => {
    const pad = await find(tx, organisation, id)
    const agenda = takeStep(pad.agenda, agendaOf(readPad(parts, organisation, pad)), step, now)
    const changed = {
      agenda: json(agenda),
      started_at: pad.startedAt ?? now,
      ended_at: step.do === 'end' ? now : null,
      changed_at: now,
      changed_by: actor,
    }
    await tx.updateTable('pads').set(changed).where('id', '=', id).execute()
    return await find(tx, organisation, id)
  })
}

/** Throws Problem 'not-found'. */
export async function removePad(parts: NoteParts, organisation: string, id: string, actor: string): Promise<void> {
  await parts.database.transact(async (tx) => {
    await find(tx, organisation, id)
    await tx.deleteFrom('pads').where('id', '=', id).execute()
    await recordChange(parts, tx, { actor, action: 'pad.remove', subject: id, organisation, details: {} })
  })
}

/** Deletes the pads that nobody has changed for long. */
export async function forgetOldPads({ database, clock }: Pick<NoteParts, 'database' | 'clock'>): Promise<void> {
  const before = clock.now() - padDays * dayMs
  await database.transact((tx) => tx.deleteFrom('pads').where('changed_at', '<', before).execute())
}

async function find(db: Kysely<Tables>, organisation: string, id: string): Promise<Pad> {
  const row = await db
    .selectFrom('pads')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row) return toPad(row)
  throw new Problem('not-found', `the organisation ${organisation} has no pad ${id}`)
}

function toPad(row: Selectable<PadsTable>): Pad {
  return {
    id: row.id,
    text: row.text,
    revision: row.revision,
    agenda: row.agenda as AgendaState,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    changedAt: row.changed_at,
  }
}
