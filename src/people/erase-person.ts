import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { requireIn } from './change-person.ts'
import { changeOf, lockPeople, type PeopleParts, type Person } from './people.ts'
import { slices } from './slices.ts'

/**
 * Erases an account, in a transaction of the caller's: name, addresses and external id are gone, with its sessions, its
 * credentials, its memberships and whatever else hangs on it. The id stays, so that the past still adds up. The audit log
 * keeps the proof. Throws Problem 'not-found', and 'refused' for one's own account.
 */
export async function erasePerson(
  parts: PeopleParts,
  tx: Kysely<Tables>,
  { organisation, id }: { readonly organisation: string; readonly id: string },
  actor: string,
): Promise<void> {
  await lockPeople(tx, organisation)
  const person = await requireIn(tx, organisation, id)
  if (actor === `person:${id}`) {
    throw new Problem('refused', 'you cannot erase yourself', { hint: 'ask another administrator' })
  }
  const details = { sessions: await countOf(tx, 'sessions', id), groups: await countOf(tx, 'memberships', id) }
  await leaveIds(parts, tx, [person])
  await recordChange(parts, tx, changeOf('person.erase', person, actor, { removed: details }))
}

/** Leaves nothing of these accounts but their ids, in a transaction of the caller's, which records it. */
export async function leaveIds(parts: PeopleParts, tx: Kysely<Tables>, people: readonly Person[]): Promise<void> {
  const now = parts.clock.now()
  for (const some of slices(people)) {
    const ids = some.map(({ id }) => id)
    // Every table says itself, by its foreign key, what becomes of its rows when an account goes.
    await tx.deleteFrom('people').where('id', 'in', ids).execute()
    const rows = some.map(({ id, organisation, createdAt }) => ({ id, organisation, created_at: createdAt }))
    const empty = { name: '', role: 'member', status: 'erased', changed_at: now } as const
    await tx
      .insertInto('people')
      .values(rows.map((row) => ({ ...row, ...empty })))
      .execute()
  }
}

async function countOf(tx: Kysely<Tables>, table: 'sessions' | 'memberships', person: string): Promise<number> {
  const rows = tx.selectFrom(table).select((of) => of.fn.countAll<number>().as('count'))
  return (await rows.where('person', '=', person).executeTakeFirstOrThrow()).count
}
