import { expect, test } from 'vitest'
import { minute } from '../../test/attendance.ts'
import { eachOnALedger, euro, type LedgerRig, organisation } from '../../test/ledger.ts'
import { createSoFar, type SoFar } from './so-far.ts'
import { closeOf } from './statements.ts'

let ledger: LedgerRig

eachOnALedger((fresh) => {
  ledger = fresh
})

const read = (of: string, month?: string): Promise<SoFar> => createSoFar(ledger.parts).read(of, month)
const summaryOf = ({ statements: [own] }: SoFar) => closeOf(own?.lines ?? []).summary

test('the month that goes on comes to what its statement would, were it over now', async () => {
  ledger.goTo('01-05T10:00')
  await ledger.meet(1000, { instance: 'i1' })
  const soFar = await read('main')
  expect(soFar).toMatchObject({ month: '2026-01', closesAt: Date.parse('2026-02-04T00:00Z') })
  ledger.goTo('02-04T00:00')
  const late = await read('main', '2026-01')
  await ledger.close()
  const { summary, lines } = await ledger.read('2026-01')
  expect(summaryOf(soFar)).toEqual(summary)
  expect(summaryOf(late)).toEqual(summary)
  expect(lines.slice(0, -1)).toMatchObject(soFar.statements[0]?.lines.slice(0, -1) ?? [])
})

test('counts whoever is still there, by the prices of now', async () => {
  ledger.goTo('01-05T10:00')
  await ledger.close()
  const meeting = await ledger.rig.start({ instance: 'i1' })
  ledger.rig.see(meeting, {
    userId: 'ada',
    internalId: undefined,
    name: 'Ada',
    role: 'VIEWER',
    video: false,
    voice: false,
    listening: false,
  })
  ledger.rig.clock.advance(10 * minute)
  meeting.confirmedAt = ledger.rig.clock.now()
  ledger.organisations = [organisation('main', { prices: { ...euro, base: 7 } })]
  expect(summaryOf(await read('main'))).toMatchObject({ used: { listening: 10 * minute }, base: 7, subtotal: 17 })
})

test('is of the organisation and of all below it, and of nobody else', async () => {
  ledger.organisations = [
    organisation('federation'),
    organisation('school', { lineage: ['school', 'federation'] }),
    organisation('moodle', { isApplication: true, lineage: ['moodle', 'school', 'federation'] }),
    organisation('other'),
  ]
  const of = async (id: string) => (await read(id)).statements.map((one) => one.organisation)
  expect(await of('federation')).toEqual(['federation', 'school'])
  expect(await of('school')).toEqual(['school'])
  await expect(of('moodle')).rejects.toThrow('moodle has no statements of its own')
})

test.each(['2025-12', '2026-02', '2026-13', 'now'])('%s is none that goes on', async (month) => {
  ledger.goTo('01-05T10:00')
  await expect(read('main', month)).rejects.toThrow(`${month} is no month that goes on`)
})

test('a closed month has a statement instead', async () => {
  ledger.goTo('01-05T10:00')
  await ledger.close()
  ledger.goTo('02-04T00:00')
  await ledger.close()
  await expect(read('main', '2026-01')).rejects.toThrow('2026-01 is no month that goes on')
})

test('is computed once for all who look at once', async () => {
  const counted = { settled: 0 }
  const reader = createSoFar({
    ...ledger.parts,
    settle: async () => {
      counted.settled += 1
    },
  })
  await reader.read('main')
  const before = counted.settled
  await Promise.all(['main', 'other', 'main'].map((id) => reader.read(id)))
  expect(counted.settled - before).toBeLessThanOrEqual(1)
})
