import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely, type Transaction } from 'kysely'
import { Problem } from '../lib/problem.ts'
import { within } from '../lib/within.ts'
import type { Connection } from './connection.ts'
import { connectEmbedded, connectMemory } from './embedded.ts'
import { migrate } from './migrate.ts'
import { connectPostgres } from './postgres.ts'
import type { Tables } from './tables.ts'

/** Where the database is: in the data folder, in memory (tests, trials), or on a server. */
export type Where =
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | { readonly kind: 'memory'; readonly from?: Blob | undefined }
  | { readonly kind: 'postgres'; readonly url: string }

/** Who asks whether it answers does not wait longer. */
const pingMs = 2000

/** The open database; disposing it closes it. Reading int8 gives numbers, jsonb values, bytea Uint8Arrays. */
export interface Database extends AsyncDisposable {
  readonly kysely: Kysely<Tables>
  /** The connection itself, for the job queue alone. */
  readonly connection: Connection
  /** Runs queries that need not be one transaction. */
  read<T>(fn: (db: Kysely<Tables>) => Promise<T>): Promise<T>
  /**
   * Runs `fn` in one transaction: committed when it resolves, rolled back when it throws. Inside, only `tx` may be
   * used: the embedded database has one connection, so any other query would wait for this transaction forever.
   */
  transact<T>(fn: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** Throws Problem 'unavailable' when the database does not answer. */
  ping(): Promise<void>
}

/**
 * Opens the database and brings it to the newest form. Throws Problem 'locked' when another process has the data
 * folder, 'unavailable' when the server cannot be reached, 'conflict' when a newer version has changed it.
 */
export async function openDatabase(where: Where): Promise<Database> {
  const connection = await connect(where)
  try {
    await migrate(connection)
  } catch (error) {
    await connection.close()
    throw error
  }
  return createDatabase(connection)
}

async function connect(where: Where): Promise<Connection> {
  switch (where.kind) {
    case 'embedded':
      return await connectEmbedded(where.dataDir)
    case 'memory':
      return await connectMemory(where.from)
    case 'postgres':
      return await connectPostgres(where.url)
  }
}

function createDatabase(connection: Connection): Database {
  const kysely = new Kysely<Tables>({ dialect: connection.dialect })
  const inside = new AsyncLocalStorage<boolean>()
  const refuseInside = () => {
    if (inside.getStore()) throw new Error('a query outside the transaction was started inside it; use `tx`')
  }
  return {
    kysely,
    connection,
    async read(fn) {
      refuseInside()
      return await fn(kysely)
    },
    async transact(fn) {
      refuseInside()
      return await kysely.transaction().execute((tx) => inside.run(true, () => fn(tx)))
    },
    async ping() {
      const away = (cause?: unknown): never => {
        throw new Problem('unavailable', 'the database does not answer', { cause })
      }
      await within<unknown>(connection.executeSql('select 1').catch(away), pingMs, away)
    },
    async [Symbol.asyncDispose]() {
      await kysely.destroy()
      await connection.close()
    },
  }
}
