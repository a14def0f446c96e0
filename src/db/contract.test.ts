import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Insertable } from 'kysely'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPostgres, type PostgresServer, startPostgres } from '../../test/postgres.ts'
import { migrate } from './migrate.ts'
import { type Database, openDatabase, type Where } from './open.ts'
import { json, type MeetingsTable, storableText } from './tables.ts'

const bin = findPostgres()
let server: PostgresServer | undefined
const folder = mkdtempSync(join(tmpdir(), 'mycel-database-'))

afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

describe('in memory', () => {
  contract(async () => ({ kind: 'memory' }))
})

describe('in a folder', () => {
  const where: Where = { kind: 'embedded', dataDir: join(folder, 'contract') }
  contract(async () => where)
  durable(where, async () => where)
})

const title = bin === undefined ? 'on a server (skipped: no initdb and pg_ctl on this machine)' : 'on a server'
describe.skipIf(bin === undefined)(title, () => {
  let where: Where
  beforeAll(async () => {
    server = await startPostgres(bin ?? '')
    where = { kind: 'postgres', url: server.createDatabase('contract') }
  })
  contract(async () => where)
  durable(undefined, async () => where)
})

/** What holds for every database. */
function contract(locate: () => Promise<Where>): void {
  let database: Database
  beforeAll(async () => {
    database = await openDatabase(await locate())
  })
  afterAll(() => database[Symbol.asyncDispose]())

  test('numbers, texts, JSON, bytes and lists come back as they were stored', async () => {
    const body = Uint8Array.from([0, 1, 2, 127, 128, 255])
    const reasons = [{ server: 'meet-1', score: 0.5 }, 'nearest']
    const stored = meeting('types', { create_time: 1_795_452_073_079, body, reasons: json(reasons) })
    await database.kysely.insertInto('meetings').values(stored).execute()
    const read = database.kysely.selectFrom('meetings').selectAll().where('instance', '=', 'types')
    const row = await read.executeTakeFirstOrThrow()
    expect({ ...row, body: Uint8Array.from(row.body ?? []) }).toEqual({
      ...stored,
      body,
      parameters: { name: 'Assembly 🌱' },
      reasons,
      callbacks: {},
      answer: null,
      body_type: null,
      internal_id: null,
      confirmed_at: null,
      ended_at: null,
      peak: null,
      placed: 1,
      peak_videos: null,
      lost_at: null,
    })
    expect(row.body).toBeInstanceOf(Uint8Array)
  })

  test('lists of texts keep commas, quotes and order', async () => {
    const event_ids = ['meeting-ended', 'a,b', '"quoted"', '{braces}', '', 'ünïcode 🌱']
    const values = { organisation: 'o', callback_url: 'https://lms.example.org/lists', event_ids, created_at: 1 }
    const hook = await database.kysely.insertInto('hooks').values(values).returningAll().executeTakeFirstOrThrow()
    expect(hook).toMatchObject({ event_ids, raw: false, meeting_id: null, id: expect.any(Number) })
  })

  test('a count is a number', async () => {
    const counted = database.kysely.selectFrom('audit').select(({ fn }) => fn.countAll<number>().as('entries'))
    expect(await counted.executeTakeFirst()).toEqual({ entries: 0 })
  })

  test('a text with NUL is refused, and storableText makes it acceptable', async () => {
    const audit = (subject: string) =>
      database.kysely.insertInto('audit').values({ at: 1, actor: 'ada', action: 'test', subject }).returning('subject')
    await expect(audit('a\0b').execute()).rejects.toThrow('invalid byte sequence for encoding "UTF8": 0x00')
    const cleaned = await audit(storableText('a\0b \ud83c 🌱')).executeTakeFirst()
    expect(cleaned).toEqual({ subject: 'a\ufffdb \ufffd 🌱' })
  })

  test('JSON with NUL, half an emoji and backslashes is stored', async () => {
    const value = { text: 'a\0b 🌱 \ud83c', literal: 'C:\\u0000 \\\\ud83c', list: ['\0'] }
    const stored = database.kysely
      .insertInto('settings')
      .values({ name: 'odd', value: json(value) })
      .returning('value')
    expect(await stored.executeTakeFirst()).toEqual({
      value: { text: 'a\ufffdb 🌱 \ufffd', literal: 'C:\\u0000 \\\\ud83c', list: ['\ufffd'] },
    })
  })

  test('one meeting is live once per organisation, until it has ended', async () => {
    const live = { meeting_id: 'weekly', organisation: 'o' }
    const insert = (instance: string, more: object) =>
      database.kysely.insertInto('meetings').values(meeting(instance, { ...live, ...more }))
    await insert('live-1', {}).execute()
    await expect(insert('live-2', {}).execute()).rejects.toMatchObject({ code: '23505', constraint: 'meetings_live' })
    const skipped = insert('live-3', {}).onConflict((c) =>
      c.columns(['organisation', 'meeting_id']).where('ended_at', 'is', null).doNothing(),
    )
    expect(await skipped.executeTakeFirst()).toMatchObject({ numInsertedOrUpdatedRows: 0n })
    await insert('live-4', { organisation: 'other' }).execute()
    await database.kysely
      .updateTable('meetings')
      .set({ ended_at: 9, state: 'ended' })
      .where('instance', '=', 'live-1')
      .execute()
    await insert('live-5', {}).execute()
  })

  test('a hook is registered once per address and meeting', async () => {
    const hook = { organisation: 'o', callback_url: 'https://lms.example.org/once', created_at: 1 }
    await database.kysely.insertInto('hooks').values(hook).execute()
    await database.kysely
      .insertInto('hooks')
      .values({ ...hook, meeting_id: 'm' })
      .execute()
    await expect(database.kysely.insertInto('hooks').values(hook).execute()).rejects.toMatchObject({ code: '23505' })
  })

  test('a transaction that throws leaves nothing behind, and the next one works', async () => {
    const put = (name: string) => ({ name, value: json(1) })
    const failure = new Error('changed my mind')
    const failing = database.transact(async (tx) => {
      await tx.insertInto('settings').values(put('half')).execute()
      throw failure
    })
    await expect(failing).rejects.toBe(failure)
    const broken = database.transact(async (tx) => {
      await tx.insertInto('settings').values(put('half')).execute()
      await sql`select 1 / 0`.execute(tx)
    })
    await expect(broken).rejects.toThrow('division by zero')
    await database.transact((tx) => tx.insertInto('settings').values(put('whole')).execute())
    const names = await database.read((db) =>
      db.selectFrom('settings').select('name').where('name', 'in', ['half', 'whole']).execute(),
    )
    expect(names).toEqual([{ name: 'whole' }])
  })

  test('simultaneous transactions do not mix', async () => {
    const add = (name: string, fail: boolean) =>
      database.transact(async (tx) => {
        await tx
          .insertInto('settings')
          .values({ name, value: json(fail) })
          .execute()
        if (fail) throw new Error('no')
      })
    const work = Array.from({ length: 12 }, (_, i) => add(`mixed-${i}`, i % 2 === 0))
    await Promise.allSettled(work)
    const kept = await database.kysely.selectFrom('settings').select('value').where('name', 'like', 'mixed-%').execute()
    expect(kept).toEqual(Array.from({ length: 6 }, () => ({ value: false })))
  })

  test('a query beside the transaction from within it is an error, not a wait for ever', async () => {
    const nested = database.transact(() => database.read((db) => db.selectFrom('audit').selectAll().execute()))
    await expect(nested).rejects.toThrow('use `tx`')
  })

  test('a failure between BEGIN and COMMIT harms no later statement', async () => {
    await expect(database.connection.executeSql('BEGIN; select 1; select nonsense; COMMIT')).rejects.toThrow('nonsense')
    expect((await database.connection.executeSql('BEGIN; select 1 as one; COMMIT')).rows).toEqual([{ one: 1 }])
    await database.ping()
  })

  test('migrating again changes nothing', async () => {
    const applied = () => database.connection.executeSql('select * from mycel_migrations')
    const before = await applied()
    await migrate(database.connection)
    expect(await applied()).toEqual(before)
    expect(before.rows.length).toBeGreaterThan(0)
  })
}

/** What holds for a database that outlives its process. */
function durable(folderInUse: Where | undefined, locate: () => Promise<Where>): void {
  if (folderInUse !== undefined) {
    test('a second opener is refused while the first has the folder', async () => {
      await expect(openDatabase(folderInUse)).rejects.toMatchObject({ code: 'locked' })
    })
  }

  test('what was stored is there after opening it again', async () => {
    const where = await locate()
    const again: Where = where.kind === 'embedded' ? { ...where, dataDir: `${where.dataDir}-again` } : where
    {
      await using database = await openDatabase(again)
      await database.kysely
        .insertInto('settings')
        .values({ name: 'kept', value: json([1, 'two']) })
        .execute()
    }
    await using database = await openDatabase(again)
    const read = database.kysely.selectFrom('settings').select('value').where('name', '=', 'kept')
    expect(await read.executeTakeFirst()).toEqual({ value: [1, 'two'] })
  })
}

function meeting(instance: string, more: Partial<Insertable<MeetingsTable>> = {}): Insertable<MeetingsTable> {
  return {
    instance,
    organisation: 'example',
    meeting_id: instance,
    node_id: `node-${instance}`,
    server: 'meet-1',
    state: 'running',
    name: 'Assembly 🌱',
    create_time: 1,
    reserved: 15,
    parameters: json({ name: 'Assembly 🌱' }),
    reasons: json([]),
    created_at: 1_795_452_073_000,
    ...more,
  }
}
