import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AttendanceRig, attendanceRig, attendee } from '../../test/attendance.ts'
import { memoryDatabase } from '../../test/memory-database.ts'
import { type Database, openDatabase } from '../db/open.ts'
import type { Meeting } from '../meetings/meeting.ts'
import { collectUse } from './collect.ts'
import { type Class, nothing, plus, type Spent, sum, total } from './spent.ts'

const second = 1000
const hourMs = 3600 * second
/** From one note of until when everybody was certainly there to the next. */
const beatMs = 15 * second
/** Until a new process has started and its servers have told who is there. */
const longestAwayMs = 15 * second
const people = 160

let database: Database

beforeAll(async () => {
  database = await openDatabase(await memoryDatabase())
})

afterAll(() => database[Symbol.asyncDispose]())

/** What happens in a busy hour, one after the other. */
type Happening =
  | { readonly kind: 'come' | 'go' | 'turn'; readonly who: number; readonly after: number; readonly to: Class }
  | { readonly kind: 'kill'; readonly away: number; readonly meanwhile: readonly number[] }

const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom('come' as const, 'go' as const, 'turn' as const),
  who: fc.nat(people - 1),
  after: fc.nat(12 * second),
  to: fc.constantFrom('listening' as const, 'speaking' as const, 'camera' as const),
})

/** Anybody may come or go while nothing runs, though not half of all within seconds. */
const kill: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constant('kill' as const),
  away: fc.integer({ min: 1, max: longestAwayMs }),
  meanwhile: fc.array(fc.nat(people - 1), { maxLength: 5 }),
})

/** An hour with one kill or two, each right before or after anything else. */
const hour = fc
  .tuple(
    fc.array(happening, { minLength: 150, maxLength: 400 }),
    fc.array(fc.tuple(fc.nat(400), kill), { minLength: 1, maxLength: 2 }),
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

  /** Dies at once, with what was not written yet, and is back some time later. */
  async die(away: number, meanwhile: readonly number[]): Promise<void> {
    for (const who of meanwhile) {
      this.#rig.clock.advance(Math.floor(away / (meanwhile.length + 1)))
      if (this.there.has(who)) this.go(who)
      else this.come(who)
    }
    this.#rig.clock.advance(Math.ceil(away / (meanwhile.length + 1)))
    await this.#rig.die()
    this.#beats = this.now + beatMs
    this.see()
  }
}

test('whenever it is killed in a busy hour, the minutes are right within 0.1 %, by class too, and nobody counts twice', {
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
        if (one.kind === 'kill') await of.die(one.away, one.meanwhile)
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

      const counted = sum(await collectUse(database, begin, of.now))
      const [written, truth] = [total(counted), total(of.truth)]
      expect(written).toBeLessThanOrEqual(truth)
      expect(truth - written).toBeLessThanOrEqual(truth / 1000)
      for (const name of ['listening', 'speaking', 'camera'] as const) {
        expect(Math.abs(counted[name] - of.truth[name])).toBeLessThanOrEqual(truth / 1000)
      }
      await expectNoOverlap(rig)
    }),
    { numRuns: 12, endOnFailure: true },
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
