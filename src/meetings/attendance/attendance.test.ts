import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type AttendanceRig, attendanceRig, attendee, minute } from '../../../test/attendance.ts'
import { memoryDatabase } from '../../../test/databases.ts'
import { type Database, openDatabase } from '../../db/open.ts'
import { factsOfNew } from '../render.ts'

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

test('what is seen after another process took over is not written: that one has seen it too', async () => {
  const lease = (token: number) =>
    database.connection.executeSql(
      `insert into leases (name, holder, token, expires_at) values ('poller', 'x', $1, 0)
       on conflict (name) do update set token = excluded.token`,
      [token],
    )
  await lease(7)
  const ours = await rig.open(7)
  const meeting = await start()
  meeting.facts = { ...factsOfNew([], meeting.nodeId, ''), participants: 1, attendees: [attendee('ada')] }
  ours.follow(meeting, 'poll', clock.now())
  await ours.flush()
  expect(await rows()).toHaveLength(1)
  await lease(8)
  meeting.facts = { ...meeting.facts, attendees: [attendee('ada'), attendee('bela')] }
  ours.follow(meeting, 'poll', clock.now())
  await ours.flush()
  expect(await rows()).toHaveLength(1)
})

describe('intervals', () => {
  test('are opened when people come and closed when they go', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting, attendee('ada'), attendee('bela'))
    clock.advance(2 * minute)
    see(meeting, attendee('bela'))
    clock.advance(3 * minute)
    see(meeting)
    expect(await minutes()).toBe(3 + 5)
  })

  test('are all closed when the meeting ends, and once only', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'), attendee('bela'))
    clock.advance(minute)
    rig.attendance.close(meeting, clock.now())
    clock.advance(minute)
    rig.attendance.close(meeting, clock.now())
    expect(await minutes()).toBe(2)
  })

  test('hold no name and no id, and say who is the same person within an organisation only', async () => {
    const [one, two, foreign] = [
      await start(),
      await start({ instance: 'i2', meetingId: 'room-8', nodeId: 'n2' }),
      await start({ instance: 'i3', organisation: 'other', nodeId: 'n3' }),
    ]
    for (const meeting of [one, two, foreign]) see(meeting, attendee('ada@example.coop', 'w_1'))
    const written = await rows()
    expect(JSON.stringify(written)).not.toContain('ada')
    expect(JSON.stringify(written)).not.toContain('w_1')
    const [first, second, third] = written.map((row) => row.user_key)
    expect([second === first, third === first]).toEqual([true, false])
  })

  test('of one person in two sessions that came at once are two', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'), attendee('ada'))
    clock.advance(minute)
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting)
    expect(await minutes()).toBe(3)
    expect(await rows()).toHaveLength(2)
  })

  test('are one where a session that was seen before its event is named by it', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting, attendee('ada', 'w_1'))
    clock.advance(minute)
    see(meeting)
    expect(await rows()).toHaveLength(1)
    expect(await minutes()).toBe(2)
  })

  test('by the thousand are written without loss', async () => {
    const meeting = await start()
    const people = Array.from({ length: 1234 }, (_, i) => attendee(`u${i}`))
    see(meeting, ...people)
    clock.advance(minute)
    see(meeting)
    expect(await minutes()).toBe(1234)
  })
})

describe('after the process was killed', () => {
  test('whoever is there still goes on, as if nothing had happened', async () => {
    const meeting = await start()
    see(meeting, attendee('ada', 'w_1'))
    await rig.attendance.flush()
    clock.advance(10 * minute)
    await rig.die()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting)
    expect(await minutes()).toBe(11)
    expect(await rows()).toHaveLength(1)
  })

  test('whoever is gone and whoever is new are given half of the time that nobody knows of, fifteen seconds at most', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    clock.advance(4 * minute)
    see(meeting, attendee('ada'))
    await rig.attendance.beat()
    clock.advance(10 * minute)
    await rig.die()
    see(meeting, attendee('bela'))
    clock.advance(minute)
    see(meeting, attendee('bela'))
    await rig.attendance.beat()
    expect(await minutes()).toBe(4 + 0.25 + 0.25 + 1)
  })

  test('and everybody left around it, the errors cancel out instead of adding up', async () => {
    const meeting = await start()
    const all = Array.from({ length: 100 }, (_, i) => attendee(`u${i}`))
    see(meeting, ...all)
    clock.advance(minute)
    see(meeting, ...all)
    await rig.attendance.tend()
    // One after the other leaves within ten seconds, the first half before the kill, and nobody notices.
    clock.advance(10_000)
    await rig.die()
    see(meeting)
    expect(await minutes()).toBeCloseTo(100 * 1 + (100 * 5) / 60, 9)
  })

  test('a mark that a wrong clock made counts for nothing', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    await rig.attendance.tend()
    await database.connection.executeSql('update attendance_marks set at = at + 31536000000')
    clock.advance(10_000)
    await rig.die()
    see(meeting)
    expect(await minutes('main', 0, Number.MAX_SAFE_INTEGER)).toBeCloseTo(5 / 60, 9)
  })

  test('nobody is given time in which they are noted already', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting, attendee('ada'))
    await rig.attendance.tend()
    clock.advance(9_000)
    see(meeting)
    await rig.attendance.flush()
    clock.advance(1_000)
    await rig.die()
    see(meeting, attendee('ada'))
    const [first, second] = await rows()
    expect(first?.left_at).toBe(clock.now() - 1000)
    expect(second?.joined_at).toBe(clock.now() - 500)
  })

  test('nobody is taken to be there before their server said so', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    await rig.attendance.flush()
    clock.advance(minute)
    await rig.die()
    expect(rig.attendance.isCertain(meeting)).toBe(false)
    meeting.confirmedAt = clock.now()
    await rig.attendance.beat()
    expect(await minutes()).toBe(0)
    rig.attendance.close(meeting, clock.now())
    expect(await minutes()).toBe(0.25)
  })

  test('what was open in a meeting that is over is closed', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    await rig.attendance.flush()
    rig.directory.remove(meeting)
    await database.read((db) => db.updateTable('meetings').set({ ended_at: clock.now() }).execute())
    clock.advance(minute)
    await rig.die()
    expect((await rows()).map((row) => row.left_at)).toEqual([clock.now() - minute])
  })

  test('what another process noted as over meanwhile is closed between when they were seen and its end', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    await rig.attendance.tend()
    rig.directory.remove(meeting)
    await database.read((db) =>
      db
        .updateTable('meetings')
        .set({ ended_at: clock.now() + 8000 })
        .execute(),
    )
    clock.advance(minute)
    await rig.die()
    expect((await rows()).map((row) => row.left_at)).toEqual([clock.now() - minute + 4000])
  })
})

describe('every fifteen seconds', () => {
  test('it is noted until when everybody was certainly there', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'), attendee('bela'))
    clock.advance(minute)
    see(meeting, attendee('ada'), attendee('bela'))
    clock.advance(minute)
    await rig.attendance.beat()
    expect(await minutes()).toBe(2)
  })

  test('what memory no longer has is closed', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting, attendee('ada'))
    rig.directory.remove(meeting)
    clock.advance(minute)
    await rig.attendance.beat()
    expect((await rows()).map((row) => row.left_at)).toEqual([clock.now() - minute])
  })

  test('what is over and older than 400 days is deleted', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'), attendee('bela'))
    clock.advance(minute)
    see(meeting, attendee('bela'))
    clock.advance(401 * 24 * 60 * minute)
    await rig.attendance.beat()
    expect((await rows()).map((row) => row.left_at)).toEqual([null])
  })
})

describe('of several gateways on one database', () => {
  test('the one that does not write leaves no trace', async () => {
    rig.isOurs = false
    await rig.attendance.tend()
    const meeting = await start()
    see(meeting, attendee('ada'))
    expect(await rows()).toEqual([])
    expect(rig.attendance.isCertain(meeting)).toBe(true)
  })

  test('the next goes on where the last one stopped', async () => {
    const meeting = await start()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    rig.isOurs = false
    await rig.attendance.tend()
    clock.advance(minute)
    rig.isOurs = true
    await rig.attendance.tend()
    see(meeting, attendee('ada'))
    clock.advance(minute)
    see(meeting)
    expect(await rows()).toHaveLength(1)
    expect(await minutes()).toBe(3)
  })
})

test.each([1, 2, 3, 4, 5])(
  'of a day with kills (%i), half of the time that nobody knows of is wrong at most, and nothing counts twice',
  async (seed) => {
    const random = randomFrom(seed)
    const meeting = await start()
    const there = new Map<string, number>()
    const truth = { spent: 0, atStake: 0 }
    for (let i = 0; i < 300; i++) {
      const someone = `u${Math.floor(random() * 40)}`
      const since = there.get(someone)
      if (since === undefined) there.set(someone, clock.now())
      else {
        truth.spent += clock.now() - since
        there.delete(someone)
      }
      see(meeting, ...[...there.keys()].map((userId) => attendee(userId)))
      await rig.attendance.flush()
      clock.advance(Math.floor(random() * 15_000))
      see(meeting, ...[...there.keys()].map((userId) => attendee(userId)))
      await rig.attendance.beat()
      if (random() > 0.05) continue
      clock.advance(15_000)
      truth.atStake += there.size * 15_000
      // Some leave at the very moment of the kill, and nobody notices.
      for (const [userId, from] of there) {
        if (random() > 0.5) continue
        truth.spent += clock.now() - from
        there.delete(userId)
      }
      await rig.die()
      see(meeting, ...[...there.keys()].map((userId) => attendee(userId)))
    }
    for (const from of there.values()) truth.spent += clock.now() - from
    see(meeting)

    const counted = await minutes()
    expect(counted).toBeLessThanOrEqual((truth.spent + truth.atStake / 2) / minute)
    expect(counted).toBeGreaterThanOrEqual((truth.spent - truth.atStake / 2) / minute)
  },
)

/** Numbers from 0 to 1, the same for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('a sum counts only what lies between its two times, and only that organisation', async () => {
  const meeting = await start()
  const begin = clock.now()
  see(meeting, attendee('ada'))
  clock.advance(10 * minute)
  see(meeting)
  expect(await minutes('main', begin + 2 * minute, begin + 5 * minute)).toBe(3)
  expect(await minutes('main', begin - minute, begin)).toBe(0)
  expect(await minutes('other', begin, clock.now())).toBe(0)
})

test('what cannot be written for a while is written later, and once', async () => {
  const meeting = await start()
  see(meeting, attendee('ada'))
  await database.read((db) => db.schema.alterTable('attendance').renameTo('away').execute())
  await expect(rig.attendance.flush()).rejects.toThrow()
  clock.advance(minute)
  see(meeting)
  await database.connection.executeSql('alter table away rename to attendance')
  expect(await minutes()).toBe(1)
})
