import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findPostgres, type PostgresServer, startPostgres } from '../../test/postgres.ts'
import type { Connection } from './connection.ts'
import { connectMemory } from './embedded.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'
import { connectPostgres } from './postgres.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mycel-migrations-'))
  write('001-cups.sql', 'create table cups (name text);\ncreate index cups_name on cups (name);')
  write('002-fill.sql', "insert into cups values ('blue'), ('red');")
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('embedded', () => {
  let connection: Connection
  beforeAll(async () => {
    connection = await connectMemory()
  })
  afterAll(() => connection.close())
  beforeEach(async () => void (await connection.executeSql('drop table if exists mycel_migrations, cups, saucers')))

  test('migrations run in order, each once, and a later one is added', async () => {
    await migrateHere(connection)
    await migrateHere(connection)
    expect(await cups(connection)).toEqual(['blue', 'red'])
    write('003-more.sql', "insert into cups values ('green')")
    await migrateHere(connection)
    expect(await cups(connection)).toEqual(['blue', 'green', 'red'])
  })

  test('a migration that fails leaves nothing of itself, and the ones before it stay', async () => {
    write('002-fill.sql', "insert into cups values ('blue'); insert into saucers values ('red');")
    await expect(migrateHere(connection)).rejects.toThrow('saucers')
    expect(await cups(connection)).toEqual([])
    write('002-fill.sql', "insert into cups values ('mended')")
    await migrateHere(connection)
    expect(await cups(connection)).toEqual(['mended'])
  })

  test('a migration that was edited after it ran is a conflict', async () => {
    await migrateHere(connection)
    write('001-cups.sql', 'create table mugs (name text)')
    await expect(migrateHere(connection)).rejects.toMatchObject({
      code: 'conflict',
      message: 'migration 001-cups.sql differs from the one that was applied to this database',
    })
  })

  test('line ends do not count as an edit', async () => {
    await migrateHere(connection)
    write('001-cups.sql', 'create table cups (name text);\r\ncreate index cups_name on cups (name);')
    await migrateHere(connection)
  })

  test('a database that a newer version has changed is a conflict', async () => {
    write('003-future.sql', 'create table saucers (name text)')
    await migrateHere(connection)
    rmSync(join(folder, '003-future.sql'))
    await expect(migrateHere(connection)).rejects.toMatchObject({
      code: 'conflict',
      message: 'the database was changed by a newer version (migration 003-future.sql is unknown here)',
    })
  })
})

const bin = findPostgres()
const title = bin === undefined ? 'on a server (skipped: no initdb and pg_ctl on this machine)' : 'on a server'
describe.skipIf(bin === undefined)(title, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(bin ?? '')
  })
  afterAll(() => server[Symbol.asyncDispose]())

  test('processes that start at once on a new database wait for each other', async () => {
    const url = server.createDatabase('together')
    const connections = await Promise.all(Array.from({ length: 4 }, () => connectPostgres(url)))
    await Promise.all(connections.map(migrateHere))
    expect(await cups(connections[0])).toEqual(['blue', 'red'])
    for (const connection of connections) await connection.close()
  })

  test('openers that start at once migrate a new database once', async () => {
    const url = server.createDatabase('openers')
    const opened = await Promise.all(Array.from({ length: 3 }, () => openDatabase({ kind: 'postgres', url })))
    const applied = await opened[0]?.connection.executeSql('select name from mycel_migrations')
    const names = readdirSync(new URL('./migrations/', import.meta.url)).toSorted()
    expect(applied?.rows).toEqual(names.map((name) => ({ name })))
    for (const database of opened) await database[Symbol.asyncDispose]()
  })
})

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text)
}

function migrateHere(connection: Connection): Promise<void> {
  return migrate(connection, pathToFileURL(`${folder}/`))
}

async function cups(connection: Connection | undefined): Promise<unknown[] | undefined> {
  const found = await connection?.executeSql('select name from cups order by name')
  return found?.rows.map((row) => row['name'])
}
