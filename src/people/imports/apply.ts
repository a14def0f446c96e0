import type { Kysely } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import { randomId } from '../../lib/ids.ts'
import { findOrAddGroups } from '../accounts.ts'
import { changePerson, toNewPerson } from '../change-person.ts'
import type { Group } from '../groups.ts'
import { groupsByPerson, setGroupsOf } from '../members.ts'
import { type PeopleParts, type Person, toPerson, toRow } from '../people.ts'
import { slices } from '../slices.ts'
import type { Plan, PlannedChange } from './plan.ts'
import type { ImportRow } from './rows.ts'
import { allFields, fieldsOf, type Snapshot, snapshot } from './snapshot.ts'

/** What an import did to one account. */
export interface Done {
  readonly person: string
  readonly action: 'add' | 'change' | 'suspend'
  readonly before: Snapshot
  readonly after: Snapshot
}

/** What the steps of an import work with. */
interface Work {
  readonly parts: PeopleParts
  readonly tx: Kysely<Tables>
  readonly organisation: string
  readonly actor: string
  /** The groups of these names, all of which are there by now. */
  groups(names: readonly string[] | undefined): Group[]
}

/** Carries out a plan, in the transaction in which it was made. Gives what it did to whom; the caller writes that down. */
export async function applyPlan(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  plan: Plan,
  { organisation, actor }: { readonly organisation: string; readonly actor: string },
): Promise<Done[]> {
  const lists = [...plan.adds.map(({ groups }) => groups), ...plan.changes.map(({ groups }) => groups?.after)]
  const names = lists.flatMap((list) => list ?? [])
  const there = await findOrAddGroups(parts, tx, organisation, names, actor)
  const byName = new Map(there.map((group) => [group.name.toLowerCase(), group]))
  const groups: Work['groups'] = (wanted = []) => wanted.flatMap((name) => byName.get(name.toLowerCase()) ?? [])
  const work: Work = { parts, tx, organisation, actor, groups }
  // First what gives up addresses and external ids, then what takes them.
  const changed: Done[] = []
  for (const change of plan.changes) changed.push(await applyChange(work, change))
  return [...changed, ...(await addAll(work, plan.adds)), ...(await suspendAll(work, plan.suspends))]
}

async function addAll({ parts, tx, organisation, groups }: Work, rows: readonly ImportRow[]): Promise<Done[]> {
  const made = rows.map((row) => {
    const wanted = toNewPerson({ ...row, organisation, name: row.name ?? '' })
    return { row: toRow(wanted, randomId(16), parts.clock.now()), groups: groups(row.groups).map(({ id }) => id) }
  })
  for (const some of slices(made)) {
    await tx
      .insertInto('people')
      .values(some.map(({ row }) => row))
      .execute()
  }
  const memberships = made.flatMap(({ row, groups: ids }) => ids.map((id) => ({ group_id: id, person: row.id })))
  for (const some of slices(memberships)) await tx.insertInto('memberships').values(some).execute()
  return made.map(({ row, groups: ids }) => {
    return { person: row.id, action: 'add', before: {}, after: snapshot(toPerson(row), ids, allFields) }
  })
}

async function applyChange(work: Work, { person, changes, groups }: PlannedChange): Promise<Done> {
  const { parts, tx, actor } = work
  const fields = fieldsOf(changes, groups !== undefined)
  const present = (await groupsByPerson(tx, [person.id])).get(person.id) ?? []
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)
  const before = snapshot(person, ids(present), fields)
  const changed = await changePerson(parts, tx, person, changes, actor)
  const wanted = work.groups(groups?.after)
  if (groups) await setGroupsOf(parts, tx, person.id, wanted, actor)
  return { person: person.id, action: 'change', before, after: snapshot(changed, ids(wanted), fields) }
}

async function suspendAll({ parts, tx }: Work, people: readonly Person[]): Promise<Done[]> {
  for (const some of slices(people.map(({ id }) => id))) {
    const set = { status: 'suspended', changed_at: parts.clock.now() } as const
    await tx.updateTable('people').set(set).where('id', 'in', some).execute()
    await tx.deleteFrom('sessions').where('person', 'in', some).execute()
  }
  return people.map(({ id, status }) => {
    return { person: id, action: 'suspend', before: { status }, after: { status: 'suspended' } }
  })
}
