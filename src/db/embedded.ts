import { access, constants, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PGliteDialect } from 'kysely'
import { Problem } from '../lib/problem.ts'
import type { Connection, Row } from './connection.ts'
import { acquireLock } from './lock.ts'

/** PostgreSQL in this process, its files in `<dataDir>/database`. Throws Problem 'locked' when another process has it. */
export async function connectEmbedded(dataDir: string): Promise<Connection> {
  await prepareFolder(dataDir)
  // PGlite itself lets two processes open one folder and silently loses what one of them writes.
  const lock = await acquireLock(join(dataDir, 'lock'))
  try {
    const folder = join(dataDir, 'database')
    const pglite = await PGlite.create(folder).catch((cause: unknown) => {
      const hint = 'Restore the folder from a backup, or move it away to begin with an empty database.'
      throw new Problem('unavailable', `${folder}: the embedded database does not start`, { hint, cause })
    })
    return connectTo(pglite, async () => await lock[Symbol.asyncDispose]())
  } catch (error) {
    await lock[Symbol.asyncDispose]()
    throw error
  }
}

async function prepareFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await access(dataDir, constants.W_OK)
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new Problem('unavailable', `${dataDir}: the data folder cannot be written to${reason}`, {
      hint: 'Choose a folder that belongs to the user who runs this.',
      cause,
    })
  }
}

/** PostgreSQL in this process's memory, gone when closed; empty, or as in a dump of PGlite's, which starts faster. */
export async function connectMemory(from?: Blob): Promise<Connection> {
  return connectTo(await PGlite.create(from ? { loadDataDir: from } : {}), async () => {})
}

function connectTo(pglite: PGlite, afterwards: () => Promise<void>): Connection {
  return {
    backend: 'pglite',
    dialect: new PGliteDialect({ pglite }),
    executeSql: (text, values = []) => executeSql(pglite, text, values),
    transact: (fn) =>
      pglite.transaction((tx) =>
        fn({
          query: async (text, values = []) => (await tx.query<Row>(text, [...values])).rows,
          execute: async (text) => void (await tx.exec(text)),
        }),
      ),
    async close() {
      try {
        if (!pglite.closed) await pglite.close()
      } finally {
        await afterwards()
      }
    },
  }
}

async function executeSql(pglite: PGlite, text: string, values: readonly unknown[]): Promise<{ rows: Row[] }> {
  if (values.length > 0) return await pglite.query<Row>(text, [...values])
  // A text that fails between its own BEGIN and COMMIT must not leave the one connection in a failed transaction.
  const results = beginsTransaction.test(text)
    ? await pglite.transaction(async (tx) => await tx.exec(text))
    : await pglite.exec(text)
  return { rows: results.flatMap((result): Row[] => result.rows) }
}

const beginsTransaction = /^\s*begin\b/i
