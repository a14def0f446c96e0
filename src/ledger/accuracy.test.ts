import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AttendanceRig, attendanceRig, attendee } from '../../test/attendance.ts'
import { memoryDatabase } from '../../test/databases.ts'
import { type Database, openDatabase } from '../db/open.ts'
import type { Meeting } from '../meetings/meeting.ts'
import { collectUse } from './collect.ts'
import { type Class, nothing, plus, type Spent, sum, total } from './spent.ts'

const second = 1000
const hourMs = 3600 * second
/** From one note of until when everybody was certainly there to the next. */
const beatMs = 15 * second
/** From the last look that was written to the first one of a new process: a look every few seconds, and a restart. */
const longestUnseenMs = 6 * second
const people = 160
/** A thousandth of an hour in which all who are there at its beginning stay: so much a kill may cost at its worst. */
const allowedEach = (people * (2 / 3) * hourMs) / 1000

let database: Database

beforeAll(async () => {
  database = await openDatabase(await memoryDatabase())
})

afterAll(() => database[Symbol.asyncDispose]())

/** What happens in a busy hour, one after the other. */
type Happening =
  | { readonly kind: 'come' | 'go' | 'turn'; readonly who: number; readonly after: number; readonly to: Class }
  | Kill

/** Nothing is seen for a while: people come and go, or all leave in the same moment, at such a part of it. */
interface Kill {
  readonly kind: 'kill'
  readonly unseen: number
  readonly meanwhile: readonly number[]
  readonly allLeaveAt: number | null
}

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom('come' as const, 'go' as const, 'turn' as const),
  who: fc.nat(people - 1),
  after: fc.nat(12 * second),
  to: fc.constantFrom('listening' as const, 'speaking' as const, 'camera' as const),
})

const kill: fc.Arbitrary<Kill> = fc.record({
  kind: fc.constant('kill' as const),
  unseen: fc.integer({ min: 1, max: longestUnseenMs }),
  meanwhile: fc.array(fc.nat(people - 1), { maxLength: people }),
  allLeaveAt: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})

/** An hour with up to three kills, each right before or after anything else; around each of them all may leave. */
const hour = fc
  .tuple(
    fc.array(happening, { minLength: 150, maxLength: 400 }),
    fc.array(fc.tuple(fc.nat(400), kill), { minLength: 1, maxLength: 3 }),
  )
  .map(([usual, kills]) => {
    const all = [...usual]
    for (const [at, one] of kills) all.splice(Math.min(at, all.length), 0, one)
    return all
  })

/** The truth beside what is written: who is there since when, as what. */
class Hour {
  readonly there = new Map<number, { since: number; now: Class }>()
  truth: Spent = nothing

  readonly #rig: AttendanceRig
  readonly #meeting: Meeting
  /** When it notes next until when everybody was there. */
  #beats: number

  constructor(rig: AttendanceRig, meeting: Meeting) {
    this.#rig = rig
    this.#beats = rig.clock.now() + beatMs
    this.#meeting = meeting
  }

  get now(): number {
    return this.#rig.clock.now()
  }

  come(who: number): void {
    if (!this.there.has(who)) this.there.set(who, { since: this.now, now: 'listening' })
  }

  go(who: number): void {
    this.#note(who)
    this.there.delete(who)
  }

  turn(who: number, to: Class): void {
    this.#note(who)
    const one = this.there.get(who)
    if (one) one.now = to
  }

  #note(who: number): void {
    const one = this.there.get(who)
    if (!one) return
    this.truth = plus(this.truth, { ...nothing, [one.now]: this.now - one.since })
    one.since = this.now
  }

  /** The server tells who is there; a second later it is written. */
  see(): void {
    const seen = [...this.there].map(([who, { now }]) =>
      attendee(`u${who}`, `w_${who}`, { video: now === 'camera', voice: now === 'speaking' }),
    )
    this.#rig.see(this.#meeting, ...seen)
  }

  /** Time passes as it does while it runs: it is written every second, and noted every fifteen until when all were there. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; ) {
      const step = Math.min(left, this.#beats - this.now)
      this.#rig.clock.advance(step)
      left -= step
      if (step >= second) await this.#rig.attendance.flush()
      if (this.now < this.#beats) continue
      this.see()
      await this.#rig.attendance.beat()
      this.#beats = this.now + beatMs
    }
  }

  /** Dies, and is back some time later: what happened since it last wrote is lost, and what happened meanwhile. */
  async die({ unseen, meanwhile, allLeaveAt }: Kill): Promise<void> {
    this.see()
    await this.#rig.attendance.tend()
    const since = this.now
    const all = allLeaveAt === null ? [] : [...this.there.keys()].map((who) => ({ who, at: allLeaveAt }))
    const some = meanwhile.map((who, i) => ({ who, at: (i + 0.5) / meanwhile.length }))
    for (const { who, at } of allLeaveAt === null ? some : all) {
      this.#rig.clock.advance(Math.floor(since + at * unseen) - this.now)
      if (this.there.has(who)) this.go(who)
      else this.come(who)
    }
    this.#rig.clock.advance(since + unseen - this.now)
    await this.#rig.die()
    this.#beats = this.now + beatMs
    this.see()
  }
}

test('whenever it is killed in a busy hour, the minutes are right within 0.1 % a kill, by class too, and nobody counts twice', {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(hour, async (happenings) => {
      await using rig = await attendanceRig(database)
      const meeting = await rig.start()
      const of = new Hour(rig, meeting)
      const begin = of.now
      for (let who = 0; who < people; who += 1) if (who % 3 !== 0) of.come(who)
      of.see()
      await of.pass(beatMs)
      for (const one of happenings) {
        if (of.now - begin > hourMs) break
        if (one.kind === 'kill') await of.die(one)
        else {
          await of.pass(one.after)
          if (one.kind === 'turn') of.turn(one.who, one.to)
          else of[one.kind](one.who)
          of.see()
        }
      }
      await of.pass(Math.max(0, begin + hourMs - of.now))
      for (const who of of.there.keys()) of.go(who)
      of.see()
      await rig.attendance.flush()

      // Where few leave around a kill, errors cancel out; where all do in the same moment, each such kill adds its own.
      const worst = happenings.filter((one) => one.kind === 'kill' && one.allLeaveAt !== null).length
      const allowed = allowedEach * Math.max(1, worst)
      const counted = sum(await collectUse(database, begin, of.now))
      const [written, truth] = [total(counted), total(of.truth)]
      expect(Math.abs(truth - written)).toBeLessThanOrEqual(allowed)
      for (const name of ['listening', 'speaking', 'camera'] as const) {
        expect(Math.abs(counted[name] - of.truth[name])).toBeLessThanOrEqual(allowed)
      }
      await expectNoOverlap(rig)
    }),
    { numRuns: Number(process.env['MYCEL_RUNS'] ?? 12), endOnFailure: true },
  )
})

/** One session is in a meeting once at a time. */
async function expectNoOverlap(rig: AttendanceRig): Promise<void> {
  for (const stays of Map.groupBy(await rig.rows(), (row) => row.user_key).values()) {
    const ordered = stays.toSorted((a, b) => a.joined_at - b.joined_at)
    for (const [i, stay] of ordered.entries()) {
      const next = ordered[i + 1]
      if (next) expect(stay.left_at ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(next.joined_at)
    }
  }
}
