import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPostgres, type PostgresServer, startPostgres } from '../../test/postgres.ts'
import { openDatabase } from './open.ts'

const bin = findPostgres()
const title = bin === undefined ? 'a server (skipped: no initdb and pg_ctl on this machine)' : 'a server'
describe.skipIf(bin === undefined)(title, () => {
  let server: PostgresServer
  let where: { kind: 'postgres'; url: string }
  beforeAll(async () => {
    server = await startPostgres(bin ?? '')
    where = { kind: 'postgres', url: server.createDatabase('mycel') }
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('a missing database and an unreachable server are told apart, without the password', async () => {
    const url = where.url
    await expect(openDatabase({ kind: 'postgres', url: url.replace(/\w+$/, 'nowhere') })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/^PostgreSQL at 127\.0\.0\.1:\d+, database "nowhere": there is no such database$/),
    })
    const closed = { kind: 'postgres', url: 'postgres://mycel:s3cret@127.0.0.1:1/x' } as const
    await expect(openDatabase(closed)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'PostgreSQL at 127.0.0.1:1, database "x": nothing listens there',
    })
  })

  test('a connection that is cut inside a transaction fails that transaction alone', async () => {
    await using database = await openDatabase(where)
    const cut = database.transact(async (tx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
      await database.connection.executeSql('select pg_terminate_backend($1, 5000)', [rows[0]?.pid])
      await new Promise((resolve) => setImmediate(resolve))
      await sql`select 1`.execute(tx)
    })
    await expect(cut).rejects.toThrow()
    await database.ping()
  })

  test('a process that stops in a transaction holds up the others for seconds only, and learns of it', async () => {
    await using database = await openDatabase(where)
    await using other = await openDatabase(where)
    const holding = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const stopped = database.transact(async (tx) => {
      await sql`select pg_advisory_xact_lock(1)`.execute(tx)
      holding.resolve()
      await goOn.promise
      await sql`select 1`.execute(tx)
    })
    await holding.promise
    await other.transact((tx) => sql`select pg_advisory_xact_lock(1)`.execute(tx))
    goOn.resolve()
    await expect(stopped).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('a server that goes away makes ping say so and ends no process', async () => {
    await using database = await openDatabase(where)
    await database.ping()
    server.stop()
    await expect(database.ping()).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test('a URL that is none is a problem that does not repeat it', async () => {
  await expect(openDatabase({ kind: 'postgres', url: 'postgres://me:s3cret@host:port/db' })).rejects.toMatchObject({
    code: 'invalid',
    message: 'the database URL cannot be read',
  })
})
