import { createSecretKey } from 'node:crypto'
import type { Database } from '../src/db/open.ts'
import { manualClock } from '../src/lib/clock.ts'
import { type Attendance, createAttendance } from '../src/meetings/attendance/attendance.ts'
import { attendanceOf } from '../src/meetings/attendance/store.ts'
import { createDirectory } from '../src/meetings/directory.ts'
import type { Meeting } from '../src/meetings/meeting.ts'
import { factsOfNew } from '../src/meetings/render.ts'
import type { Attendee } from '../src/protocol/meeting.ts'
import { aMeeting } from './meetings.ts'

export const minute = 60_000

const log = { debug() {}, info() {}, warn() {}, error() {} }

/** Attendance on a clock that is held still, and meetings of which the test says who is in them. */
export class AttendanceRig {
  readonly clock = manualClock()
  readonly directory = createDirectory()
  readonly database: Database
  isOurs = true
  #attendance: Attendance | undefined
  readonly #opened: { readonly attendance: Attendance; readonly process: { isAlive: boolean } }[] = []

  constructor(database: Database) {
    this.database = database
  }

  get attendance(): Attendance {
    if (!this.#attendance) throw new Error('open it first')
    return this.#attendance
  }

  /** Another process on the same database; the last one that was opened is the one of the tests. */
  async open(token?: number): Promise<Attendance> {
    const { clock, directory } = this
    const process = { isAlive: true }
    const opened = createAttendance({
      database: whileAlive(this.database, process),
      clock,
      log,
      directory,
      keptMs: 400 * 1440 * minute,
      key: createSecretKey(Buffer.from('a key')),
      isOurs: () => this.isOurs,
      token: () => token,
    })
    this.#opened.push({ attendance: opened, process })
    await opened.tend()
    return opened
  }

  /** The process dies and another starts: what was not written is lost. */
  async die(): Promise<void> {
    for (const { process } of this.#opened) process.isAlive = false
    this.#attendance = await this.open()
  }

  /** Begins a meeting, in memory and in the database. */
  async start(of: Partial<Meeting> = {}): Promise<Meeting> {
    const meeting = aMeeting({ state: 'running', ...of })
    const { instance, organisation, meetingId, nodeId, server } = meeting
    this.directory.add(meeting)
    const row = { instance, organisation, meeting_id: meetingId, node_id: nodeId, server, name: 'Room' }
    const rest = {
      state: 'running',
      reserved: 1,
      parameters: '{}',
      reasons: '{}',
      created_at: this.clock.now(),
    } as const
    await this.database.read((db) =>
      db
        .insertInto('meetings')
        .values({ ...row, ...rest } as never)
        .execute(),
    )
    return meeting
  }

  /** Its server says now who is in it. */
  see(meeting: Meeting, ...people: Attendee[]): void {
    meeting.facts = { ...factsOfNew([], meeting.nodeId, ''), participants: people.length, attendees: people }
    meeting.confirmedAt = this.clock.now()
    this.attendance.follow(meeting, 'poll', this.clock.now())
  }

  async rows() {
    await this.attendance.flush()
    return await this.database.read((db) => db.selectFrom('attendance').selectAll().orderBy('id').execute())
  }

  async minutes(organisation = 'main', from = 0, to = this.clock.now()): Promise<number> {
    await this.attendance.flush()
    return (await attendanceOf(this.database, organisation, from, to)) / minute
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { attendance } of this.#opened) await attendance[Symbol.asyncDispose]()
  }
}

/** The database of a process: whoever is dead writes no more, although its timers still run here. */
function whileAlive(database: Database, process: { readonly isAlive: boolean }): Database {
  return {
    ...database,
    read: (fn) => (process.isAlive ? database.read(fn) : Promise.reject(new Error('this process was killed'))),
  }
}

/** An open rig on an empty database. */
export async function attendanceRig(database: Database): Promise<AttendanceRig> {
  await database.connection.executeSql('truncate attendance, attendance_marks, meetings')
  const rig = new AttendanceRig(database)
  await rig.die()
  return rig
}

export function attendee(userId: string, internalId?: string, on: Partial<Attendee> = {}): Attendee {
  return { userId, internalId, name: userId, role: 'VIEWER', video: false, voice: false, listening: false, ...on }
}
