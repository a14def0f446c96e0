import type { Database } from '../../db/open.ts'

/** What a server told of its recordings when it was asked last; numbers are undefined before it told anything. */
export interface RecordingsOnServer {
  readonly server: string
  readonly recordings: number | undefined
  readonly bytes: number | undefined
  /** Of no organisation that we know. */
  readonly unknownRecordings: number | undefined
  readonly unknownBytes: number | undefined
  /** Those that told no size. */
  readonly unsizedRecordings: number | undefined
  /** Why the last question had no answer that could be taken in; null when it had one. */
  readonly problem: string | null
}

/** Of those of some servers that were asked. */
export async function readRecordingsOnServers(
  database: Database,
  servers: readonly string[],
): Promise<RecordingsOnServer[]> {
  const rows = await database.read((db) => db.selectFrom('recording_looks').selectAll().orderBy('server').execute())
  return rows
    .filter(({ server }) => servers.includes(server))
    .map((row) => {
      const told = (number: number) => (row.day === null ? undefined : number)
      return {
        server: row.server,
        recordings: told(row.recordings),
        bytes: told(row.bytes),
        unknownRecordings: told(row.unknown_recordings),
        unknownBytes: told(row.unknown_bytes),
        unsizedRecordings: told(row.unsized_recordings),
        problem: row.problem,
      }
    })
}
