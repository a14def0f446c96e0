import type { Kysely } from 'kysely'
import { json, storableText, type Tables } from '../db/tables.ts'
import type { Context } from './context.ts'

/** A change that a person or a token made. Details hold no secret. */
export interface Change {
  readonly actor: string
  /** Noun and verb, such as `server.drain`. */
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Writes a change into the audit log, in the transaction that makes it. */
export async function recordChange(context: Context, tx: Kysely<Tables>, change: Change): Promise<void> {
  await tx
    .insertInto('audit')
    .values({
      ...change,
      subject: storableText(change.subject),
      details: json(change.details),
      at: context.clock.now(),
    })
    .execute()
}

/** A change as it was written down; `at` in milliseconds since 1970. */
export interface RecordedChange {
  readonly id: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: unknown
}

/** The newest changes first, at most `limit`; those older than the change `before`, when it is given. */
export async function listChanges(context: Context, limit: number, before?: number): Promise<RecordedChange[]> {
  return await context.database.read((db) => {
    const query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
    return (before === undefined ? query : query.where('id', '<', before)).execute()
  })
}
