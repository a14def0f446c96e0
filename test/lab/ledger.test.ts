import { describe, expect, test } from 'vitest'
import { type Database, openDatabase } from '../../src/db/open.ts'
import { closeDueMonths } from '../../src/ledger/close-month.ts'
import { collectUse } from '../../src/ledger/collect.ts'
import { monthOf, monthsLater, startOf } from '../../src/ledger/months.ts'
import type { LedgerParts } from '../../src/ledger/parts.ts'
import { createSigner } from '../../src/ledger/signature.ts'
import { createSoFar } from '../../src/ledger/so-far.ts'
import { classes, sum, total } from '../../src/ledger/spent.ts'
import { closeOf, readEvidence, readStatements } from '../../src/ledger/statements.ts'
import { verifyFile } from '../../src/ledger/verify.ts'
import { manualClock } from '../../src/lib/clock.ts'
import { Crowd, expectEachRight } from '../crowd.ts'
import { euro, organisation } from '../ledger.ts'
import { type Installation, startInstallation, whyNoLab } from './installation.ts'

const missing = whyNoLab()
if (missing) process.stderr.write(`skipped: the ledger of replicas (${missing})\n`)

const people = 160
const day = 86_400_000

describe.skipIf(missing)('the ledger of two replicas on a PostgreSQL server', () => {
  test('is right within 0.1 % of a busy hour in which each was killed, and counts nobody twice', {
    timeout: 120_000,
  }, async () => {
    await using installation = await startInstallation({ servers: 2, replicas: 2, capacity: 500 })
    const crowd = new Crowd(installation.practice.servers, people, 4)
    await playBusyTime(installation, crowd)
    await using database = await openDatabase({ kind: 'postgres', url: installation.database })

    const counted = sum(await collectUse(database, 0, Number.MAX_SAFE_INTEGER))
    const truth = sum(crowd.truth.values())
    const allowed = (people * 3_600_000) / 1000
    expect(Math.abs(total(counted) - total(truth))).toBeLessThanOrEqual(allowed)
    for (const name of classes) expect(Math.abs(counted[name] - truth[name]), name).toBeLessThanOrEqual(allowed)
    await expectEachRight(database, crowd)
    await closeTheMonth(database)
  })
})

/** Whoever writes is killed, the other takes over and is killed too; around that kill all leave. */
async function playBusyTime({ replicas, practice }: Installation, crowd: Crowd): Promise<void> {
  const [first, second] = replicas
  if (!first || !second) throw new Error('there are no two replicas')
  for (const room of ['r0', 'r1', 'r2']) await first.call('create', `meetingID=${room}&name=Room`)
  crowd.comeAll()
  await crowd.beBusy(1, 2)
  crowd.stir(4, true)
  first.signal('SIGKILL')
  await first.ended
  crowd.stir(4, true)
  await crowd.beBusy(1, 2)
  await first.start()
  second.signal('SIGKILL')
  await second.ended
  crowd.endAll()
  // The one that is left has taken over, and has seen that nobody is there any more.
  await expect.poll(() => practice.servers.flatMap((server) => server.meetings()).length).toBe(0)
  await crowd.looks(2)
  await expect.poll(async () => await first.call('getMeetings'), { timeout: 20_000 }).toContain('noMeetings')
  first.signal('SIGTERM')
  await first.ended
}

/** Closes it as any server of theirs would: what PostgreSQL keeps comes to the same, and can be verified. */
async function closeTheMonth(database: Database): Promise<void> {
  const clock = manualClock(Date.now())
  const month = monthOf(clock.now())
  const parts: LedgerParts = {
    database,
    clock,
    signer: createSigner(Buffer.alloc(32, 7)),
    organisations: () => [organisation('main', { prices: euro })],
    closeAfterDays: 3,
    attendanceDays: 400,
    settle: async () => {},
    isOurs: () => true,
  }
  await closeDueMonths(parts)
  const soFar = await createSoFar(parts).read('main')
  clock.set(startOf(monthsLater(month, 1)) + 3 * day)
  const both = await Promise.all([closeDueMonths(parts), closeDueMonths(parts)])
  expect(both.flat()).toContain(month)
  expect(both.flat().filter((one) => one === month)).toHaveLength(1)
  const file = await readStatements(database, 'main', month)
  const [statement] = file.statements
  expect(verifyFile(JSON.stringify(file), parts.signer.publicKey).problems).toEqual([])
  const { summary } = closeOf(statement?.lines ?? [])
  expect(summary).toEqual(closeOf(soFar.statements[0]?.lines ?? []).summary)
  expect((await readEvidence(database, 'main', month, 1)).matches).toBe(true)
  await expect(database.connection.executeSql('delete from ledger_lines')).rejects.toThrow('the ledger only grows')
}
