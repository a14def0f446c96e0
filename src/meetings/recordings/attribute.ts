import { type Kysely, sql } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import type { RecordingReport } from '../../protocol/recordings.ts'
import type { Context } from '../context.ts'

/** Whose a recording is. */
export interface Attribution {
  readonly organisation: string
  readonly meetingId: string
}

type Row = Attribution & { readonly key: string }

/**
 * To whom recordings belong, by their record ids, as far as we know: by the ID that only we give a meeting; else, which
 * holds for breakout rooms, by the callback address that they have from their parent, or by their parent itself.
 */
export async function attribute(
  { database, addresses }: Pick<Context, 'database' | 'addresses'>,
  reports: readonly RecordingReport[],
): Promise<ReadonlyMap<string, Attribution>> {
  const known = new Map<string, Attribution>()
  for (const { column, keysOf } of waysBy(addresses)) {
    const keys = new Map(reports.filter(({ recordId }) => !known.has(recordId)).map((one) => [one, keysOf(one)]))
    const wanted = [...new Set([...keys.values()].flat())]
    if (wanted.length === 0) continue
    const rows = await database.read((db) => find(db, column, wanted))
    const owners = new Map(rows.map(({ key, organisation, meetingId }) => [key, { organisation, meetingId }]))
    for (const [{ recordId }, own] of keys) {
      const owner = own.map((key) => owners.get(key)).find((one) => one !== undefined)
      if (owner) known.set(recordId, owner)
    }
  }
  return known
}

type Column = 'node_id' | 'instance' | 'internal_id'

interface Way {
  readonly column: Column
  readonly keysOf: (report: RecordingReport) => string[]
}

/** The last is the slowest: no index helps it, and few recordings come so far. */
function waysBy(addresses: Context['addresses']): readonly Way[] {
  return [
    { column: 'node_id', keysOf: ({ meetingId }) => said(meetingId) },
    { column: 'instance', keysOf: ({ endCallback }) => said(instanceIn(endCallback, addresses)) },
    { column: 'internal_id', keysOf: ({ internalId, parentId }) => said(internalId, parentId) },
  ]
}

function said(...keys: (string | undefined)[]): string[] {
  return keys.filter((key) => key !== undefined && key !== '') as string[]
}

/** The instance for which we made a callback address; undefined when we did not. */
function instanceIn(address: string, addresses: Context['addresses']): string | undefined {
  const [, kind = '', instance = '', proof = ''] = /\/callbacks\/([a-z]+)\/([^/?]+)\/([^/?]+)/.exec(address) ?? []
  return addresses.isOurs(kind, instance, proof) ? instance : undefined
}

async function find(db: Kysely<Tables>, column: Column, keys: readonly string[]): Promise<Row[]> {
  const { rows } = await sql<Row>`select distinct ${sql.ref(column)} as key, organisation, meeting_id as "meetingId"
    from meetings where ${sql.ref(column)} = any(${[...keys]}::text[])`.execute(db)
  return rows
}
