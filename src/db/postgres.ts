import { PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { Client, DatabaseError, Pool, type PoolClient, type QueryConfig, type QueryResult, types } from 'pg'
import { Problem } from '../lib/problem.ts'
import type { Connection, Row } from './connection.ts'

/** How long an answer is waited for, in milliseconds: of what somebody waits for, of the job queue, of a migration. */
const promptMs = 10_000
const patientMs = 32_000
const unhurriedMs = 600_000
const withoutHaste = 'set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0'

/** A PostgreSQL server, named by a `postgres://` URL. Throws Problem 'unavailable' when it cannot be reached. */
export async function connectPostgres(url: string): Promise<Connection> {
  const name = describe(url)
  const pool = new Pool({
    connectionString: url,
    application_name: 'mycel',
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    // A process that was stopped in the midst of a transaction must not hold up the others by the locks that it has.
    idle_in_transaction_session_timeout: 5_000,
    keepAlive: true,
    types: { getTypeParser },
  })
  // A connection that breaks while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  // The same for one that breaks in the midst of a transaction: the next query there reports it.
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await pool.query('select 1')
  } catch (cause) {
    await pool.end()
    throw unreachable(name, cause)
  }
  return connectTo(pool)
}

/** What the log and the people who read it may know of the URL: no user, no password. */
function describe(url: string): string {
  try {
    const { host, port, database } = new Client({ connectionString: url })
    return `PostgreSQL at ${host}:${port}, database "${database}"`
  } catch (cause) {
    const hint = 'Write it like postgres://user:password@host:5432/database.'
    throw new Problem('invalid', 'the database URL cannot be read', { hint, cause })
  }
}

function unreachable(name: string, cause: unknown): Problem {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const { reason, hint } = reasons[code] ?? { reason: code === '' ? 'no answer within 5 s' : code, hint: undefined }
  return new Problem('unavailable', `${name}: ${reason}`, {
    hint: hint ?? 'Check that the server runs, that its address is right, and that no firewall is between.',
    cause,
  })
}

const signIn = { reason: 'it refused the user name or the password', hint: 'Check both in the database URL.' }
const reasons: Readonly<Record<string, { reason: string; hint?: string }>> = {
  ECONNREFUSED: { reason: 'nothing listens there' },
  ENOENT: { reason: 'nothing listens there' },
  ENOTFOUND: { reason: 'its name is not in the DNS' },
  EAI_AGAIN: { reason: 'its name could not be looked up' },
  '28P01': signIn,
  '28000': signIn,
  '3D000': { reason: 'there is no such database', hint: 'Create it first, for example with createdb.' },
  '53300': { reason: 'it has no connection left', hint: 'Raise max_connections, or stop other clients.' },
  '57P03': { reason: 'it is still starting', hint: 'Try again in a moment.' },
}

function connectTo(pool: Pool): Connection {
  return {
    backend: 'postgres',
    dialect: new PostgresDialect({ pool: toKysely(pool) }),
    executeSql: async (text, values) =>
      await withClient(pool, async ({ query }) => ({ rows: await query(text, values) })),
    transact: async (fn, { unhurried = false } = {}) =>
      await withClient(pool, async ({ query, destroy }) => {
        try {
          await query('begin')
          if (unhurried) await query(withoutHaste)
          const result = await fn({
            query: async (text, values = []) => await query(text, values, unhurried ? unhurriedMs : undefined),
            execute: async (text) => void (await query(text, undefined, unhurried ? unhurriedMs : undefined)),
          })
          await query('commit')
          return result
        } catch (error) {
          // Closing the connection rolls back, whatever state it is in.
          destroy()
          throw error
        }
      }),
    async close() {
      if (!pool.ended) await pool.end()
    },
  }
}

interface Queries {
  query(text: string, values?: readonly unknown[], timeoutMs?: number): Promise<Row[]>
  /** The connection is not used again. */
  destroy(): void
}

async function withClient<T>(pool: Pool, fn: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await connect(pool)
  const state = { isBroken: false }
  try {
    return await fn({
      async query(text, values, timeoutMs = patientMs) {
        try {
          return rowsOf(await client.query<Row>(question(text, values, timeoutMs)))
        } catch (error) {
          // Of several statements one may have begun a transaction.
          state.isBroken = true
          throw translate(error)
        }
      },
      destroy() {
        state.isBroken = true
      },
    })
  } finally {
    client.release(state.isBroken)
  }
}

/** Kysely gives a connection back whatever happened on it: one that did not answer must not be used again. */
function toKysely(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await connect(pool)
      const state = { isBroken: false }
      const query = async (text: string, values: readonly unknown[]) => {
        try {
          return await client.query(question(text, values, promptMs))
        } catch (error) {
          state.isBroken ||= isAway(error)
          throw translate(error)
        }
      }
      return {
        query: query as unknown as PostgresPoolClient['query'],
        release: (destroy) => client.release(destroy || state.isBroken),
      }
    },
  }
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect()
  } catch (error) {
    throw translate(error)
  }
}

/** Without values, a text may hold several statements. */
function question(text: string, values: readonly unknown[] | undefined, timeoutMs: number): QueryConfig {
  const config = { text, query_timeout: timeoutMs }
  return values === undefined ? config : { ...config, values: [...values] }
}

/** What the server says while it starts, ends, or cuts a connection off; without a word of the server nothing came of it. */
const awayStates = /^(08|57P0[1-3]|53300|25P03)/

function isAway(error: unknown): boolean {
  if (error instanceof DatabaseError) return awayStates.test(error.code ?? '')
  return !(error instanceof TypeError || error instanceof RangeError)
}

/** A server that does not answer is a Problem; what it says of a statement is for whoever wrote that. */
function translate(error: unknown): unknown {
  return isAway(error) ? new Problem('unavailable', 'the database does not answer', { cause: error }) : error
}

/** Several statements in one text give several results. */
function rowsOf(result: unknown): Row[] {
  const results = Array.isArray(result) ? result : [result]
  return results.flatMap((one: QueryResult<Row>) => one.rows)
}

/** Our bigint columns are milliseconds and counts, far below 2^53; the embedded database gives them as numbers too. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  return oid === types.builtins.INT8 ? Number : types.getTypeParser(oid, format ?? 'text')
}
