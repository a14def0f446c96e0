import { describe, expect, test } from 'vitest'
import { minute } from '../../test/attendance.ts'
import { eachOnALedger, euro, type LedgerRig, organisation } from '../../test/ledger.ts'
import type { Database } from '../db/open.ts'
import { startOf } from './months.ts'
import { listStatements, readEvidence } from './statements.ts'

const day = 1440 * minute

let database: Database
let ledger: LedgerRig

eachOnALedger((fresh) => {
  ledger = fresh
  database = fresh.database
})

describe('a month', () => {
  test('is closed some days after its end, once, and says what was used', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(1000, { instance: 'i1' })
    ledger.goTo('02-03T23:59')
    expect(await ledger.close()).toEqual([])
    ledger.goTo('02-04T00:00')
    expect(await ledger.close()).toEqual(['2026-01'])
    expect(await ledger.close()).toEqual([])
    const { summary, lines } = await ledger.read('2026-01')
    expect(lines.map(({ kind }) => kind)).toEqual(['minutes', 'close'])
    expect(summary).toMatchObject({ used: { listening: 1000 * minute }, base: 500, subtotal: 1500, due: 1500 })
    expect((await listStatements(database, 'main')).map(({ month }) => month)).toEqual(['2026-01'])
  })

  test('ends at midnight in UTC: who is there then is in two months, and in none twice', async () => {
    ledger.goTo('01-31T23:30')
    await ledger.meet(90, { instance: 'i1' })
    ledger.goTo('03-04T00:00')
    expect(await ledger.close()).toEqual(['2026-01', '2026-02'])
    expect((await ledger.read('2026-01')).summary.used.listening).toBe(30 * minute)
    expect((await ledger.read('2026-02')).summary.used.listening).toBe(60 * minute)
  })

  test('that was not closed because nothing ran is closed later, without a charge for whoever was not there', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1' })
    ledger.goTo('06-20T00:00')
    expect(await ledger.close()).toEqual(['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'])
    expect((await listStatements(database, 'other')).map(({ month }) => month)).toEqual(['2026-05'])
    expect((await listStatements(database, 'main')).map(({ month }) => month)).toHaveLength(5)
  })

  test('begins with the one in which the ledger began, where nothing was before', async () => {
    ledger.goTo('02-10T00:00')
    expect(await ledger.close()).toEqual([])
    ledger.goTo('03-04T00:00')
    expect(await ledger.close()).toEqual(['2026-02'])
  })

  test('has the prices that held at its end, not those of the day on which it is closed', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(1000, { instance: 'i1' })
    ledger.goTo('02-01T00:10')
    await ledger.close()
    ledger.organisations = [organisation('main', { prices: { ...euro, listening: 9999 } })]
    ledger.goTo('02-04T00:00')
    await ledger.close()
    expect((await ledger.read('2026-01')).summary.due).toBe(1500)
  })

  test('of an organisation that was removed meanwhile is closed all the same', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1', organisation: 'gone' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    expect((await ledger.read('2026-01', 'gone')).summary).toMatchObject({
      currency: null,
      used: { listening: 10 * minute },
    })
  })

  test('is due of whoever was removed within it, by what held then', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(1000, { instance: 'i1' })
    await ledger.close()
    ledger.organisations = [organisation('other')]
    ledger.goTo('01-20T10:00')
    await ledger.close()
    ledger.goTo('02-04T00:00')
    await ledger.close()
    const { summary, lines } = await ledger.read('2026-01')
    expect(summary.due).toBe(1500)
    expect(lines.at(-1)).toMatchObject({ name: 'Organisation main' })
    ledger.goTo('03-04T00:00')
    await ledger.close()
    expect((await listStatements(database, 'main')).map(({ month }) => month)).toEqual(['2026-01'])
  })

  test('that nobody saw end has the prices of the organisation for what its application used', async () => {
    ledger.organisations = [
      organisation('school', { prices: euro }),
      organisation('moodle', { isApplication: true, lineage: ['moodle', 'school'] }),
    ]
    ledger.goTo('01-05T10:00')
    await ledger.meet(1000, { instance: 'i1', organisation: 'moodle' })
    ledger.goTo('05-04T00:00')
    await ledger.close()
    expect((await ledger.read('2026-01', 'school')).summary.due).toBe(1500)
  })

  test('is closed by one of two that try at once', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1' })
    ledger.goTo('02-04T00:00')
    const closed = await Promise.all([ledger.close(), ledger.close()])
    expect(closed.flat()).toEqual(['2026-01'])
  })

  test('cannot be changed in the database', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    for (const change of [
      'update ledger_lines set number = 9',
      'delete from ledger_lines',
      'delete from ledger_months',
    ]) {
      await expect(database.connection.executeSql(change)).rejects.toThrow('the ledger only grows')
    }
  })
})

describe('what is learnt late', () => {
  test('is a line of the next month that refers to the one it corrects, once', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    await database.read((db) =>
      db
        .updateTable('attendance')
        .set({ left_at: Date.parse('2026-01-05T10:07:00Z') })
        .execute(),
    )
    ledger.goTo('03-04T00:00')
    await ledger.close()
    ledger.goTo('04-04T00:00')
    await ledger.close()
    const { lines, summary } = await ledger.read('2026-02')
    expect(lines[0]).toMatchObject({
      kind: 'correction',
      of: '2026-01',
      line: 1,
      instance: 'i1',
      listening: -3 * minute,
    })
    expect(summary).toMatchObject({ used: { listening: -3 * minute }, corrected: { listening: -3 * minute } })
    expect((await ledger.read('2026-03')).lines.map(({ kind }) => kind)).toEqual(['close'])
    expect((await readEvidence(database, 'main', '2026-02', 1)).matches).toBe(true)
    expect((await readEvidence(database, 'main', '2026-01', 1)).matches).toBe(false)
  })

  test('is no correction when it is only that old attendance was deleted', async () => {
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    await database.connection.executeSql('truncate attendance')
    ledger.parts = { ...ledger.parts, attendanceDays: 60 }
    ledger.goTo('03-04T00:00')
    await ledger.close()
    expect((await ledger.read('2026-02')).lines.map(({ kind }) => kind)).toEqual(['close'])
  })
})

describe('servers with an owner', () => {
  test('cost their owner nothing, and are settled with others in one account, the same on both sides', async () => {
    await ledger.own('s-main', 'main')
    await ledger.own('s-other', 'other')
    ledger.goTo('01-05T10:00')
    await ledger.meet(1000, { instance: 'i1', server: 's-main' })
    await ledger.meet(3000, { instance: 'i2', server: 's-other' })
    await ledger.meet(1000, { instance: 'i3', server: 's-main', organisation: 'other' })
    await ledger.meet(50, { instance: 'i4', server: 's-common' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    const main = (await ledger.read('2026-01')).summary
    const other = (await ledger.read('2026-01', 'other')).summary
    expect(main).toMatchObject({ own: { listening: 1000 * minute }, used: { listening: 50 * minute }, due: 550 })
    expect(main.pairs).toMatchObject([{ organisation: 'other', net: { amount: 2000, currency: 'EUR' } }])
    expect(other.pairs).toMatchObject([{ organisation: 'main', net: { amount: -2000, currency: 'EUR' } }])
    expect(other.pairs[0]?.lentCost).toEqual(main.pairs[0]?.borrowedCost)
  })

  test('tell their owner how much was used, not whose rooms', async () => {
    await ledger.own('s-other', 'other')
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1', server: 's-other' })
    await ledger.meet(10, { instance: 'i2', server: 's-other' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    const { lines, statement } = await ledger.read('2026-01', 'other')
    expect(lines[0]).toMatchObject({ kind: 'lent', to: 'main', lines: 2, listening: 20 * minute })
    expect(JSON.stringify(statement)).not.toMatch(/room-|i1/)
  })

  test('of the federation are common to its members, those of a school are its front ends own', async () => {
    const lineage = ['federation']
    ledger.organisations = [
      organisation('federation', { prices: euro }),
      organisation('school', { lineage: ['school', ...lineage] }),
      organisation('moodle', { isApplication: true, lineage: ['moodle', 'school', ...lineage] }),
    ]
    await ledger.own('s-all', 'federation')
    await ledger.own('s-school', 'school')
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1', organisation: 'moodle', server: 's-all' })
    await ledger.meet(20, { instance: 'i2', organisation: 'moodle', server: 's-school' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    const { summary, lines } = await ledger.read('2026-01', 'school')
    expect(summary).toMatchObject({ used: { listening: 10 * minute }, own: { listening: 20 * minute }, pairs: [] })
    expect(lines[0]).toMatchObject({ organisation: 'school', application: 'moodle', room: 'room-i1' })
    const { file } = await ledger.read('2026-01', 'federation')
    expect(file.statements.map((one) => one.organisation)).toEqual(['federation', 'school'])
    // What an application used is due of its organisation, which pays for the month once.
    expect(file.total).toEqual([{ currency: 'EUR', due: 2 * 500 + 10 }])
    await expect(ledger.read('2026-01', 'moodle')).rejects.toThrow('there is no statement of moodle')
  })

  test('that an application brought are those of its organisation', async () => {
    ledger.organisations = [
      organisation('main', { prices: euro }),
      organisation('school', { prices: { ...euro, base: 0 } }),
      organisation('moodle', { isApplication: true, lineage: ['moodle', 'school'] }),
    ]
    await ledger.own('s-moodle', 'moodle')
    ledger.goTo('01-05T10:00')
    await ledger.meet(1000, { instance: 'i1', server: 's-moodle' })
    await ledger.meet(1000, { instance: 'i2', server: 's-moodle', organisation: 'school' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    const { summary } = await ledger.read('2026-01', 'school')
    expect(summary).toMatchObject({
      own: { listening: 1000 * minute },
      pairs: [{ organisation: 'main', lent: { listening: 1000 * minute }, net: { amount: -1000, currency: 'EUR' } }],
    })
  })

  test('belong for a meeting to whoever had them when it began', async () => {
    await ledger.own('s1', null)
    await ledger.own('s1', 'other', startOf('2026-01') + 6 * day)
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1', server: 's1' })
    ledger.goTo('01-08T10:00')
    await ledger.meet(20, { instance: 'i2', server: 's1' })
    ledger.goTo('02-04T00:00')
    await ledger.close()
    const { summary } = await ledger.read('2026-01')
    expect(summary.used.listening).toBe(10 * minute)
    expect(summary.pairs).toMatchObject([{ organisation: 'other', borrowed: { listening: 20 * minute } }])
  })
})
