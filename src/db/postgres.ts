import { PostgresDialect } from 'kysely'
import { Client, Pool, type QueryResult, types } from 'pg'
import { Problem } from '../lib/problem.ts'
import type { Connection, Row } from './connection.ts'

/** A PostgreSQL server, named by a `postgres://` URL. Throws Problem 'unavailable' when it cannot be reached. */
export async function connectPostgres(url: string): Promise<Connection> {
  const name = describe(url)
  const pool = new Pool({
    connectionString: url,
    application_name: 'mycel',
    max: 10,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
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
    dialect: new PostgresDialect({ pool }),
    async executeSql(text, values) {
      const result: unknown = await pool.query<Row>(text, values && [...values])
      return { rows: rowsOf(result) }
    },
    async transact(fn) {
      const client = await pool.connect()
      try {
        await client.query('begin')
        const result = await fn({
          query: async (text, values = []) => (await client.query<Row>(text, [...values])).rows,
          execute: async (text) => void (await client.query(text)),
        })
        await client.query('commit')
        client.release()
        return result
      } catch (error) {
        // Closing the connection rolls back, whatever state it is in.
        client.release(true)
        throw error
      }
    },
    async close() {
      if (!pool.ended) await pool.end()
    },
  }
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
