import type { Database } from '../db/open.ts'

/** Who the owners of links are, by id. */
export async function readOwnerNames(
  database: Database,
  ids: readonly (string | undefined)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== undefined))]
  if (wanted.length === 0) return new Map()
  const rows = await database.read((db) =>
    db.selectFrom('people').select(['id', 'name']).where('id', 'in', wanted).execute(),
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}
