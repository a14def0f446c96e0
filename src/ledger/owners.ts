import type { Database } from '../db/open.ts'

/** Whose a server was from some time on (milliseconds since 1970). */
export interface Ownership {
  readonly since: number
  readonly owner: string | null
}

/** Whose each server was, the newest first. */
export async function readOwners(database: Database): Promise<Map<string, Ownership[]>> {
  const rows = await database.read((db) =>
    db.selectFrom('server_owners').selectAll().orderBy('since', 'desc').execute(),
  )
  return Map.groupBy(rows, ({ server }) => server)
}

/** Whose a server was at a moment; null where it was everybody's. */
export function ownerAt(owners: readonly Ownership[], at: number): string | null {
  return owners.find(({ since }) => since <= at)?.owner ?? null
}
