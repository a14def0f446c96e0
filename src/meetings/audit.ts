import type { Kysely } from 'kysely'
import { json, type Tables } from '../db/tables.ts'
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
    .values({ ...change, details: json(change.details), at: context.clock.now() })
    .execute()
}
