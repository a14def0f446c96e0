import type { Kysely } from 'kysely'
import { recordChange } from '../../db/audit.ts'
import type { Tables } from '../../db/tables.ts'
import { Problem } from '../../lib/problem.ts'
import { changePerson, requireIn } from '../change-person.ts'
import { leaveIds } from '../erase-person.ts'
import { groupsOf } from '../groups.ts'
import { groupsByPerson, setGroupsOf } from '../members.ts'
import { lockPeople, type PeopleParts, type Person, refuseTaken } from '../people.ts'
import type { Done } from './apply.ts'
import { changesOf, forgetOld, requireImport } from './imports.ts'
import { isSameSnapshot, type Snapshot, type SnapshotField, snapshot } from './snapshot.ts'

export interface Undone {
  /** How many accounts are as they were before. */
  readonly restored: number
  /** The ids of those that were changed since, and left. */
  readonly kept: readonly string[]
}

/**
 * Takes an import back: what it changed is as it was, accounts that it made are erased. All of it or nothing, except that
 * `skipChanged` leaves the accounts that were changed or used since. Throws Problem 'not-found', 'refused' when it was undone
 * already or is too old, 'conflict' when accounts were changed since.
 */
export async function undoImport(
  parts: PeopleParts,
  which: { readonly organisation: string; readonly id: string },
  { skipChanged, actor }: { readonly skipChanged: boolean; readonly actor: string },
): Promise<Undone> {
  const { organisation, id } = which
  return await parts.database.transact(async (tx) => {
    await lockPeople(tx, organisation)
    await forgetOld(parts, tx)
    const record = await requireImport(tx, organisation, id)
    if (record.undoneAt !== undefined) throw new Problem('refused', `the import ${id} was undone already`)
    if (record.undoableUntil <= parts.clock.now()) {
      throw new Problem('refused', `the import ${id} is too old to be undone: what was before is kept for 30 days`)
    }
    const steps: Step[] = []
    for (const done of await changesOf(tx, id)) steps.push(await examine(tx, organisation, done))
    const gone = record.report.added + record.report.changed + record.report.suspended - steps.length
    const kept = steps.filter(({ isChanged }) => isChanged)
    if ((kept.length > 0 || gone > 0) && !skipChanged) refuse(id, kept, gone)
    const back = steps.filter(({ isChanged }) => !isChanged)
    const added = back.filter(({ done }) => done.action === 'add')
    await leaveIds(
      parts,
      tx,
      added.map(({ person }) => person),
    )
    for (const step of back) if (step.done.action !== 'add') await restore(parts, tx, step, actor)
    await removeEmpty(tx, record.report.newGroups)
    await tx
      .updateTable('imports')
      .set({ undone_at: parts.clock.now(), undone_by: actor })
      .where('id', '=', id)
      .execute()
    await tx.deleteFrom('import_changes').where('import', '=', id).execute()
    const details = { restored: back.map(({ done }) => done.person), kept: kept.map(({ done }) => done.person) }
    await recordChange(parts, tx, { actor, action: 'person.import.undo', subject: id, organisation, details })
    return { restored: back.length, kept: details.kept }
  })
}

interface Step {
  readonly done: Done
  readonly person: Person
  readonly isChanged: boolean
}

/** Whether an account is still as the import left it, in what the import touched. */
async function examine(tx: Kysely<Tables>, organisation: string, done: Done): Promise<Step> {
  const person = await requireIn(tx, organisation, done.person)
  const groups = ((await groupsByPerson(tx, [person.id])).get(person.id) ?? []).map(({ id }) => id)
  const now = snapshot(person, groups, Object.keys(done.after) as SnapshotField[])
  const isUsed = done.action === 'add' && person.lastSeenAt !== undefined
  const isChanged = isUsed || !isSameSnapshot(now, done.after) || (await isTaken(tx, person, done.before))
  return { done, person, isChanged }
}

/** Whether an address or external id that the account had has been given to somebody else. */
async function isTaken(
  tx: Kysely<Tables>,
  { organisation, id }: Person,
  { email, externalId }: Snapshot,
): Promise<boolean> {
  try {
    await refuseTaken(tx, { organisation, email, externalId }, id)
    return false
  } catch (error) {
    if (error instanceof Problem) return true
    throw error
  }
}

function refuse(id: string, kept: readonly Step[], gone: number): never {
  const ids = kept.map(({ done }) => done.person)
  const shown = ids.slice(0, 5).join(', ') + (ids.length > 5 ? ` and ${ids.length - 5} more` : '')
  const reasons = [
    ids.length > 0 && `${ids.length} of its accounts were changed or used since (${shown})`,
    gone > 0 && `${gone} were erased since`,
  ].filter((reason) => reason !== false)
  throw new Problem('conflict', `the import ${id} is not undone: ${reasons.join(', and ')}`, {
    hint: 'undo it with the option to leave those as they are: --skip-changed, or "skipChanged": true',
  })
}

async function restore(parts: PeopleParts, tx: Kysely<Tables>, { done, person }: Step, actor: string): Promise<void> {
  const { status, groups, ...fields } = done.before
  const suspended = status === undefined ? undefined : status === 'suspended'
  await changePerson(parts, tx, person, { ...fields, suspended }, actor)
  if (!groups) return
  const there = await groupsOf(tx, person.organisation)
  const wanted = there.filter(({ id }) => groups.includes(id))
  await setGroupsOf(parts, tx, person.id, wanted, actor)
}

/** The groups that the import made, unless somebody is in them. */
async function removeEmpty(tx: Kysely<Tables>, groups: readonly string[]): Promise<void> {
  if (groups.length === 0) return
  const used = tx.selectFrom('memberships').select('group_id')
  await tx.deleteFrom('groups').where('id', 'in', groups).where('id', 'not in', used).execute()
}
