import type { Kysely } from 'kysely'
import type { Tables } from '../db/tables.ts'
import { requireOrganisation } from './change-organisation.ts'
import type { Context } from './context.ts'

/** Throws Problem 'not-found' for an owner that is no organisation. */
export function requireOwner(context: Context, owner: string | undefined): void {
  if (owner !== undefined) requireOrganisation(context, owner)
}

/** Writes down whose every server of the pool is, where that is other than what is written. */
export async function noteOwners(context: Context): Promise<void> {
  for (const { access, owner = null } of context.pool.list()) {
    await context.database.read((db) => noteOwner(context, db, access.id, owner))
  }
}

/** A change of owner holds from now on; the first that is known, be it nobody, holds for all that was before. */
export async function noteOwner(
  { clock }: Pick<Context, 'clock'>,
  db: Kysely<Tables>,
  server: string,
  owner: string | null,
): Promise<void> {
  const newest = await db
    .selectFrom('server_owners')
    .select('owner')
    .where('server', '=', server)
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (newest?.owner === owner) return
  const since = newest ? clock.now() : 0
  await db
    .insertInto('server_owners')
    .values({ server, owner, since })
    .onConflict((c) => c.columns(['server', 'since']).doUpdateSet({ owner }))
    .execute()
}
