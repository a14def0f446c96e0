import { json } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Secret } from '../lib/secret.ts'
import type { PeopleParts } from './people.ts'
import { hashSecret } from './proof.ts'

/** A sign-in that has begun in one browser and is not done: a code is due, or somebody is away at their provider. */
export interface BegunSignIn {
  readonly kind: 'code' | 'provider'
  readonly organisation: string
  /** Who has shown their password; undefined for somebody at a provider. */
  readonly person: string | undefined
  /** Where they wanted to go, a path of ours. */
  readonly target: string
  readonly details: Readonly<Record<string, string>>
}

const lifeMs = 10 * 60_000

/** Wrong codes that one password allows. */
const mostTries = 5

/** Keeps a sign-in until it is done, for ten minutes; its browser is given the text, which is kept as a hash. */
export async function beginSignIn({ database, clock }: PeopleParts, begun: BegunSignIn): Promise<Secret> {
  const text = randomId(40)
  const now = clock.now()
  const { kind, organisation, person = null, target, details } = begun
  const row = { hash: hashSecret(text), kind, organisation, person, target, expires_at: now + lifeMs }
  await database.transact(async (tx) => {
    await tx.deleteFrom('sign_ins').where('expires_at', '<=', now).execute()
    await tx
      .insertInto('sign_ins')
      .values({ ...row, details: json(details) })
      .execute()
  })
  return new Secret(text)
}

/** The sign-in of that kind that this browser has begun. */
export async function findSignIn(
  { database, clock }: PeopleParts,
  kind: BegunSignIn['kind'],
  text: string,
): Promise<BegunSignIn | undefined> {
  const row = await database.read((db) =>
    db
      .selectFrom('sign_ins')
      .selectAll()
      .where('hash', '=', hashSecret(text))
      .where('kind', '=', kind)
      .where('expires_at', '>', clock.now())
      .where('tries', '<', mostTries)
      .executeTakeFirst(),
  )
  return row && toBegun(row)
}

/** Ends it, and gives it to exactly one of those who ask. */
export async function takeSignIn(
  { database, clock }: PeopleParts,
  kind: BegunSignIn['kind'],
  text: string,
): Promise<BegunSignIn | undefined> {
  const row = await database.read((db) =>
    db
      .deleteFrom('sign_ins')
      .where('hash', '=', hashSecret(text))
      .where('kind', '=', kind)
      .returningAll()
      .executeTakeFirst(),
  )
  return row && row.expires_at > clock.now() && row.tries <= mostTries ? toBegun(row) : undefined
}

/** Counts a try before it is judged; gives whether there was one left. */
export async function countTry({ database, clock }: PeopleParts, text: string): Promise<boolean> {
  const row = await database.read((db) =>
    db
      .updateTable('sign_ins')
      .set((of) => ({ tries: of('tries', '+', 1) }))
      .where('hash', '=', hashSecret(text))
      .where('expires_at', '>', clock.now())
      .where('tries', '<', mostTries)
      .returning('tries')
      .executeTakeFirst(),
  )
  return row !== undefined
}

function toBegun(row: {
  readonly kind: BegunSignIn['kind']
  readonly organisation: string
  readonly person: string | null
  readonly target: string
  readonly details: unknown
}): BegunSignIn {
  const { kind, organisation, person, target, details } = row
  return { kind, organisation, person: person ?? undefined, target, details: details as BegunSignIn['details'] }
}
