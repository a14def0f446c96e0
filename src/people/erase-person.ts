import type { Kysely } from 'kysely'
import { recordChange } from '../db/audit.ts'
import type { Tables } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { requireIn } from './change-person.ts'
import { changeOf, lockPeople, type PeopleParts } from './people.ts'

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
  // Every table says itself, by its foreign key, what becomes of its rows when the account goes.
  await tx.deleteFrom('people').where('id', '=', id).execute()
  await tx
    .insertInto('people')
    .values({
      id,
      organisation,
      name: '',
      role: 'member',
      status: 'erased',
      created_at: person.createdAt,
      changed_at: parts.clock.now(),
    })
    .execute()
  await recordChange(parts, tx, changeOf('person.erase', person, actor, { removed: details }))
}

async function countOf(tx: Kysely<Tables>, table: 'sessions' | 'memberships', person: string): Promise<number> {
  const rows = tx.selectFrom(table).select((of) => of.fn.countAll<number>().as('count'))
  return (await rows.where('person', '=', person).executeTakeFirstOrThrow()).count
}
