import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { eachOnALedger, euro, type LedgerRig, organisation } from '../../test/ledger.ts'
import type { Database } from '../db/open.ts'
import { linesCsv, positionsCsv } from './csv.ts'
import { createSoFar } from './so-far.ts'
import { readEvidence } from './statements.ts'
import { verifyFile, verifySequence } from './verify.ts'
import { verifySides } from './verify-sides.ts'

const gigabyte = 1_000_000_000
const priced = { ...euro, recording: 1000, base: 0 }

let database: Database
let ledger: LedgerRig

eachOnALedger(async (fresh) => {
  ledger = fresh
  database = fresh.database
  await database.connection.executeSql('truncate recording_days, recording_looks')
  ledger.organisations = [
    organisation('main', { prices: priced }),
    organisation('moodle', { isApplication: true, lineage: ['moodle', 'main'] }),
    organisation('other', { prices: { ...priced, recording: 3000 } }),
  ]
  ledger.goTo('01-01T00:00')
  await ledger.close()
})

/** So many bytes lie on a server from one day of January to another. */
async function keep(
  bytes: number,
  [first, last]: readonly [number, number],
  of: { organisation?: string; room?: string; server?: string; held?: boolean } = {},
): Promise<void> {
  const { organisation: whose = 'main', room = 'room', server = 's1', held = false } = of
  const days = Array.from({ length: last - first + 1 }, (_, i) => `2026-01-${String(first + i).padStart(2, '0')}`)
  const row = { server, organisation: whose, meeting_id: room, recordings: 1, bytes, held }
  await database.read((db) =>
    db
      .insertInto('recording_days')
      .values(days.map((day) => ({ day, ...row })))
      .execute(),
  )
}

async function close() {
  ledger.goTo('02-04T00:00')
  await ledger.close()
}

describe('recordings in a month', () => {
  test('have a line for each room and server, in gigabyte-days by the price list', async () => {
    await keep(1.5 * gigabyte, [3, 8])
    await keep(1.5 * gigabyte, [9, 12], { held: true })
    await keep(gigabyte / 2, [31, 31], { room: 'another', server: 's2' })
    await close()
    const { lines, summary } = await ledger.read('2026-01')
    expect(lines.slice(0, 2)).toMatchObject([
      { kind: 'recording', room: 'another', server: 's2', settled: 'list', days: 1, held: 0, megabyteDays: 500 },
      { kind: 'recording', room: 'room', server: 's1', settled: 'list', days: 10, held: 4, megabyteDays: 15_000 },
    ])
    // 15.5 GB-days at 10.00 for a thousand.
    expect(summary).toMatchObject({ megabyteDays: 15_500, storage: 16, subtotal: 16, due: 16 })
  })

  test("of an application are its organisation's, and on its own servers they cost nothing", async () => {
    await ledger.own('s-main', 'main')
    await keep(gigabyte, [1, 10], { organisation: 'moodle', server: 's-main' })
    await close()
    const { lines, summary } = await ledger.read('2026-01')
    expect(lines[0]).toMatchObject({ kind: 'recording', application: 'moodle', owner: 'main', settled: 'own' })
    expect(summary).toMatchObject({ megabyteDays: 0, ownMegabyteDays: 10_000, storage: 0, due: 0 })
  })

  test('on the servers of another are netted with it, by its prices, and both sides say the same', async () => {
    await ledger.own('s-other', 'other')
    await ledger.own('s-main', 'main')
    await keep(gigabyte, [1, 31], { server: 's-other' })
    await keep(gigabyte, [1, 10], { organisation: 'other', server: 's-main' })
    ledger.goTo('01-05T10:00')
    await ledger.meet(10, { instance: 'i1', server: 's-other' })
    await close()
    const [ours, theirs] = [await ledger.read('2026-01'), await ledger.read('2026-01', 'other')]
    expect(ours.summary.pairs).toMatchObject([
      {
        organisation: 'other',
        stored: { borrowed: 31_000, lent: 10_000 },
        borrowedCost: { amount: 10 + 93 },
        lentCost: { amount: 10 },
        net: { amount: 93 },
      },
    ])
    expect(theirs.lines).toContainEqual(expect.objectContaining({ kind: 'lent', lines: 2, megabyteDays: 31_000 }))
    expect(verifySides([ours.statement, theirs.statement])).toEqual([])
    const more = (line: (typeof theirs.statement.lines)[number]) =>
      line.kind === 'lent' ? { ...line, megabyteDays: 1 } : line
    const changed = { ...theirs.statement, lines: theirs.statement.lines.map(more) }
    expect(verifySides([ours.statement, changed])).toHaveLength(1)
    const rows = positionsCsv(ours.file).split('\r\n')
    expect(rows).toContain('main,2026-01,with other,used recording,,,30.00,0.93,EUR,31.000')
    expect(rows).toContain('main,2026-01,with other,lent recording,,,10.00,-0.10,EUR,10.000')
  })

  test('on a server that changed hands are settled with whose it was on each day', async () => {
    await ledger.own('s1', null)
    await ledger.own('s1', 'main', Date.UTC(2026, 0, 16))
    await keep(gigabyte, [1, 31])
    await close()
    const { lines, summary } = await ledger.read('2026-01')
    expect(lines.slice(0, 2)).toMatchObject([
      { settled: 'own', days: 16 },
      { settled: 'list', days: 15 },
    ])
    expect(summary).toMatchObject({ megabyteDays: 15_000, ownMegabyteDays: 16_000 })
    for (const number of [1, 2]) {
      expect((await readEvidence(database, 'main', '2026-01', number)).matches).toBe(true)
    }
  })

  test('are shown in the month so far', async () => {
    await keep(gigabyte, [1, 2])
    ledger.goTo('01-03T12:00')
    const { statements, total } = await createSoFar(ledger.parts).read('main')
    expect(statements[0]?.lines[0]).toMatchObject({ kind: 'recording', megabyteDays: 2000 })
    expect(total).toEqual([{ currency: 'EUR', due: 2 }])
  })

  test('are rounded once for a line, whatever their sizes', async () => {
    await keep(400_000, [1, 10])
    await keep(7 * 1_000_000 * gigabyte, [1, 31], { room: 'vast' })
    await close()
    const { lines } = await ledger.read('2026-01')
    expect(lines.slice(0, 2)).toMatchObject([{ megabyteDays: 4 }, { megabyteDays: 7 * 31 * 1_000_000_000 }])
  })
})

describe('a line about recordings', () => {
  test('can be computed again from its days, and a file in which it was changed is found out', async () => {
    await keep(gigabyte, [3, 4])
    await keep(gigabyte, [5, 5], { held: true })
    await close()
    const { file } = await ledger.read('2026-01')
    const { days, stays, matches } = await readEvidence(database, 'main', '2026-01', 1)
    expect([matches, stays]).toEqual([true, []])
    expect(days.map(({ day, held }) => [day, held])).toEqual([
      ['2026-01-03', false],
      ['2026-01-04', false],
      ['2026-01-05', true],
    ])
    const text = JSON.stringify(file)
    expect(verifyFile(text).problems).toEqual([])
    const { problems } = verifyFile(text.replace('"held":1', '"held":0'))
    expect(problems).toEqual([expect.stringContaining('recordings of room room) does not fit its hash')])
    await database.connection.executeSql("delete from recording_days where day = '2026-01-04'")
    expect((await readEvidence(database, 'main', '2026-01', 1)).matches).toBe(false)
  })

  test('is a row of the CSV files', async () => {
    await keep(gigabyte, [3, 4])
    await close()
    const { file, lines } = await ledger.read('2026-01')
    const hash = (lines[0] as { hash?: string }).hash
    expect(positionsCsv(file)).toContain('main,2026-01,price list,recording,,,10.00,0.02,EUR,2.000\r\n')
    expect(linesCsv(file)).toContain(`main,2026-01,1,recording,,room,,,s1,,list,,,,${hash},2,0,2.000\r\n`)
  })
})

test('months that were closed before recordings were counted verify unchanged', async () => {
  const text = await readFile(new URL('../../test/golden/statements-without-recordings.json', import.meta.url), 'utf8')
  const { problems, file } = verifyFile(text)
  expect(problems).toEqual([])
  const of = (id: string) => file?.statements.filter((one) => one.organisation === id) ?? []
  expect([of('main'), of('other')].map(verifySequence)).toEqual([[], []])
  expect(verifySides(file?.statements ?? [])).toEqual([])
})
