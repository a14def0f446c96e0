import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type Database, openDatabase } from '../src/db/open.ts'
import { closeDueMonths } from '../src/ledger/close-month.ts'
import type { Line } from '../src/ledger/lines.ts'
import type { LedgerOrganisation, LedgerParts } from '../src/ledger/parts.ts'
import { createSigner } from '../src/ledger/signature.ts'
import { closeOf, readStatements } from '../src/ledger/statements.ts'
import { type AttendanceRig, attendanceRig, attendee, minute } from './attendance.ts'
import { memoryDatabase } from './databases.ts'

export const euro = {
  currency: 'EUR',
  listening: 1000,
  speaking: 2000,
  camera: 5000,
  recording: 0,
  base: 500,
  free: 0,
  solidarity: 100,
}

/** A ledger over attendance on a clock that is held still. `main` pays 5 € a month, `other` only for what it uses. */
export class LedgerRig {
  readonly rig: AttendanceRig
  readonly database: Database
  parts: LedgerParts
  organisations: LedgerOrganisation[] = [
    organisation('main', { prices: euro }),
    organisation('other', { prices: { ...euro, base: 0 } }),
  ]

  constructor(rig: AttendanceRig) {
    this.rig = rig
    this.database = rig.database
    this.parts = {
      database: rig.database,
      clock: rig.clock,
      signer: createSigner(Buffer.alloc(32, 7)),
      organisations: () => this.organisations,
      closeAfterDays: 3,
      attendanceDays: 400,
      settle: () => rig.attendance.beat(),
      isOurs: () => true,
    }
  }

  /** Goes to a moment of the year, written `02-03T10:00`. */
  goTo(time: string): void {
    this.rig.clock.advance(Date.parse(`2026-${time}:00Z`) - this.rig.clock.now())
  }

  /** Ada is in a meeting for so many minutes from now on. */
  async meet(minutes: number, of: { organisation?: string; server?: string; instance: string; meetingId?: string }) {
    const { rig } = this
    const meeting = await rig.start({ meetingId: `room-${of.instance}`, nodeId: of.instance, ...of })
    rig.see(meeting, attendee('ada'))
    rig.clock.advance(minutes * minute)
    rig.attendance.close(meeting, rig.clock.now())
    rig.directory.remove(meeting)
    await this.database.read((db) =>
      db.updateTable('meetings').set({ ended_at: rig.clock.now() }).where('instance', '=', of.instance).execute(),
    )
  }

  /** From some time on a server belongs to an organisation. */
  async own(server: string, owner: string | null, since = 0): Promise<void> {
    await this.database.read((db) => db.insertInto('server_owners').values({ server, owner, since }).execute())
  }

  close(): Promise<string[]> {
    return closeDueMonths(this.parts)
  }

  async read(month: string, of = 'main') {
    const file = await readStatements(this.database, of, month)
    const [statement] = file.statements
    if (!statement) throw new Error('no statement')
    return { file, statement, summary: closeOf(statement.lines).summary, lines: statement.lines as Line[] }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig[Symbol.asyncDispose]()
  }
}

/** An empty ledger on an empty database. */
export async function ledgerRig(database: Database): Promise<LedgerRig> {
  await database.connection.executeSql(`truncate ledger_lines, ledger_months, ledger_terms, server_owners;
    delete from settings where name = 'ledger'`)
  return new LedgerRig(await attendanceRig(database))
}

/** Gives each test of a file an empty ledger; all are on one database, because making one takes long. */
export function eachOnALedger(take: (fresh: LedgerRig) => void | Promise<void>): void {
  let database: Database
  let ledger: LedgerRig
  beforeAll(async () => {
    database = await openDatabase(await memoryDatabase())
  })
  afterAll(() => database[Symbol.asyncDispose]())
  beforeEach(async () => {
    ledger = await ledgerRig(database)
    await take(ledger)
  })
  afterEach(() => ledger[Symbol.asyncDispose]())
}

export function organisation(id: string, of: Partial<LedgerOrganisation> = {}): LedgerOrganisation {
  return { id, name: `Organisation ${id}`, isApplication: false, lineage: [id], prices: undefined, ...of }
}
