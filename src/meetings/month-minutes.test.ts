import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryDatabase } from '../../test/databases.ts'
import { type Database, openDatabase } from '../db/open.ts'
import { manualClock } from '../lib/clock.ts'
import { createMonthMinutes } from './month-minutes.ts'

const march = Date.UTC(2026, 2)
const minute = 60_000
const log = { debug() {}, info() {}, warn() {}, error() {} }
let database: Database

beforeAll(async () => {
  database = await openDatabase(await memoryDatabase())
})
afterAll(() => database[Symbol.asyncDispose]())

test('minutes are those of the calendar month, until now for whoever is still there', async () => {
  const clock = manualClock(march + 60 * minute)
  const rows = [
    { organisation: 'school', joined_at: march - 30 * minute, left_at: march + 10 * minute, last_seen_at: march },
    { organisation: 'school', joined_at: march + 50 * minute, left_at: null, last_seen_at: march + 55 * minute },
    { organisation: 'school', joined_at: march - 60 * minute, left_at: march - 20 * minute, last_seen_at: march },
    { organisation: 'other', joined_at: march + 20 * minute, left_at: march + 21 * minute, last_seen_at: march },
  ]
  const common = { instance: 'i', meeting_id: 'm', role: 'VIEWER', source: 'event' }
  await database.read((db) =>
    db
      .insertInto('attendance')
      .values(rows.map((row, i) => ({ ...common, ...row, user_key: `person-${i}` })))
      .execute(),
  )
  await using minutes = createMonthMinutes({ database, clock, log, isWanted: () => true })
  expect(minutes.of('school')).toBe(0)
  await minutes.count()
  expect(minutes.of('school')).toBe(15)
  expect(minutes.of('other')).toBe(1)
  clock.advance(31 * 86_400_000)
  expect(minutes.of('school')).toBe(0)
})
