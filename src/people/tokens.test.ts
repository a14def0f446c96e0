import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryDatabase } from '../../test/databases.ts'
import { type Database, openDatabase } from '../db/open.ts'
import { manualClock } from '../lib/clock.ts'
import { createTokens, type Tokens } from './tokens.ts'

const clock = manualClock()
const changes: string[] = []
let database: Database
let tokens: Tokens

beforeAll(async () => {
  database = await openDatabase(await memoryDatabase())
  const record = async (_: unknown, { actor, action, subject }: { actor: string; action: string; subject: string }) => {
    changes.push(`${actor} ${action} ${subject}`)
  }
  tokens = createTokens({ database, clock, record })
})
afterAll(() => database[Symbol.asyncDispose]())

const make = (name: string, expiresInDays = 1) => tokens.create({ name, scope: 'read', expiresInDays }, 'local:ada')

test('a token opens until the moment it expires, and only in full', async () => {
  const { text } = await make('short')
  expect(await tokens.verify(text.reveal())).toMatchObject({ name: 'short', scope: 'read', createdBy: 'local:ada' })
  expect(await tokens.verify(text.reveal().slice(0, -1))).toBeUndefined()
  expect(await tokens.verify(text.reveal().toUpperCase())).toBeUndefined()
  clock.advance(86_400_000 - 1)
  expect(await tokens.verify(text.reveal())).toBeDefined()
  clock.advance(1)
  expect(await tokens.verify(text.reveal())).toBeUndefined()
})

test('its last use is written down at most once a minute', async () => {
  const { token, text } = await make('used')
  const lastUse = async () => (await tokens.list()).find(({ id }) => id === token.id)?.lastUsedAt
  expect(await lastUse()).toBeUndefined()
  const first = clock.now()
  await tokens.verify(text.reveal())
  clock.advance(59_999)
  await tokens.verify(text.reveal())
  expect(await lastUse()).toBe(first)
  clock.advance(1)
  await tokens.verify(text.reveal())
  expect(await lastUse()).toBe(first + 60_000)
})

test('the database holds nothing that would open anything', async () => {
  const { text } = await make('hidden')
  const rows = await database.read((db) => db.selectFrom('tokens').selectAll().execute())
  expect(JSON.stringify(rows)).not.toContain(text.reveal().slice(6))
  expect(await Promise.all(rows.map(({ hash }) => tokens.verify(hash)))).toEqual(rows.map(() => undefined))
})

test('making and removing are recorded with who did it; a name cannot be had twice', async () => {
  changes.length = 0
  const { token } = await make('once')
  await expect(make('once')).rejects.toMatchObject({ code: 'conflict' })
  await tokens.remove(token.id, 'token:ci')
  await expect(tokens.remove(token.id, 'token:ci')).rejects.toMatchObject({ code: 'not-found' })
  expect(changes).toEqual(['local:ada token.create once', 'token:ci token.remove once'])
})
