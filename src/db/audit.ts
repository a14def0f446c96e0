import type { Kysely } from 'kysely'
import type { Clock } from '../lib/clock.ts'
import { json, storableText, type Tables } from './tables.ts'

/** A change that a person or a token made. Details hold no secret and, of people, nothing but ids. */
export interface Change {
  /** `local:ada`, `token:ci`, `person:<id>`. */
  readonly actor: string
  /** Noun and verb, such as `server.drain`. */
  readonly action: string
  readonly subject: string
  /** The organisation that it concerns, whose administrators may read of it; undefined for the installation. */
  readonly organisation?: string | undefined
  readonly details: Readonly<Record<string, unknown>>
}

/** Writes a change into the audit log, in the transaction that makes it. */
export async function recordChange(
  { clock }: { readonly clock: Clock },
  tx: Kysely<Tables>,
  change: Change,
): Promise<void> {
  await tx
    .insertInto('audit')
    .values({
      ...change,
      organisation: change.organisation ?? null,
      subject: storableText(change.subject),
      details: json(change.details),
      at: clock.now(),
    })
    .execute()
}
