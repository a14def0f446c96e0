import type { Kysely, Updateable } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { PeopleTable, Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import {
  addPerson,
  changeOf,
  lockPeople,
  type NewPerson,
  type PeopleParts,
  type Person,
  refuseTaken,
  toPerson,
} from './people.ts'
import type { Role } from './rights.ts'

/** What is to become of an account: undefined leaves a field as it is, null empties it. */
export interface PersonChanges {
  readonly name?: string | undefined
  readonly email?: string | null | undefined
  readonly externalId?: string | null | undefined
  readonly role?: Role | undefined
  readonly language?: string | null | undefined
  readonly userName?: string | null | undefined
  readonly givenName?: string | null | undefined
  readonly familyName?: string | null | undefined
  /** True ends the account's sessions at once and lets nobody in with it; false lets it in again. */
  readonly suspended?: boolean | undefined
}

/**
 * Changes an account, in a transaction of the caller's; what is already so is not recorded. Throws Problem 'not-found',
 * 'conflict' when a name that must be unique is taken, 'refused' when somebody would shut themselves out.
 */
export async function changePerson(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  { organisation, id }: { readonly organisation: string; readonly id: string },
  changes: PersonChanges,
  actor: string,
): Promise<Person> {
  await lockPeople(tx, organisation)
  const before = await requireIn(tx, organisation, id)
  const { suspended, ...fields } = changes
  const set = differing(before, fields)
  const suspends = suspended === undefined || suspended === (before.status === 'suspended') ? undefined : suspended
  if (Object.keys(set).length === 0 && suspends === undefined) return before
  refuseSelf(before, { suspends: suspends === true, role: set.role }, actor)
  await refuseTaken(tx, { organisation, email: set.email, externalId: set.external_id, userName: set.user_name }, id)
  const row = await tx
    .updateTable('people')
    .set({ ...set, ...statusAfter(before, suspends), changed_at: parts.clock.now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  if (Object.keys(set).length > 0) {
    const details = { fields: Object.keys(set), ...(set.role && { role: set.role }) }
    await recordChange(parts, tx, changeOf('person.change', before, actor, details))
  }
  if (suspends !== undefined) await suspendOrResume(parts, tx, before, suspends, actor)
  return toPerson(row)
}

/** What is said of an account that may be there already. */
export interface PutPerson extends PersonChanges {
  readonly organisation: string
  readonly externalId: string
  readonly name: string
}

/** The account with that external id becomes as said; it is made when it is not there. In the caller's transaction. */
export async function putPerson(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  wanted: PutPerson,
  actor: string,
): Promise<{ readonly person: Person; readonly isNew: boolean }> {
  const { organisation, suspended, ...fields } = wanted
  await lockPeople(tx, organisation)
  const known = await findByExternalId(tx, organisation, wanted.externalId)
  if (known) return { person: await changePerson(parts, tx, known, { ...fields, suspended }, actor), isNew: false }
  const person = await addPerson(parts, tx, toNewPerson(wanted), actor)
  return { person: suspended ? await changePerson(parts, tx, person, { suspended }, actor) : person, isNew: true }
}

/** What is said of an account as that of one which is to be made. */
export function toNewPerson(
  wanted: PersonChanges & { readonly organisation: string; readonly name: string },
): NewPerson {
  return {
    organisation: wanted.organisation,
    name: wanted.name,
    email: wanted.email ?? undefined,
    externalId: wanted.externalId ?? undefined,
    role: wanted.role ?? 'member',
    status: 'invited',
    language: wanted.language ?? undefined,
    userName: wanted.userName ?? undefined,
    givenName: wanted.givenName ?? undefined,
    familyName: wanted.familyName ?? undefined,
  }
}

/** The account that the organisation's own register calls so; undefined when there is none. */
export async function findByExternalId(
  db: Kysely<Tables>,
  organisation: string,
  externalId: string,
): Promise<Person | undefined> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('external_id', '=', externalId)
    .executeTakeFirst()
  return row && toPerson(row)
}

/** As `requirePerson`, within a transaction. */
export async function requireIn(db: Kysely<Tables>, organisation: string, id: string): Promise<Person> {
  const row = await db
    .selectFrom('people')
    .selectAll()
    .where('id', '=', id)
    .where('organisation', '=', organisation)
    .where('status', '<>', 'erased')
    .executeTakeFirst()
  if (row) return toPerson(row)
  throw new Problem('not-found', `the organisation ${organisation} has no account ${id}`)
}

function differing(before: Person, changes: Omit<PersonChanges, 'suspended'>): Updateable<PeopleTable> {
  const wanted: readonly (readonly [column: keyof PeopleTable, present: unknown, wanted: unknown])[] = [
    ['name', before.name, changes.name],
    ['email', before.email, changes.email],
    ['external_id', before.externalId, changes.externalId],
    ['role', before.role, changes.role],
    ['language', before.language, changes.language],
    ['user_name', before.userName, changes.userName],
    ['given_name', before.givenName, changes.givenName],
    ['family_name', before.familyName, changes.familyName],
  ]
  return Object.fromEntries(
    wanted.flatMap(([column, present, value]) =>
      value === undefined || value === (present ?? null) ? [] : [[column, value]],
    ),
  )
}

function statusAfter({ lastSeenAt }: Person, suspends: boolean | undefined): Updateable<PeopleTable> {
  if (suspends === undefined) return {}
  if (suspends) return { status: 'suspended' }
  return { status: lastSeenAt === undefined ? 'invited' : 'active' }
}

/** Nobody takes the administration out of their own hands by mistake: another administrator must do it. */
function refuseSelf({ id }: Person, { suspends, role }: { suspends: boolean; role?: unknown }, actor: string): void {
  if (actor !== `person:${id}` || (!suspends && role === undefined)) return
  throw new Problem('refused', suspends ? 'you cannot suspend yourself' : 'you cannot change your own role', {
    hint: 'ask another administrator',
  })
}

async function suspendOrResume(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  person: Person,
  suspends: boolean,
  actor: string,
): Promise<void> {
  if (!suspends) return await recordChange(parts, tx, changeOf('person.resume', person, actor, {}))
  const ended = await tx.deleteFrom('sessions').where('person', '=', person.id).executeTakeFirst()
  const details = { sessionsEnded: Number(ended.numDeletedRows) }
  await recordChange(parts, tx, changeOf('person.suspend', person, actor, details))
}
