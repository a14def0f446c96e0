import type { Database } from '../db/open.ts'

/** A change as it was written down; `at` in milliseconds since 1970. */
export interface RecordedChange {
  readonly id: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly organisation: string | null
  readonly details: unknown
}

export interface ChangesWanted {
  readonly limit: number
  /** Only those older than the change with this id. */
  readonly before?: number | undefined
  /** Only those that concern these organisations; undefined for all there are. */
  readonly organisations?: readonly string[] | undefined
}

/** The changes that people and tokens made, newest first. */
export async function listChanges(database: Database, wanted: ChangesWanted): Promise<RecordedChange[]> {
  const { limit, before, organisations } = wanted
  if (organisations?.length === 0) return []
  return await database.read((db) => {
    let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
    if (before !== undefined) query = query.where('id', '<', before)
    if (organisations) query = query.where('organisation', 'in', organisations)
    return query.execute()
  })
}
