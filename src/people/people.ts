import type { Kysely, Selectable } from 'kysely'
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

/** The accounts of an organisation by name, those that were erased left out. */
export async function listPeople({ database }: PeopleParts, organisation: string): Promise<Person[]> {
  const rows = await database.read((db) =>
    db
      .selectFrom('people')
      .selectAll()
      .where('organisation', '=', organisation)
      .where('status', '<>', 'erased')
      .orderBy((order) => order.fn('lower', ['name']))
      .orderBy('id')
      .execute(),
  )
  return rows.map(toPerson)
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
  await refuseTaken(tx, wanted)
  const now = parts.clock.now()
  const row: Selectable<PeopleTable> = {
    id: randomId(16),
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
  }
  await tx.insertInto('people').values(row).execute()
  await recordChange(parts, tx, changeOf('person.add', row, actor, { role: row.role }))
  return toPerson(row)
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

async function refuseTaken(tx: Kysely<Tables>, { organisation, email, externalId }: NewPerson): Promise<void> {
  const ofOrganisation = tx.selectFrom('people').select('id').where('organisation', '=', organisation)
  if (email !== undefined) {
    const same = ofOrganisation.where((of) => of(of.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    if (await same.executeTakeFirst()) {
      throw new Problem('conflict', `the organisation ${organisation} has an account with the address ${email} already`)
    }
  }
  if (externalId !== undefined && (await ofOrganisation.where('external_id', '=', externalId).executeTakeFirst())) {
    throw new Problem(
      'conflict',
      `the organisation ${organisation} has an account with the external id ${externalId} already`,
    )
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
  }
}
