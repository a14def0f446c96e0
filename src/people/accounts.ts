import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import {
  changePerson,
  findByExternalId,
  type PersonChanges,
  type PutPerson,
  putPerson,
  requireIn,
  toNewPerson,
} from './change-person.ts'
import { erasePerson } from './erase-person.ts'
import { addGroup, type Group, groupsOf } from './groups.ts'
import { listPeople, type PeopleWanted } from './list-people.ts'
import { type GroupName, groupsByPerson, setGroupsOf } from './members.ts'
import { addPerson, lockPeople, type PeopleParts, type Person } from './people.ts'

/** A person with the groups that they are in. */
export interface Account {
  readonly person: Person
  readonly groups: readonly GroupName[]
}

/** Groups by name, where they are changed too; one that is not there is made. */
interface InGroups {
  readonly groups?: readonly string[] | undefined
}

/** One page of the accounts of an organisation. */
export async function readAccounts(
  parts: PeopleParts,
  wanted: PeopleWanted,
): Promise<{ readonly accounts: readonly Account[]; readonly total: number; readonly next: string | undefined }> {
  const { people, total, next } = await listPeople(parts, wanted)
  const ids = people.map(({ id }) => id)
  const groups = await parts.database.read((db) => groupsByPerson(db, ids))
  return { accounts: people.map((person) => ({ person, groups: groups.get(person.id) ?? [] })), total, next }
}

/** Throws Problem 'not-found'. */
export async function readAccount({ database }: PeopleParts, organisation: string, id: string): Promise<Account> {
  return await database.read(async (db) => withGroups(db, await requireIn(db, organisation, id)))
}

/** The account that the organisation's own register calls so. */
export async function findAccount(
  { database }: PeopleParts,
  organisation: string,
  externalId: string,
): Promise<Account | undefined> {
  return await database.read(async (db) => {
    const person = await findByExternalId(db, organisation, externalId)
    return person && (await withGroups(db, person))
  })
}

/** What is said of an account that is to be made. */
export type Wanted = Omit<PersonChanges, 'suspended'> &
  InGroups & { readonly organisation: string; readonly name: string }

/** Makes an account. Throws Problem 'conflict' when a name that must be unique is taken. */
export async function addAccount(parts: PeopleParts, wanted: Wanted, actor: string): Promise<Account> {
  const { groups, ...fields } = wanted
  return await parts.database.transact(async (tx) =>
    putIntoGroups(parts, tx, await addPerson(parts, tx, toNewPerson(fields), actor), groups, actor),
  )
}

/** Makes the account with that external id as said, whether it was there or not. Fails as `addAccount` does. */
export async function putAccount(
  parts: PeopleParts,
  wanted: PutPerson & InGroups,
  actor: string,
): Promise<Account & { readonly isNew: boolean }> {
  const { groups, ...fields } = wanted
  return await parts.database.transact(async (tx) => {
    const { person, isNew } = await putPerson(parts, tx, fields, actor)
    return { ...(await putIntoGroups(parts, tx, person, groups, actor)), isNew }
  })
}

/** Changes an account. Fails as `changePerson` does. */
export async function changeAccount(
  parts: PeopleParts,
  which: { readonly organisation: string; readonly id: string },
  { groups, ...changes }: PersonChanges & InGroups,
  actor: string,
): Promise<Account> {
  return await parts.database.transact(async (tx) =>
    putIntoGroups(parts, tx, await changePerson(parts, tx, which, changes, actor), groups, actor),
  )
}

/** Erases an account. Fails as `erasePerson` does. */
export async function eraseAccount(
  parts: PeopleParts,
  which: { readonly organisation: string; readonly id: string },
  actor: string,
): Promise<void> {
  await parts.database.transact((tx) => erasePerson(parts, tx, which, actor))
}

/** Writes down that somebody who does not see names by default looks at them, and why; before they are shown. */
export async function recordReveal(
  parts: PeopleParts,
  {
    organisation,
    subject,
    reason,
  }: { readonly organisation: string; readonly subject: string; readonly reason: string },
  actor: string,
): Promise<void> {
  const change = { actor, action: 'person.reveal', subject, organisation, details: { reason } }
  await parts.database.transact((tx) => recordChange(parts, tx, change))
}

/** The groups of these names, in the organisation; those that are not there are made. */
export async function findOrAddGroups(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  organisation: string,
  names: readonly string[],
  actor: string,
): Promise<Group[]> {
  await lockPeople(tx, organisation)
  const known = new Map((await groupsOf(tx, organisation)).map((group) => [group.name.toLowerCase(), group]))
  for (const name of names) {
    const key = name.toLowerCase()
    if (!known.has(key)) known.set(key, await addGroup(parts, tx, { organisation, name }, actor))
  }
  return [...new Set(names.map((name) => name.toLowerCase()))].flatMap((key) => known.get(key) ?? [])
}

async function putIntoGroups(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  person: Person,
  names: readonly string[] | undefined,
  actor: string,
): Promise<Account> {
  if (names) {
    const groups = await findOrAddGroups(parts, tx, person.organisation, names, actor)
    await setGroupsOf(parts, tx, person.id, groups, actor)
  }
  return await withGroups(tx, person)
}

async function withGroups(db: Kysely<Tables>, person: Person): Promise<Account> {
  return { person, groups: (await groupsByPerson(db, [person.id])).get(person.id) ?? [] }
}
