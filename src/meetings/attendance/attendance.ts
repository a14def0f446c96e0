import type { KeyObject } from 'node:crypto'
import type { Database } from '../../db/open.ts'
import type { Clock } from '../../lib/clock.ts'
import { dayMs } from '../../lib/days.ts'
import type { Log } from '../context.ts'
import type { Directory } from '../directory.ts'
import type { Meeting } from '../meeting.ts'
import { cameBetween, leftBetween, newerMarks, pickUp, saveMarks } from './marks.ts'
import { createPseudonyms } from './pseudonyms.ts'
import { enter, presentIn, type Room, roomOf, toStay, turn } from './room.ts'
import { matchStays, type Stay } from './stays.ts'
import { deleteBefore, type Interval, noteSeen, readOpen, saveIntervals } from './store.ts'

/** Writes down who was in which meeting and for how long, under pseudonyms. */
export interface Attendance extends AsyncDisposable {
  /**
   * Begins where it is this process that writes: reads what was open when the last one ended. Ends where another has
   * taken over: what is open stays open. Happens every second by itself.
   */
  tend(): Promise<void>
  /** False while somebody may be noted as present who has not been seen since the start. */
  isCertain(meeting: Meeting): boolean
  /**
   * Compares who is in a meeting now with who was there: opens and closes intervals at that time. Times are by the clock
   * that nobody sets, so that the length of an interval is right.
   */
  follow(meeting: Meeting, source: Interval['source'], at: number): void
  /** The meeting is over: whoever is in it has left. */
  close(meeting: Meeting, at: number): void
  /** Writes what is waiting to be written. */
  flush(): Promise<void>
  /** Writes, notes who is there still, and once a day deletes what is too old. Happens every 15 seconds by itself. */
  beat(): Promise<void>
}

export interface AttendanceParts {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly directory: Directory
  /** What pseudonyms are made with. */
  readonly key: KeyObject
  /** Whether this process writes: of several gateways on one database, one does. */
  readonly isOurs: () => boolean
  /** The token of the lease under which it writes; undefined where no other process can. */
  readonly token?: (() => number | undefined) | undefined
  /** For how long it is kept, in milliseconds. */
  readonly keptMs: number
}

const flushMs = 1000
const largestBatch = 200
const beatMs = 15_000

interface State {
  isActive: boolean
  /** Under which it is active. */
  token: number | undefined
  prunedAt: number
  writing: Promise<void> | undefined
  changing: Promise<void> | undefined
  /** The last that were written. */
  marks: Map<string, number>
  /** Of meetings that were there when this process began, and not looked at since: until when they are written. */
  unseen: Map<string, number>
}

export function createAttendance(parts: AttendanceParts): Attendance {
  const { database, clock, log, directory, key, isOurs, token, keptMs } = parts
  const pseudonyms = createPseudonyms(key)
  const rooms = new Map<string, Room>()
  const waiting = new Set<Interval>()
  const state: State = {
    isActive: false,
    token: undefined,
    prunedAt: 0,
    writing: undefined,
    changing: undefined,
    marks: new Map(),
    unseen: new Map(),
  }

  const leave = ({ interval }: Stay, at: number, isCertain: boolean) => {
    interval.leftAt = Math.max(interval.joinedAt, isCertain ? at : leftBetween(interval.lastSeenAt, at))
    write(interval)
  }

  const write = (interval: Interval) => {
    waiting.add(interval)
    if (waiting.size >= largestBatch && !state.writing) void flush().catch(() => {})
  }

  const writeAll = async () => {
    while (waiting.size > 0) {
      const batch = waiting.values().take(largestBatch).toArray()
      for (const interval of batch) waiting.delete(interval)
      try {
        await saveIntervals(database, batch, token?.())
      } catch (error) {
        for (const interval of batch) waiting.add(interval)
        throw error
      }
    }
  }

  /** One at a time, or a later state of an interval could be written before an earlier one. */
  const flush = (): Promise<void> => {
    state.writing ??= writeAll().finally(() => {
      state.writing = undefined
    })
    return state.writing
  }

  /** Marks are taken before what happened until then is written, and written after it. */
  const mark = async () => {
    const { marks, token: under } = state
    const newer = state.isActive ? newerMarks(directory, rooms, marks) : new Map<string, number>()
    await flush()
    await saveMarks(database, newer, under)
    for (const [server, at] of newer) marks.set(server, at)
  }

  const beat = async () => {
    if (!state.isActive) return
    for (const [instance, room] of rooms) {
      if (directory.byInstance(instance)) continue
      for (const stay of room.stays) leave(stay, room.meeting.confirmedAt, room.isCertain)
      rooms.delete(instance)
    }
    await mark()
    const certain = [...rooms.values()].filter(({ isCertain, stays }) => isCertain && stays.length > 0)
    await noteSeen(
      database,
      certain.map(({ meeting }) => ({ instance: meeting.instance, at: meeting.confirmedAt })),
    )
    if (clock.now() - state.prunedAt < dayMs) return
    state.prunedAt = clock.now()
    await deleteBefore(database, clock.now() - keptMs)
  }

  const begin = async () => {
    state.token = token?.()
    state.marks = new Map()
    state.unseen = await pickUp(database, clock.elapsed())
    for (const interval of await readOpen(database)) {
      const meeting = directory.byInstance(interval.instance)
      if (meeting) roomOf(rooms, meeting, false).stays.push(toStay(interval))
    }
    state.isActive = true
  }

  const handOver = async () => {
    await beat()
    state.isActive = false
    rooms.clear()
  }

  const change = async () => {
    // Another may have written in between, although it is ours again.
    if (state.isActive && (!isOurs() || token?.() !== state.token)) await handOver()
    if (!state.isActive && isOurs()) await begin()
  }

  const tend = async () => {
    state.changing ??= change().finally(() => {
      state.changing = undefined
    })
    await state.changing
    await mark()
  }

  const regularly = (work: () => Promise<void>, ms: number) =>
    setInterval(() => {
      work().catch((error: unknown) => log.warn({ err: error }, 'attendance could not be written yet'))
    }, ms).unref()
  const timers = [regularly(tend, flushMs), regularly(beat, beatMs)]

  return {
    tend,
    isCertain: ({ instance }) => !state.isActive || rooms.get(instance)?.isCertain === true,
    follow(meeting, source, at) {
      // A late answer about a meeting that is over must not open what was closed.
      if (!state.isActive || directory.byInstance(meeting.instance) !== meeting) return
      const room = roomOf(rooms, meeting, true)
      const until = state.unseen.get(meeting.instance)
      state.unseen.delete(meeting.instance)
      const since = until === undefined ? at : cameBetween(until, at)
      const { stayed, came, gone } = matchStays(room.stays, presentIn(room, pseudonyms))
      for (const stay of gone) leave(stay, at, room.isCertain)
      room.stays = stayed
      room.isCertain = true
      for (const stay of stayed) if (turn(stay, at)) write(stay.interval)
      for (const person of came) {
        const stay = enter(room, person, source, since)
        room.stays.push(stay)
        write(stay.interval)
      }
    },
    close(meeting, at) {
      const room = rooms.get(meeting.instance)
      if (!room) return
      for (const stay of room.stays) leave(stay, at, room.isCertain)
      rooms.delete(meeting.instance)
    },
    flush,
    beat,
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer)
      await beat().catch((error: unknown) => log.warn({ err: error }, 'attendance could not be written at the end'))
    },
  }
}
