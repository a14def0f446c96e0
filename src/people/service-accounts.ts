import type { Kysely, Selectable } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { ServiceAccountsTable } from '../db/sign-in-tables.ts'
import type { Tables } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import type { PeopleParts } from './people.ts'
import { type Right, rights } from './rights.ts'

/** The account of a program, in one organisation. Times are milliseconds since 1970. */
export interface ServiceAccount {
  readonly id: string
  readonly organisation: string
  readonly name: string
  readonly rights: readonly Right[]
  /** Two people of the organisation who answer for it, by id. */
  readonly owners: readonly string[]
  /** Milliseconds within which it is expected to succeed again. */
  readonly expectsEvery: number | undefined
  readonly lastSuccessAt: number | undefined
  readonly createdAt: number
  readonly createdBy: string
}

export type NewServiceAccount = Pick<ServiceAccount, 'organisation' | 'name' | 'rights' | 'owners' | 'expectsEvery'>

/** What of it can be changed; undefined stays. */
export interface ServiceAccountChange {
  readonly owners?: readonly string[] | undefined
  /** Null for no expectation. */
  readonly expectsEvery?: number | null | undefined
}

/** Every program may know of itself and of its organisation. */
const always: readonly Right[] = ['self', 'organisation.see']

/**
 * Makes the account of a program. Throws Problem 'conflict' when its name is taken in the organisation, 'invalid' unless
 * two active people of the organisation own it.
 */
export async function addServiceAccount(
  parts: PeopleParts,
  wanted: NewServiceAccount,
  actor: string,
): Promise<ServiceAccount> {
  const { organisation, name, owners, expectsEvery } = wanted
  const row: Selectable<ServiceAccountsTable> = {
    id: randomId(12),
    organisation,
    name,
    rights: [...new Set<Right>([...always, ...wanted.rights])],
    owners: [...owners],
    expects_every: expectsEvery ?? null,
    last_success_at: null,
    created_at: parts.clock.now(),
    created_by: actor,
  }
  await parts.database.transact(async (tx) => {
    await requireOwners(tx, organisation, owners)
    const inserted = await tx
      .insertInto('service_accounts')
      .values(row)
      .onConflict((c) => c.doNothing())
      .executeTakeFirst()
    if (!inserted.numInsertedOrUpdatedRows) {
      throw new Problem('conflict', `the organisation ${organisation} has a service account ${name} already`)
    }
    const details = { rights: row.rights, owners: row.owners, expectsEvery: row.expects_every }
    await recordChange(parts, tx, { actor, action: 'service-account.add', subject: name, organisation, details })
  })
  return toServiceAccount(row)
}

/** The service accounts of an organisation by name. */
export async function listServiceAccounts({ database }: PeopleParts, organisation: string): Promise<ServiceAccount[]> {
  const rows = await database.read((db) =>
    db.selectFrom('service_accounts').selectAll().where('organisation', '=', organisation).orderBy('name').execute(),
  )
  return rows.map(toServiceAccount)
}

/** The service account of that id or name. Throws Problem 'not-found'. */
export async function requireServiceAccount(
  { database }: PeopleParts,
  organisation: string,
  id: string,
): Promise<ServiceAccount> {
  const row = await database.read((db) =>
    db
      .selectFrom('service_accounts')
      .selectAll()
      .where('organisation', '=', organisation)
      .where((of) => of.or([of('id', '=', id), of('name', '=', id)]))
      .orderBy((of) => of('id', '=', id), 'desc')
      .executeTakeFirst(),
  )
  if (row) return toServiceAccount(row)
  throw new Problem('not-found', `the organisation ${organisation} has no service account ${id}`, {
    hint: 'see: mycel service-account list',
  })
}

/** Gives it other owners, or another period. Throws Problem 'not-found', and 'invalid' as above. */
export async function changeServiceAccount(
  parts: PeopleParts,
  account: ServiceAccount,
  change: ServiceAccountChange,
  actor: string,
): Promise<ServiceAccount> {
  const { owners = account.owners, expectsEvery = account.expectsEvery ?? null } = change
  const { id, name, organisation } = account
  await parts.database.transact(async (tx) => {
    if (change.owners) await requireOwners(tx, organisation, owners)
    await tx
      .updateTable('service_accounts')
      .set({ owners: [...owners], expects_every: expectsEvery })
      .where('id', '=', id)
      .execute()
    const details = { owners, expectsEvery }
    await recordChange(parts, tx, { actor, action: 'service-account.change', subject: name, organisation, details })
  })
  return { ...account, owners, expectsEvery: expectsEvery ?? undefined }
}

/** Removes it with its tokens, which open nothing from now on. */
export async function removeServiceAccount(
  parts: PeopleParts,
  { id, name, organisation }: ServiceAccount,
  actor: string,
): Promise<void> {
  await parts.database.transact(async (tx) => {
    await tx.deleteFrom('service_accounts').where('id', '=', id).execute()
    await recordChange(parts, tx, { actor, action: 'service-account.remove', subject: name, organisation, details: {} })
  })
}

/** Notes that its job has succeeded; calls by the way are noted once a minute. */
export async function noteSuccess({ database, clock }: PeopleParts, id: string, isByTheWay = false): Promise<void> {
  const now = clock.now()
  await database.read((db) =>
    db
      .updateTable('service_accounts')
      .set({ last_success_at: now })
      .where('id', '=', id)
      .where((of) =>
        of.or([of('last_success_at', 'is', null), of('last_success_at', '<=', now - (isByTheWay ? 60_000 : 0))]),
      )
      .execute(),
  )
}

/** Throws Problem 'invalid' unless these are two different people of the organisation who can sign in. */
export async function requireOwners(
  tx: Kysely<Tables>,
  organisation: string,
  owners: readonly string[],
): Promise<void> {
  const people = await tx
    .selectFrom('people')
    .select('id')
    .where('organisation', '=', organisation)
    .where('status', '=', 'active')
    .where('id', 'in', owners.length === 0 ? [''] : [...owners])
    .execute()
  if (owners.length === 2 && people.length === 2) return
  throw new Problem('invalid', `a service account is owned by two active people of the organisation ${organisation}`, {
    hint: 'name two accounts that have signed in, so that somebody is there when one leaves',
  })
}

export function toServiceAccount(row: Selectable<ServiceAccountsTable>): ServiceAccount {
  return {
    id: row.id,
    organisation: row.organisation,
    name: row.name,
    rights: rights.filter((right) => row.rights.includes(right)),
    owners: row.owners,
    expectsEvery: row.expects_every ?? undefined,
    lastSuccessAt: row.last_success_at ?? undefined,
    createdAt: row.created_at,
    createdBy: row.created_by,
  }
}
