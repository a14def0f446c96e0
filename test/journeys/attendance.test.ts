import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { attendanceOf } from '../../src/meetings/attendance/store.ts'
import { signQuery } from '../../src/protocol/checksum.ts'
import { type PracticeServer, startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { emptyDataFolder } from '../databases.ts'
import { startGateway } from './start-gateway.ts'

const secret = 'a-secret-of-the-main-organisation'
/** From something happening to its being noticed: an event under way, or a look at the start. */
const slackMs = 1500

test.each([{ webhooks: true }, { webhooks: false }])(
  'kill -9 in the middle of a meeting: nobody who stays is counted twice or lost, events: $webhooks',
  { timeout: 120_000 },
  async (quirks) => {
    const settings = { name: 'practice-1', secret: 'a-secret-of-the-servers', quirks }
    await using server = await startPracticeServer(settings)
    const dataDir = await mkdtemp(join(tmpdir(), 'mycel-attendance-'))
    await emptyDataFolder(dataDir)
    try {
      const people = await meet(server, dataDir)
      await using database = await openDatabase({ kind: 'embedded', dataDir })
      const counted = await attendanceOf(database, 'main', 0, Number.MAX_SAFE_INTEGER)
      const total = people.certain + people.atStake
      expect(counted).toBeLessThanOrEqual(total + people.count * slackMs)
      expect(counted).toBeGreaterThanOrEqual(people.certain - people.count * slackMs)

      const rows = await database.read((db) => db.selectFrom('attendance').selectAll().execute())
      expect(rows).toHaveLength(people.count)
      expect(rows.filter((row) => row.left_at === null)).toEqual([])
      // A look at the server may come before its event, when the machine is slow.
      expect(rows.map((row) => row.source)).toContain(quirks.webhooks ? 'event' : 'poll')
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
)

/** Plays the meeting and gives what was spent in it: surely to be counted, and by those who left while nobody looked. */
async function meet(server: PracticeServer, dataDir: string) {
  const truth = { certain: 0, atStake: 0, count: 0 }
  const came = new Map<string, number>()
  const come = (kind: string, number: number) => {
    for (let i = 0; i < number; i++) {
      came.set(`${kind}${i}`, Date.now())
      server.joinUser(nodeIdOf(server), { name: `${kind} ${i}`, userId: `${kind}${i}` })
    }
    truth.count += number
  }
  const go = (kind: string, key: 'certain' | 'atStake') => {
    for (const [userId, from] of came) {
      if (!userId.startsWith(kind)) continue
      server.leaveUser(nodeIdOf(server), userId)
      truth[key] += Date.now() - from
      came.delete(userId)
    }
  }
  {
    await using first = await startGateway(dataDir, [server.url])
    await fetch(
      `${first.url}/bigbluebutton/api/create?${signQuery('sha256', 'create', 'name=Room&meetingID=r1', secret)}`,
    )
    come('early', 30)
    come('unlucky', 20)
    come('steady', 40)
    await looks(server, 3)
    go('early', 'certain')
    await looks(server, 3)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
  }
  go('unlucky', 'atStake')
  await using second = await startGateway(dataDir, [server.url])
  come('late', 10)
  await looks(server, 3)
  server.endMeeting(nodeIdOf(server))
  const now = Date.now()
  for (const from of came.values()) truth.certain += now - from
  await looks(server, 2)
  await second.stop()
  return truth
}

function nodeIdOf(server: PracticeServer): string {
  return server.meetings()[0]?.meetingId ?? ''
}

/** Waits until the server was looked at so often: once a second. */
async function looks(server: PracticeServer, times: number): Promise<void> {
  const count = () => server.requests.filter(({ call }) => call === 'getMeetings').length
  const enough = count() + times
  await vi.waitFor(() => expect(count()).toBeGreaterThanOrEqual(enough), { timeout: 30_000, interval: 50 })
}
