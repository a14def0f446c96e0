import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { memoryDatabase } from '../../../test/databases.ts'
import { type Database, openDatabase } from '../../db/open.ts'
import { dayMs } from '../../lib/days.ts'
import { deleteDaysBefore, heldDays, holdDays, type Kept, saveDay } from './days.ts'
import { nextDue } from './meter.ts'
import { createRecordingStorage } from './storage.ts'

const march = (day: number, hour = 12) => Date.UTC(2026, 2, day, hour)

let database: Database

beforeAll(async () => {
  database = await openDatabase(await memoryDatabase())
})
afterAll(() => database[Symbol.asyncDispose]())
beforeEach(() => database.connection.executeSql('truncate recording_looks, recording_days'))

const room = (bytes: number, of: Partial<Kept> = {}): Kept => ({
  organisation: 'school',
  meetingId: 'room',
  recordings: 1,
  bytes,
  ...of,
})

async function tell(at: number, kept: readonly Kept[], server = 's1'): Promise<void> {
  const bytes = kept.reduce((sum, one) => sum + one.bytes, 0)
  const totals = { recordings: kept.length, bytes, unknownRecordings: 0, unknownBytes: 0, unsizedRecordings: 0 }
  const day = new Date(at).toISOString().slice(0, 10)
  await saveDay(database, { server, day, askedAt: at, dueAt: nextDue(server, at), kept, totals })
}

const days = () =>
  database.read((db) =>
    db
      .selectFrom('recording_days')
      .select(['day', 'server', 'bytes', 'held'])
      .orderBy('day')
      .orderBy('server')
      .execute(),
  )

test('a day is written once: what is told later on the same day, or of one before, changes nothing', async () => {
  await tell(march(2), [room(5)])
  await tell(march(2, 20), [room(7), room(1, { meetingId: 'other' })])
  await tell(march(1), [room(9)])
  expect(await days()).toEqual([{ day: '2026-03-02', server: 's1', bytes: 5, held: false }])
  const change = database.read((db) => db.updateTable('recording_days').set({ bytes: 1 }).execute())
  await expect(change).rejects.toThrow(/not changed afterwards/)
})

test('days on which nobody could ask count as the last one that was told, and say so, but not for ever', async () => {
  await tell(march(1), [room(5)])
  await holdDays(database, ['s1'], march(2))
  expect(await days()).toHaveLength(1)
  await holdDays(database, ['s1'], march(4))
  await holdDays(database, ['s1'], march(4))
  expect(await days()).toEqual([
    { day: '2026-03-01', server: 's1', bytes: 5, held: false },
    { day: '2026-03-02', server: 's1', bytes: 5, held: true },
    { day: '2026-03-03', server: 's1', bytes: 5, held: true },
  ])
  await holdDays(database, ['s1'], march(30))
  expect((await days()).at(-1)).toMatchObject({ day: `2026-03-0${1 + heldDays}`, held: true })
  await tell(march(30), [room(8)])
  expect((await days()).at(-1)).toEqual({ day: '2026-03-30', server: 's1', bytes: 8, held: false })
})

test('a day of which a server told that nothing lies there is not filled with what was before', async () => {
  await tell(march(1), [room(5)])
  await tell(march(2), [])
  await holdDays(database, ['s1'], march(6))
  expect(await days()).toHaveLength(1)
})

test('nothing is held for a server that is none of ours any more', async () => {
  await tell(march(1), [room(5)])
  await holdDays(database, ['s2'], march(6))
  expect(await days()).toHaveLength(1)
})

test('what lies there is what each server of the pool told last', async () => {
  const servers = ['s1', 's2']
  const storage = createRecordingStorage({ database, servers: () => servers })
  await tell(march(1), [room(5), room(2, { meetingId: 'other' }), room(9, { organisation: 'college' })])
  await tell(march(1), [room(10)], 's2')
  await tell(march(1), [room(1000)], 'gone')
  await storage.count()
  expect([storage.of('school'), storage.of('college'), storage.of('unknown')]).toEqual([17, 9, 0])
  await tell(march(2), [room(1)])
  await holdDays(database, servers, march(4))
  await storage.count()
  expect([storage.of('school'), storage.of('college')]).toEqual([11, 0])
})

test('old days are deleted, but never what is known', async () => {
  await tell(march(1), [room(5)])
  await tell(march(2), [room(6)])
  await tell(march(1), [room(7)], 's2')
  await deleteDaysBefore(database, march(20))
  expect(await days()).toEqual([
    { day: '2026-03-01', server: 's2', bytes: 7, held: false },
    { day: '2026-03-02', server: 's1', bytes: 6, held: false },
  ])
})

test('a server is asked again on the next day, each at its own time, so that hours are left', () => {
  for (const server of ['s1', 's2', 'bbb-7.example.coop']) {
    const due = nextDue(server, march(1))
    expect(due).toBe(nextDue(server, march(1, 23)))
    expect(due).toBeGreaterThanOrEqual(march(2, 0))
    expect(due).toBeLessThan(march(2, 18))
    expect(nextDue(server, due)).toBe(due + dayMs)
  }
  expect(nextDue('s1', march(1))).not.toBe(nextDue('s2', march(1)))
})
