import type { Kysely, Selectable } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { InvitationsTable } from '../db/sign-in-tables.ts'
import type { Tables } from '../db/tables.ts'
import { dayMs } from '../lib/days.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { Secret } from '../lib/secret.ts'
import { type PasswordParts, setPassword } from './passwords.ts'
import {
  addPerson,
  changeOf,
  findPerson,
  type NewPerson,
  type PeopleParts,
  type Person,
  requirePerson,
} from './people.ts'
import { hashSecret } from './proof.ts'

/** A link by which somebody takes over an account, once. Times are milliseconds since 1970. */
export interface Invitation {
  readonly id: string
  readonly person: string
  readonly organisation: string
  readonly createdAt: number
  readonly createdBy: string
  readonly expiresAt: number
}

/** Who is invited: an account that is there, or one that is made for it. */
export type Invited =
  | { readonly person: string }
  | Pick<NewPerson, 'name' | 'email' | 'role' | 'language' | 'externalId'>

export interface InviteRequest {
  readonly organisation: string
  readonly invited: Invited
  readonly days: number
  readonly actor: string
}

/** Open invitations are listed at most so many, the newest first. */
const mostListed = 1000

/**
 * Invites somebody; the link's text is given this once, and earlier links of that account are worthless. For an account
 * with a password it is the way to another one. Throws Problem 'not-found', 'conflict' as `addPerson` does, and 'refused'
 * for a suspended account.
 */
export async function invite(
  parts: PeopleParts,
  { organisation, invited, days, actor }: InviteRequest,
): Promise<{ readonly invitation: Invitation; readonly person: Person; readonly text: Secret }> {
  const known = 'person' in invited ? await requirePerson(parts, organisation, invited.person) : undefined
  if (known?.status === 'suspended') {
    throw new Problem('refused', `the account ${known.id} is suspended`, { hint: 'let it in again first' })
  }
  const text = randomId(40)
  const now = parts.clock.now()
  return await parts.database.transact(async (tx) => {
    const person = known ?? (await addInvited(parts, tx, organisation, invited, actor))
    const row: Selectable<InvitationsTable> = {
      id: randomId(12),
      hash: hashSecret(text),
      person: person.id,
      organisation,
      created_at: now,
      created_by: actor,
      expires_at: now + days * dayMs,
    }
    await tx.deleteFrom('invitations').where('person', '=', person.id).execute()
    await tx.insertInto('invitations').values(row).execute()
    await recordChange(parts, tx, changeOf('person.invite', person, actor, { invitation: row.id, days }))
    return { invitation: toInvitation(row), person, text: new Secret(text) }
  })
}

/** The open invitations of an organisation, the newest first. */
export async function listInvitations({ database, clock }: PeopleParts, organisation: string): Promise<Invitation[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('invitations')
      .selectAll()
      .where('organisation', '=', organisation)
      .where('expires_at', '>', clock.now())
      .orderBy('created_at', 'desc')
      .limit(mostListed)
      .execute(),
  )
  return rows.map(toInvitation)
}

/** Makes a link worthless. Throws Problem 'not-found'. */
export async function revokeInvitation(
  parts: PeopleParts,
  organisation: string,
  id: string,
  actor: string,
): Promise<void> {
  await parts.database.transact(async (tx) => {
    const row = await tx
      .deleteFrom('invitations')
      .where('organisation', '=', organisation)
      .where('id', '=', id)
      .returning('person')
      .executeTakeFirst()
    if (!row) throw new Problem('not-found', `the organisation ${organisation} has no open invitation ${id}`)
    const person = { id: row.person, organisation }
    await recordChange(parts, tx, changeOf('person.invite.revoke', person, actor, { invitation: id }))
  })
}

/** The open invitation whose link bears this text, and whose account it is; undefined for every reason. */
export async function findInvitation(
  parts: PeopleParts,
  text: string,
): Promise<{ readonly invitation: Invitation; readonly person: Person } | undefined> {
  const row = await parts.database.read((db) =>
    db.selectFrom('invitations').selectAll().where('hash', '=', hashSecret(text)).executeTakeFirst(),
  )
  if (!row || row.expires_at <= parts.clock.now()) return undefined
  const person = await findPerson(parts, row.person)
  const mayCome = person?.status === 'invited' || person?.status === 'active'
  return mayCome ? { invitation: toInvitation(row), person } : undefined
}

/** Uses an invitation up, for exactly one of those who try. Gives whether it was open. */
export async function takeInvitation(parts: PeopleParts, text: string): Promise<boolean> {
  return await parts.database.transact(async (tx) => await take(parts, tx, text))
}

/**
 * Gives the account of an invitation its password; wherever somebody was signed in with the old one they are not any more.
 * Gives whether the invitation was open.
 */
export async function acceptWithPassword(
  parts: PasswordParts,
  text: string,
  person: Person,
  password: string,
): Promise<boolean> {
  const hash = await parts.hashing.hash(password)
  return await parts.database.transact(async (tx) => {
    if (!(await take(parts, tx, text))) return false
    await setPassword(parts, tx, person.id, hash)
    await tx.deleteFrom('sessions').where('person', '=', person.id).execute()
    await recordChange(parts, tx, changeOf('person.password', person, `person:${person.id}`, { by: 'invitation' }))
    return true
  })
}

async function addInvited(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  organisation: string,
  invited: Invited,
  actor: string,
): Promise<Person> {
  if ('person' in invited) throw new Error('an account that is there is not made again')
  return await addPerson(parts, tx, { ...invited, organisation, status: 'invited' }, actor)
}

async function take({ clock }: PeopleParts, tx: Kysely<Tables>, text: string): Promise<boolean> {
  const taken = await tx
    .deleteFrom('invitations')
    .where('hash', '=', hashSecret(text))
    .where('expires_at', '>', clock.now())
    .executeTakeFirst()
  return taken.numDeletedRows === 1n
}

function toInvitation(row: Selectable<InvitationsTable>): Invitation {
  const { id, person, organisation } = row
  return {
    id,
    person,
    organisation,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
  }
}
