import type { Kysely, Selectable } from 'kysely'
import type { GroupsTable } from '../db/account-tables.ts'
import { type Change, recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import { randomId } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import { lockPeople, type PeopleParts } from './people.ts'

/** People of one organisation under one name. Times are milliseconds since 1970. */
export interface Group {
  readonly id: string
  readonly organisation: string
  readonly name: string
  readonly externalId: string | undefined
  readonly createdAt: number
  readonly changedAt: number
}

export interface CountedGroup extends Group {
  readonly members: number
}

/** The groups of an organisation by name, with how many are in each. */
export async function listGroups({ database }: PeopleParts, organisation: string): Promise<CountedGroup[]> {
  return await database.read(async (db) => {
    const counts = await db
      .selectFrom('memberships')
      .innerJoin('groups', 'groups.id', 'memberships.group_id')
      .where('groups.organisation', '=', organisation)
      .groupBy('group_id')
      .select(['group_id', (of) => of.fn.countAll<number>().as('members')])
      .execute()
    const members = new Map(counts.map((row) => [row.group_id, row.members]))
    const groups = await groupsOf(db, organisation)
    return groups.map((group) => ({ ...group, members: members.get(group.id) ?? 0 }))
  })
}

/** As `listGroups`, without the numbers, within a transaction. */
export async function groupsOf(db: Kysely<Tables>, organisation: string): Promise<Group[]> {
  const rows = db.selectFrom('groups').selectAll().where('organisation', '=', organisation)
  return (
    await rows
      .orderBy((order) => order.fn('lower', ['name']))
      .orderBy('id')
      .execute()
  ).map(toGroup)
}

/** Throws Problem 'not-found'. */
export async function requireGroup(db: Kysely<Tables>, organisation: string, id: string): Promise<Group> {
  const rows = db.selectFrom('groups').selectAll().where('id', '=', id).where('organisation', '=', organisation)
  const row = await rows.executeTakeFirst()
  if (row) return toGroup(row)
  throw new Problem('not-found', `the organisation ${organisation} has no group ${id}`)
}

/** Makes a group, in a transaction of the caller's. Throws Problem 'conflict' when its name or external id is taken. */
export async function addGroup(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  wanted: { readonly organisation: string; readonly name: string; readonly externalId?: string | undefined },
  actor: string,
): Promise<Group> {
  await lockPeople(tx, wanted.organisation)
  await refuseTaken(tx, wanted)
  const now = parts.clock.now()
  const row: Selectable<GroupsTable> = {
    id: randomId(16),
    organisation: wanted.organisation,
    external_id: wanted.externalId ?? null,
    name: wanted.name,
    created_at: now,
    changed_at: now,
  }
  await tx.insertInto('groups').values(row).execute()
  await recordChange(parts, tx, changeOf('group.add', toGroup(row), actor, { name: row.name }))
  return toGroup(row)
}

/** Changes a group's names; undefined leaves one as it is. In a transaction of the caller's. Fails as `addGroup` does. */
export async function changeGroup(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  before: Group,
  wanted: { readonly name?: string | undefined; readonly externalId?: string | null | undefined },
  actor: string,
): Promise<Group> {
  await lockPeople(tx, before.organisation)
  const name = wanted.name ?? before.name
  const externalId = wanted.externalId === undefined ? before.externalId : (wanted.externalId ?? undefined)
  if (name === before.name && externalId === before.externalId) return before
  await refuseTaken(tx, { organisation: before.organisation, name, externalId }, before.id)
  const row = await tx
    .updateTable('groups')
    .set({ name, external_id: externalId ?? null, changed_at: parts.clock.now() })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await recordChange(parts, tx, changeOf('group.change', before, actor, { name }))
  return toGroup(row)
}

/** Takes a group away; its members stay. In a transaction of the caller's. */
export async function removeGroup(parts: PeopleParts, tx: Kysely<Tables>, group: Group, actor: string): Promise<void> {
  await tx.deleteFrom('groups').where('id', '=', group.id).execute()
  await recordChange(parts, tx, changeOf('group.remove', group, actor, { name: group.name }))
}

async function refuseTaken(
  tx: Kysely<Tables>,
  wanted: { readonly organisation: string; readonly name: string; readonly externalId?: string | undefined },
  self = '',
): Promise<void> {
  const { organisation, name, externalId } = wanted
  const others = tx.selectFrom('groups').select('id').where('organisation', '=', organisation).where('id', '<>', self)
  const same = others.where((of) => of(of.fn<string>('lower', ['name']), '=', of.fn<string>('lower', [of.val(name)])))
  if (await same.executeTakeFirst()) {
    throw new Problem('conflict', `the organisation ${organisation} has a group ${name} already`)
  }
  if (externalId !== undefined && (await others.where('external_id', '=', externalId).executeTakeFirst())) {
    throw new Problem(
      'conflict',
      `the organisation ${organisation} has a group with the external id ${externalId} already`,
    )
  }
}

/** A change of a group as the audit log keeps it. */
export function changeOf(action: string, group: Group, actor: string, details: Change['details']): Change {
  return { actor, action, subject: group.id, organisation: group.organisation, details }
}

/** A group as the database holds it. */
export function toGroup(row: Selectable<GroupsTable>): Group {
  return {
    id: row.id,
    organisation: row.organisation,
    name: row.name,
    externalId: row.external_id ?? undefined,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  }
}
