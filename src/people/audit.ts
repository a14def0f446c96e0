import { sql } from 'kysely'
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
  /** Words of which all must stand somewhere in the change; capitals do not matter. */
  readonly search?: string | undefined
  /** What was done, or how that begins: `person.` is all that was done to accounts. */
  readonly action?: string | undefined
  /** Not earlier than this, and earlier than that; milliseconds since 1970. */
  readonly from?: number | undefined
  readonly to?: number | undefined
}

/** The changes that people and tokens made, newest first. */
export async function listChanges(database: Database, wanted: ChangesWanted): Promise<RecordedChange[]> {
  const { limit, before, organisations, search = '', action, from, to } = wanted
  if (organisations?.length === 0) return []
  return await database.read((db) => {
    let query = db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(limit)
    if (before !== undefined) query = query.where('id', '<', before)
    if (organisations) query = query.where('organisation', 'in', organisations)
    if (action !== undefined) query = query.where('action', 'like', `${escaped(action)}%`)
    if (from !== undefined) query = query.where('at', '>=', from)
    if (to !== undefined) query = query.where('at', '<', to)
    for (const word of search.split(/\s+/).filter(Boolean)) {
      query = query.where(
        sql<string>`concat_ws(' ', actor, action, subject, organisation, details::text)`,
        'ilike',
        `%${escaped(word)}%`,
      )
    }
    return query.execute()
  })
}

/** For `like`: every character means itself. */
function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`)
}
