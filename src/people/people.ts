import { type Kysely, type Selectable, sql } from 'kysely'
import { type Change, recordChange } from '../db/audit.ts'
import type { Database } from '../db/open.ts'
import type { PeopleTable, Tables } from '../db/tables.ts'
import type { Clock } from '../lib/clock.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import type { Role } from './rights.ts'

/** `invited` has not signed in yet, `suspended` cannot; of an `erased` account only the id and its past are left. */
export type PersonStatus = 'invited' | 'active' | 'suspended' | 'erased'

/** An account. Times are milliseconds since 1970. */
export interface Person {
  readonly id: string
  readonly organisation: string
  readonly externalId: string | undefined
  readonly name: string
  readonly email: string | undefined
  readonly role: Role
  readonly status: PersonStatus
  /** The language of pages and letters, such as `fr`; undefined for that of the browser. */
  readonly language: string | undefined
  readonly createdAt: number
  readonly changedAt: number
  readonly lastSeenAt: number | undefined
  /** What the directory that provisions it over SCIM calls it, and the parts of the name that it told. */
  readonly userName: string | undefined
  readonly givenName: string | undefined
  readonly familyName: string | undefined
}

export interface PeopleParts {
  readonly database: Database
  readonly clock: Clock
}

/** What is said of somebody who gets an account. */
export interface NewPerson {
  readonly organisation: string
  readonly externalId?: string | undefined
  readonly name: string
  readonly email?: string | undefined
  readonly role: Role
  readonly status: 'invited' | 'active'
  readonly language?: string | undefined
  readonly userName?: string | undefined
  readonly givenName?: string | undefined
  readonly familyName?: string | undefined
}

/** The account of that id in that organisation. Throws Problem 'not-found', in the same words for every reason. */
export async function requirePerson(parts: PeopleParts, organisation: string, id: string): Promise<Person> {
  const person = await findPerson(parts, id)
  if (person?.organisation === organisation && person.status !== 'erased') return person
  throw new Problem('not-found', `the organisation ${organisation} has no account ${id}`)
}

export async function findPerson({ database }: PeopleParts, id: string): Promise<Person | undefined> {
  const row = await database.read((db) => db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst())
  return row && toPerson(row)
}

/**
 * Makes an account, in a transaction of the caller's. Throws Problem 'conflict' when its e-mail address or external id
 * is taken in that organisation.
 */
export async function addPerson(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  wanted: NewPerson,
  actor: string,
): Promise<Person> {
  await lockPeople(tx, wanted.organisation)
  await refuseTaken(tx, wanted)
  const row = toRow(wanted, randomId(16), parts.clock.now())
  await tx.insertInto('people').values(row).execute()
  await recordChange(parts, tx, changeOf('person.add', row, actor, { role: row.role }))
  return toPerson(row)
}

/** An account that is new, as the database holds it. */
export function toRow(wanted: NewPerson, id: string, now: number): Selectable<PeopleTable> {
  return {
    id,
    organisation: wanted.organisation,
    external_id: wanted.externalId ?? null,
    name: wanted.name,
    email: wanted.email ?? null,
    role: wanted.role,
    status: wanted.status,
    language: wanted.language ?? null,
    created_at: now,
    changed_at: now,
    last_seen_at: null,
    user_name: wanted.userName ?? null,
    given_name: wanted.givenName ?? null,
    family_name: wanted.familyName ?? null,
  }
}

/** A change of an account as the audit log keeps it: by id, never by name. */
export function changeOf(
  action: string,
  { id, organisation }: { readonly id: string; readonly organisation: string },
  actor: string,
  details: Change['details'],
): Change {
  return { actor, action, subject: id, organisation, details }
}

/** Until the transaction ends, nobody else changes accounts or groups of the organisation: what was read stays true. */
export async function lockPeople(tx: Kysely<Tables>, organisation: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`people ${organisation}`}, 0))`.execute(tx)
}

interface Names {
  readonly organisation: string
  readonly email?: string | null | undefined
  readonly externalId?: string | null | undefined
  readonly userName?: string | null | undefined
}

/** Throws Problem 'conflict' when somebody else in the organisation has one of these names, which are unique there. */
export async function refuseTaken(
  tx: Kysely<Tables>,
  { organisation, email, externalId, userName }: Names,
  self = '',
): Promise<void> {
  const others = tx.selectFrom('people').select('id').where('organisation', '=', organisation).where('id', '<>', self)
  const refuse = (what: string) => {
    throw new Problem('conflict', `the organisation ${organisation} has an account with ${what} already`)
  }
  for (const [column, value] of [['email', email] as const, ['user_name', userName] as const]) {
    if (typeof value !== 'string') continue
    const same = others.where((of) =>
      of(of.fn<string>('lower', [column]), '=', of.fn<string>('lower', [of.val(value)])),
    )
    if (await same.executeTakeFirst()) refuse(`the ${column === 'email' ? 'address' : 'user name'} ${value}`)
  }
  if (typeof externalId === 'string' && (await others.where('external_id', '=', externalId).executeTakeFirst())) {
    refuse(`the external id ${externalId}`)
  }
}

export function toPerson(row: Selectable<PeopleTable>): Person {
  return {
    id: row.id,
    organisation: row.organisation,
    externalId: row.external_id ?? undefined,
    name: row.name,
    email: row.email ?? undefined,
    role: row.role,
    status: row.status,
    language: row.language ?? undefined,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    lastSeenAt: row.last_seen_at ?? undefined,
    userName: row.user_name ?? undefined,
    givenName: row.given_name ?? undefined,
    familyName: row.family_name ?? undefined,
  }
}
