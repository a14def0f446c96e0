import { sql } from 'kysely'
import type { Database } from '../../db/open.ts'
import { type RecordingsOnServer, readRecordingsOnServers } from './on-servers.ts'

/** Decimal, as disks are sold. */
export const bytesPerGigabyte = 1_000_000_000

/** How much lies on the servers of each organisation's recordings, as they told last. */
export interface RecordingStorage {
  /** Bytes, without those of whoever is below it; 0 until it was counted. */
  of(organisation: string): number
  /** What each server told last; none until it was counted. */
  servers(): readonly RecordingsOnServer[]
  /** Counts now; happens when a server was asked, and every minute by itself. */
  count(): Promise<void>
}

export interface RecordingStorageParts {
  readonly database: Database
  /** The servers of the pool: what lies elsewhere counts no more. */
  readonly servers: () => readonly string[]
}

/** Begins with nothing: call `count`. */
export function createRecordingStorage({ database, servers }: RecordingStorageParts): RecordingStorage {
  const state: { bytes: ReadonlyMap<string, number>; told: readonly RecordingsOnServer[] } = {
    bytes: new Map(),
    told: [],
  }
  return {
    of: (organisation) => state.bytes.get(organisation) ?? 0,
    servers: () => state.told,
    async count() {
      const pool = servers()
      const { rows } = await database.read((db) =>
        sql<{ organisation: string; bytes: number }>`select d.organisation, sum(d.bytes)::bigint as bytes
          from recording_looks l join recording_days d on d.server = l.server and d.day = l.day
          where l.server = any(${[...pool]}::text[]) group by d.organisation`.execute(db),
      )
      state.told = await readRecordingsOnServers(database, pool)
      state.bytes = new Map(rows.map(({ organisation, bytes }) => [organisation, Number(bytes)]))
    },
  }
}
