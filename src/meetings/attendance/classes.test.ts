import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AttendanceRig, attendanceRig, attendee, minute } from '../../../test/attendance.ts'
import { memoryDatabase } from '../../../test/databases.ts'
import { type Database, openDatabase } from '../../db/open.ts'

let database: Database
let rig: AttendanceRig
let clock: AttendanceRig['clock']

beforeAll(async () => {
  database = await openDatabase(await memoryDatabase())
})

afterAll(() => database[Symbol.asyncDispose]())

beforeEach(async () => {
  rig = await attendanceRig(database)
  clock = rig.clock
})

afterEach(() => rig[Symbol.asyncDispose]())

const start = (of?: Parameters<AttendanceRig['start']>[0]) => rig.start(of)
const see: AttendanceRig['see'] = (...seen) => rig.see(...seen)
const rows = () => rig.rows()
const minutes: AttendanceRig['minutes'] = (...asked) => rig.minutes(...asked)

describe('what people have turned on', () => {
  const classes = async () => (await rows()).map((row) => row.classes)

  test('is kept with the moment of each change, and nothing else is written', async () => {
    const meeting = await start()
    const begin = clock.now()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting, attendee('ada', undefined, { listening: true }))
    clock.advance(minute)
    see(meeting, attendee('ada', undefined, { voice: true }))
    clock.advance(minute)
    see(meeting, attendee('ada', undefined, { voice: true, video: true }))
    clock.advance(minute)
    see(meeting)
    expect(await classes()).toEqual([
      [
        [begin, 'listening'],
        [begin + 2 * minute, 'speaking'],
        [begin + 3 * minute, 'camera'],
      ],
    ])
    expect(await minutes()).toBe(4)
  })

  test('goes on after a kill: what changed meanwhile counts from when it is seen', async () => {
    const meeting = await start()
    const begin = clock.now()
    see(meeting, attendee('ada', 'w_1', { voice: true }))
    await rig.attendance.flush()
    clock.advance(minute)
    see(meeting, attendee('ada', 'w_1', { video: true }))
    await rig.die()
    clock.advance(minute)
    see(meeting, attendee('ada', undefined, { video: true }))
    expect(await classes()).toEqual([
      [
        [begin, 'speaking'],
        [begin + 2 * minute, 'camera'],
      ],
    ])
  })

  test('proves that they were there, although they are gone after a kill', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting, attendee('ada', undefined, { voice: true }))
    await rig.attendance.flush()
    clock.advance(minute)
    await rig.die()
    see(meeting)
    expect(await minutes()).toBe(1.25)
  })

  test('is bounded, however often it changes', async () => {
    const meeting = await start()
    for (let i = 0; i < 1200; i++) {
      see(meeting, attendee('ada', undefined, { voice: i % 2 === 0 }))
      clock.advance(1000)
    }
    see(meeting)
    expect((await rows()).map((row) => (row.classes as unknown[]).length)).toEqual([500])
    expect(await minutes()).toBe(20)
  })
})
