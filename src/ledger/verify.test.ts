import { describe, expect, test } from 'vitest'
import { minute } from '../../test/attendance.ts'
import { eachOnALedger, type LedgerRig } from '../../test/ledger.ts'
import type { Database } from '../db/open.ts'
import { linesCsv, positionsCsv } from './csv.ts'
import { exportStatements } from './export.ts'
import { chain, type Line } from './lines.ts'
import { createSigner } from './signature.ts'
import { closeOf, readEvidence } from './statements.ts'
import { verifyFile, verifySequence } from './verify.ts'
import { verifySides } from './verify-sides.ts'

let database: Database
let ledger: LedgerRig

eachOnALedger((fresh) => {
  ledger = fresh
  database = fresh.database
})

describe('verification', () => {
  async function twoMonths() {
    await ledger.own('s-other', 'other')
    ledger.goTo('01-05T10:00')
    await ledger.meet(100, { instance: 'i1' })
    await ledger.meet(100, { instance: 'i2', server: 's-other' })
    ledger.goTo('02-05T10:00')
    await ledger.meet(7, { instance: 'i3' })
    ledger.goTo('03-04T00:00')
    await ledger.close()
    return { january: await ledger.read('2026-01'), february: await ledger.read('2026-02') }
  }

  /** What is found in the file after somebody has changed it. */
  const changed = (file: object, edit: (statement: Text, lines: Record<string, unknown>[]) => void) => {
    const copy = JSON.parse(JSON.stringify(file)) as { statements: (Text & { lines: Record<string, unknown>[] })[] }
    for (const one of copy.statements) edit(one, one.lines)
    return verifyFile(JSON.stringify(copy), ledger.parts.signer.publicKey).problems
  }
  type Text = Record<string, unknown>

  test('finds nothing wrong with what was made here, and the months go on from each other', async () => {
    const { january, february } = await twoMonths()
    for (const { file } of [january, february]) {
      expect(verifyFile(JSON.stringify(file), ledger.parts.signer.publicKey).problems).toEqual([])
      expect(verifyFile(JSON.stringify(file)).problems).toEqual([])
    }
    expect(verifySequence([february.statement, january.statement])).toEqual([])
    expect(verifySequence([{ ...january.statement, head: 'f'.repeat(64) }, february.statement])).toHaveLength(1)
  })

  test('finds whether two sides say the same of the servers that they lent each other', async () => {
    await ledger.own('s-main', 'main')
    ledger.goTo('01-05T10:00')
    await ledger.meet(50, { instance: 'i0', server: 's-main', organisation: 'other' })
    const { january } = await twoMonths()
    const { statement: theirs } = await ledger.read('2026-01', 'other')
    expect(closeOf(theirs.lines).summary.pairs).toHaveLength(1)
    expect(verifySides([january.statement, theirs])).toEqual([])
    const more = (line: (typeof theirs.lines)[number]) =>
      line.kind === 'lent' ? { ...line, listening: line.listening + 1 } : line
    expect(verifySides([january.statement, { ...theirs, lines: theirs.lines.map(more) }])).toEqual([
      'other, 2026-01: line 2 does not say what the lines of main say.',
    ])
    const close = (line: (typeof theirs.lines)[number]) =>
      line.kind === 'close' ? { ...line, summary: { ...line.summary, pairs: [] } } : line
    expect(verifySides([january.statement, { ...theirs, lines: theirs.lines.map(close) }])).toEqual([
      '2026-01: main and other do not say the same of what they lent each other.',
    ])
    expect(verifySides([january.statement, { ...theirs, month: '2026-03' }])).toEqual([])
  })

  test('finds every change of a line, and names the first', async () => {
    const { january } = await twoMonths()
    for (const [i, line] of january.statement.lines.entries()) {
      for (const [key, value] of Object.entries(line)) {
        const other = typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}0` : []
        const problems = changed(january.file, (_, lines) => {
          lines[i] = { ...lines[i], [key]: other }
        })
        expect(problems.length, `${line.kind}.${key}`).toBeGreaterThan(0)
      }
    }
    const longer = changed(january.file, (_, lines) => {
      lines[0] = { ...lines[0], listening: 1 }
    })
    expect(longer).toEqual([
      'main, 2026-01: Line 1 (room room-i1) does not fit its hash: it was changed, or the line before it was.',
    ])
  })

  test('finds lines that were taken away, put in, or exchanged', async () => {
    const { january, february } = await twoMonths()
    const [more = {}] = february.statement.lines
    expect(changed(january.file, (_, lines) => lines.shift())[0]).toContain('Line 1 is missing')
    expect(changed(january.file, (_, lines) => lines.pop())[0]).toContain('The last line is missing')
    expect(changed(january.file, (_, lines) => lines.push(more))[0]).toContain('Line 4 is missing')
    expect(changed(january.file, (_, lines) => lines.push({ ...more, number: 4 }))[0]).toContain('another statement')
    const signedOtherwise = changed(january.file, (one) => {
      one['signature'] = february.statement.signature
    })
    expect(signedOtherwise[0]).toContain('The signature does not fit')
  })

  test('finds a sum that does not follow, even when all of it was signed anew', async () => {
    const { january } = await twoMonths()
    const forged = structuredClone(january.statement)
    closeOf(forged.lines).summary.due = 1
    const lines = chain(
      forged.lines.map(({ hash: _, ...line }) => line as Line),
      forged.previous,
    )
    const head = lines.at(-1)?.hash ?? ''
    const signature = ledger.parts.signer.sign('main', '2026-01', head)
    const file = { ...january.file, statements: [{ ...forged, lines, head, signature }] }
    expect(verifyFile(JSON.stringify(file)).problems[0]).toContain('The sums do not follow from the lines: due.')
  })

  test('finds a total that is not the sum', async () => {
    const { january } = await twoMonths()
    const file = { ...january.file, total: [{ currency: 'EUR', due: 1 }] }
    expect(verifyFile(JSON.stringify(file)).problems).toEqual(['The total is not the sum of the statements.'])
  })

  test('finds that another installation signed, when the key is given', async () => {
    const { january } = await twoMonths()
    const other = createSigner(Buffer.alloc(32, 8))
    const { head } = january.statement
    const problems = changed(january.file, (one) => {
      Object.assign(one, { publicKey: other.publicKey, signature: other.sign('main', '2026-01', head) })
    })
    expect(problems[0]).toContain('another installation signed this')
  })

  test.each(['', '{}', '[]', '{"format":"mycel statement 1","statements":[],"total":[]}', 'x'])(
    'says that %j is no statement',
    (text) => {
      expect(verifyFile(text).problems[0]).toContain('This is not the JSON file of a statement')
    },
  )

  test('works for what an organisation takes along when it leaves', async () => {
    await twoMonths()
    const [file] = exportStatements(database, 'main')
    const rows = await Array.fromAsync(file?.rows() ?? [])
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(verifyFile(JSON.stringify(row)).problems).toEqual([])
  })

  test('of lines by their stays works as long as these are kept', async () => {
    await twoMonths()
    const { line, stays, matches } = await readEvidence(database, 'main', '2026-01', 1)
    expect([matches, stays.length]).toEqual([true, 1])
    expect(stays[0]).toMatchObject({ listening: 100 * minute, to: (stays[0]?.from ?? 0) + 100 * minute })
    expect(JSON.stringify([line, stays])).not.toContain('ada')
    await expect(readEvidence(database, 'main', '2026-01', 3)).rejects.toThrow('not made of stays')
    await expect(readEvidence(database, 'main', '2026-01', 9)).rejects.toThrow('no line 9')
  })
})

test('as CSV a statement has a row for each position, and rooms that look like formulas do not run', async () => {
  ledger.goTo('01-05T10:00')
  await ledger.meet(1000, { instance: 'i1', meetingId: '=1+1,"x"' })
  ledger.goTo('02-04T00:00')
  await ledger.close()
  const { file } = await ledger.read('2026-01')
  expect(positionsCsv(file).split('\r\n')).toEqual([
    'organisation,month,account,position,minutes,free,price,amount,currency,gigabyte-days',
    'main,2026-01,price list,listening,1000.00,0.00,10.00,10.00,EUR,',
    'main,2026-01,price list,speaking,0.00,0.00,20.00,0.00,EUR,',
    'main,2026-01,price list,camera,0.00,0.00,50.00,0.00,EUR,',
    'main,2026-01,price list,recording,,,0.00,0.00,EUR,0.000',
    'main,2026-01,price list,base,,,,5.00,EUR,',
    'main,2026-01,price list,solidarity,,,100 %,0.00,EUR,',
    '',
  ])
  expect(linesCsv(file)).toContain(`,"'=1+1,""x""",,i1,`)
})
