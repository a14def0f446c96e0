import type { Kysely } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import { Problem } from '../../lib/problem.ts'
import { addGroup, changeGroup, type Group, groupsOf, removeGroup, requireGroup } from '../groups.ts'
import { changeMembers } from '../members.ts'
import { lockPeople, type PeopleParts } from '../people.ts'
import { type GroupWanted, type Member, readGroup, toScimGroup } from './group.ts'
import { answerQuery, type Query } from './list.ts'
import { type Operation, patch } from './patch.ts'
import { ScimProblem } from './problem.ts'
import type { Directory, Precondition } from './users.ts'
import type { Resource } from './value.ts'

/** Throws Problem 'not-found'. */
export async function getGroup(
  { database }: PeopleParts,
  { organisation, base }: Directory,
  id: string,
): Promise<Resource> {
  return await database.read(async (db) => {
    const group = await requireGroup(db, organisation, id)
    return toScimGroup(group, await membersOf(db, id), base)
  })
}

/** Throws ScimProblem for a query that cannot be read. */
export async function listScimGroups(
  { database }: PeopleParts,
  { organisation, base }: Directory,
  query: Query,
): Promise<Resource> {
  const resources = await database.read(async (db) => {
    const members = Map.groupBy(await allMembers(db, organisation), ({ group }) => group)
    const groups = await groupsOf(db, organisation)
    return groups.map((group) => toScimGroup(group, members.get(group.id) ?? [], base))
  })
  return answerQuery(resources, query)
}

/** Makes a group. Throws ScimProblem 'invalidValue' for unknown members, Problem 'conflict' when its name is taken. */
export async function createGroup(
  parts: PeopleParts,
  { organisation, actor, base }: Directory,
  body: Resource,
): Promise<Resource> {
  const { name, externalId, members } = readGroup(body)
  return await parts.database.transact(async (tx) => {
    const fields = { organisation, name, externalId: externalId ?? undefined }
    const group = await addGroup(parts, tx, fields, actor)
    await move(changeMembers(parts, tx, group, { add: members }, actor))
    return toScimGroup(await requireGroup(tx, organisation, group.id), await membersOf(tx, group.id), base)
  })
}

/** Replaces a group and who is in it. Fails as `createGroup` does, and with Problem 'not-found'. */
export async function replaceGroup(
  parts: PeopleParts,
  directory: Directory,
  id: string,
  body: Resource,
  precondition: Precondition,
): Promise<Resource> {
  return await change(parts, directory, id, precondition, () => readGroup(body))
}

/** Changes a group or who is in it. Fails as `replaceGroup` and `patch` do. */
export async function patchGroup(
  parts: PeopleParts,
  directory: Directory,
  id: string,
  operations: readonly Operation[],
  precondition: Precondition,
): Promise<Resource> {
  return await change(parts, directory, id, precondition, (before) => readGroup(patch(before, operations)))
}

/** Takes a group away; its members stay. Throws Problem 'not-found'. */
export async function deleteGroup(
  parts: PeopleParts,
  { organisation, actor, base }: Directory,
  id: string,
  precondition: Precondition,
): Promise<void> {
  await parts.database.transact(async (tx) => {
    await lockPeople(tx, organisation)
    const group = await requireGroup(tx, organisation, id)
    precondition(toScimGroup(group, await membersOf(tx, id), base))
    await removeGroup(parts, tx, group, actor)
  })
}

async function change(
  parts: PeopleParts,
  { organisation, actor, base }: Directory,
  id: string,
  precondition: Precondition,
  read: (before: Resource) => GroupWanted,
): Promise<Resource> {
  return await parts.database.transact(async (tx) => {
    await lockPeople(tx, organisation)
    const group = await requireGroup(tx, organisation, id)
    const before = await membersOf(tx, id)
    const resource = toScimGroup(group, before, base)
    precondition(resource)
    const { members, ...names } = read(resource)
    await changeGroup(parts, tx, group, names, actor)
    const remove = before.map((one) => one.id).filter((one) => !members.includes(one))
    await move(changeMembers(parts, tx, group, { add: members, remove }, actor))
    return toScimGroup(await requireGroup(tx, organisation, id), await membersOf(tx, id), base)
  })
}

async function move(moving: Promise<void>): Promise<void> {
  try {
    await moving
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid') throw new ScimProblem('invalidValue', error.message)
    throw error
  }
}

async function membersOf(db: Kysely<Tables>, group: Group['id']): Promise<Member[]> {
  return await selectMembers(db).where('memberships.group_id', '=', group).execute()
}

async function allMembers(db: Kysely<Tables>, organisation: string): Promise<(Member & { readonly group: string })[]> {
  return await selectMembers(db)
    .select('memberships.group_id as group')
    .where('people.organisation', '=', organisation)
    .execute()
}

function selectMembers(db: Kysely<Tables>) {
  return db
    .selectFrom('memberships')
    .innerJoin('people', 'people.id', 'memberships.person')
    .select(['people.id', 'people.name'])
    .orderBy('people.id')
}
