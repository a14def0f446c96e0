import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { collectUse } from '../../src/ledger/collect.ts'
import { classes, sum, total } from '../../src/ledger/spent.ts'
import { signQuery } from '../../src/protocol/checksum.ts'
import { startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { Crowd, expectEachRight } from '../crowd.ts'
import { emptyDataFolder } from '../databases.ts'
import { startGateway } from './start-gateway.ts'

const secret = 'a-secret-of-the-main-organisation'
const rooms = 3
const people = 240
/** So many come, go, or turn something on or off in a second. */
const busyness = 4
test('kill -9 twice in a busy time: as many minutes as the servers know of, within 0.1 % of an hour like it, and none twice', {
  timeout: 240_000,
}, async () => {
  await using stack = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'mycel-ledger-'))
  await emptyDataFolder(dataDir)
  stack.defer(() => rm(dataDir, { recursive: true, force: true }))
  const servers = [true, false].map((webhooks, i) =>
    startPracticeServer({ name: `practice-${i + 1}`, secret: 'a-secret-of-the-servers', quirks: { webhooks } }),
  )
  const crowd = new Crowd(await Promise.all(servers.map(async (server) => stack.use(await server))), people, busyness)

  await playBusyTime(crowd, dataDir)

  await using database = await openDatabase({ kind: 'embedded', dataDir })
  const counted = sum(await collectUse(database, 0, Number.MAX_SAFE_INTEGER))
  const [written, truth] = [total(counted), total(sum(crowd.truth.values()))]
  const allowed = (people * 3_600_000) / 1000
  expect(Math.abs(written - truth)).toBeLessThanOrEqual(allowed)
  for (const name of classes) {
    const known = sum(crowd.truth.values())[name]
    expect(Math.abs(counted[name] - known), name).toBeLessThanOrEqual(allowed)
  }
  await expectEachRight(database, crowd)
})

async function playBusyTime(crowd: Crowd, dataDir: string): Promise<void> {
  const urls = crowd.servers.map(({ url }) => url)
  {
    await using first = await startGateway(dataDir, urls)
    for (let room = 0; room < rooms; room += 1) {
      const query = signQuery('sha256', 'create', `meetingID=r${room}&name=Room`, secret)
      await (await fetch(`${first.url}/bigbluebutton/api/create?${query}`)).text()
    }
    crowd.comeAll()
    await crowd.beBusy(8)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
  }
  crowd.stir(busyness, true)
  {
    await using second = await startGateway(dataDir, urls)
    crowd.stir(busyness, true)
    // Right in the middle of writing: what happened last was not written yet.
    await crowd.beBusy(6)
    crowd.stir(busyness, true)
    second.child.kill('SIGKILL')
    await once(second.child, 'exit')
  }
  await using third = await startGateway(dataDir, urls)
  await crowd.beBusy(6)
  crowd.endAll()
  await crowd.looks(2)
  await third.stop()
}
