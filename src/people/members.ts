import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { changeOf, type Group, toGroup } from './groups.ts'
import { lockPeople, type PeopleParts } from './people.ts'
import { slices } from './slices.ts'

/** A group as it is named beside a person. */
export interface GroupName {
  readonly id: string
  readonly name: string
}

/** The groups that each of these people is in, by name. */
export async function groupsByPerson(
  db: Kysely<Tables>,
  people: readonly string[],
): Promise<ReadonlyMap<string, readonly GroupName[]>> {
  if (people.length === 0) return new Map()
  const rows = await db
    .selectFrom('memberships')
    .innerJoin('groups', 'groups.id', 'memberships.group_id')
    .select(['memberships.person', 'groups.id', 'groups.name'])
    .where('memberships.person', 'in', people)
    .orderBy((order) => order.fn('lower', ['groups.name']))
    .execute()
  const found = Map.groupBy(rows, ({ person }) => person)
  return new Map([...found].map(([person, list]) => [person, list.map(({ id, name }) => ({ id, name }))]))
}

/** The people in each of these groups, by id. */
export async function membersByGroup(
  db: Kysely<Tables>,
  groups: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (groups.length === 0) return new Map()
  const rows = db.selectFrom('memberships').selectAll().where('group_id', 'in', groups).orderBy('person')
  const found = Map.groupBy(await rows.execute(), (row) => row.group_id)
  return new Map([...found].map(([group, list]) => [group, list.map(({ person }) => person)]))
}

/**
 * Puts people into a group and takes others out, in a transaction of the caller's; what is already so is not recorded.
 * Throws Problem 'invalid' when one to be put in has no account in the group's organisation.
 */
export async function changeMembers(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  group: Group,
  { add = [], remove = [] }: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
  actor: string,
): Promise<void> {
  await lockPeople(tx, group.organisation)
  await requireAccounts(tx, group.organisation, add)
  const present = new Set((await membersByGroup(tx, [group.id])).get(group.id))
  const added = [...new Set(add)].filter((person) => !present.has(person))
  const removed = [...new Set(remove)].filter((person) => present.has(person) && !added.includes(person))
  if (added.length === 0 && removed.length === 0) return
  const rows = added.map((person) => ({ group_id: group.id, person }))
  for (const some of slices(rows)) await tx.insertInto('memberships').values(some).execute()
  if (removed.length > 0) {
    await tx.deleteFrom('memberships').where('group_id', '=', group.id).where('person', 'in', removed).execute()
  }
  await tx.updateTable('groups').set({ changed_at: parts.clock.now() }).where('id', '=', group.id).execute()
  await recordChange(parts, tx, changeOf('group.members', group, actor, { added, removed }))
}

/** Makes exactly these groups those of a person, in a transaction of the caller's. */
export async function setGroupsOf(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  person: string,
  wanted: readonly Group[],
  actor: string,
): Promise<void> {
  const present = await tx
    .selectFrom('memberships')
    .innerJoin('groups', 'groups.id', 'memberships.group_id')
    .selectAll('groups')
    .where('person', '=', person)
    .execute()
  for (const group of wanted) {
    if (!present.some(({ id }) => id === group.id)) await changeMembers(parts, tx, group, { add: [person] }, actor)
  }
  for (const row of present) {
    if (wanted.some(({ id }) => id === row.id)) continue
    await changeMembers(parts, tx, toGroup(row), { remove: [person] }, actor)
  }
}

async function requireAccounts(tx: Kysely<Tables>, organisation: string, people: readonly string[]): Promise<void> {
  for (const some of slices([...new Set(people)])) {
    const found = await tx
      .selectFrom('people')
      .select('id')
      .where('organisation', '=', organisation)
      .where('status', '<>', 'erased')
      .where('id', 'in', some)
      .execute()
    const missing = some.find((person) => !found.some(({ id }) => id === person))
    if (missing === undefined) continue
    throw new Problem('invalid', `the organisation ${organisation} has no account ${missing}`)
  }
}
