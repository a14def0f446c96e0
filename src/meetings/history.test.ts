import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { memoryDatabase } from '../../test/databases.ts'
import { aMeeting } from '../../test/meetings.ts'
import { type Database, openDatabase } from '../db/open.ts'
import { manualClock } from '../lib/clock.ts'
import { createDirectory } from './directory.ts'
import { createHistory, loadHistory } from './history.ts'
import type { Meeting } from './meeting.ts'
import { createMeetingStore } from './store.ts'

const ended = (meetingId: string, peak: number, peakVideos = 0) => ({
  organisation: 'main',
  meetingId,
  peak,
  peakVideos,
})

describe('the history', () => {
  it('keeps the last 20 meetings of a room, and none to which nobody came', () => {
    const history = createHistory()
    for (let peak = 0; peak <= 25; peak++) history.note(ended('a', peak))
    expect(history.room('main', 'a')).toEqual(Array.from({ length: 20 }, (_, index) => index + 6))
    expect(history.room('other', 'a')).toEqual([])
  })

  it('tells what is usual in each room, and learns from every end', () => {
    const history = createHistory()
    for (const [room, peak] of [
      ['a', 5],
      ['a', 7],
      ['a', 90],
      ['b', 12],
    ] as const)
      history.note(ended(room, peak))
    expect(history.rooms('main')).toEqual([7, 12])
    history.note(ended('c', 3))
    expect(history.rooms('main')).toEqual([7, 12, 3])
    expect(history.rooms('other')).toEqual([])
  })

  it('forgets the rooms that met longest ago when there are too many', () => {
    const history = createHistory()
    history.note(ended('first', 1))
    history.note(ended('second', 1))
    history.note(ended('first', 1))
    for (let room = 0; room < 1999; room++) history.note(ended(`room-${room}`, 1))
    expect(history.room('main', 'second')).toEqual([])
    expect(history.room('main', 'first')).toEqual([1, 1])
    expect(history.rooms('main')).toHaveLength(2000)
  })

  it('tells the share of cameras', () => {
    const history = createHistory()
    history.note(ended('a', 30, 3))
    history.note(ended('a', 10, 7))
    expect(history.videoShare('main', 'a')).toBe(0.25)
    expect(history.videoShare('main', 'b')).toBeUndefined()
  })
})

describe('the history in the database', () => {
  const day = 86_400_000
  const now = 1_800_000_000_000
  let database: Database
  beforeAll(async () => {
    database = await openDatabase(await memoryDatabase())
  })
  afterAll(() => database[Symbol.asyncDispose]())

  it('is that of the meetings that ended in the last 60 days, in their order', async () => {
    const store = createMeetingStore({ database, directory: createDirectory(), clock: manualClock(), hasOthers: false })
    const hold = async (at: number, of: Partial<Meeting>) => {
      const meeting = aMeeting({ instance: `at-${at}`, nodeId: `node-${at}`, ...of })
      expect(await store.succeed(database.kysely, meeting, undefined)).toBe(true)
      await database.transact((tx) => store.end(tx, meeting, at))
    }
    await hold(now - 61 * day, { meetingId: 'a', peak: 99 })
    await hold(now - 2 * day, { meetingId: 'a', peak: 8, peakVideos: 4 })
    await hold(now - 3 * day, { meetingId: 'a', peak: 5 })
    await hold(now - day, { meetingId: 'a', peak: 0 })
    await hold(now - 4 * day, { meetingId: 'b', peak: 31 })

    const history = await loadHistory(database, now)
    expect(history.room('main', 'a')).toEqual([5, 8])
    expect(history.videoShare('main', 'a')).toBeCloseTo(4 / 13)
    expect(history.rooms('main').toSorted((a, b) => a - b)).toEqual([5, 31])
  })
})
