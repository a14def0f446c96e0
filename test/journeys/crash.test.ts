import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { signQuery } from '../../src/protocol/checksum.ts'
import { startPracticeCluster } from '../../src/providers/bigbluebutton/fake/cluster.ts'
import { emptyDataFolder } from '../databases.ts'
import { startGateway } from './start-gateway.ts'

const secret = 'a-secret-of-the-main-organisation'
const count = 200

test.each([20, 90, 150])(
  'kill -9 after %i of 200 creates loses none that was answered, and puts no meeting on two servers',
  { timeout: 120_000 },
  async (answeredBeforeDeath) => {
    await using cluster = await startPracticeCluster({ count: 4, secret: 'a-secret-of-the-servers' })
    for (const server of cluster.servers) server.inject('create', { latencyMs: 10 })
    const dataDir = await mkdtemp(join(tmpdir(), 'mycel-crash-'))
    await emptyDataFolder(dataDir)
    try {
      const urls = cluster.servers.map(({ url }) => url)
      const answered = await createUntilKilled(dataDir, urls, answeredBeforeDeath)
      expect(answered.size).toBeGreaterThanOrEqual(answeredBeforeDeath)
      expect(answered.size).toBeLessThan(count)

      await using gateway = await startGateway(dataDir, urls)
      for (const [meetingId, internalId] of answered) {
        const info = await call(gateway.url, 'getMeetingInfo', `meetingID=${meetingId}`)
        expect(info, meetingId).toContain(`<internalMeetingID>${internalId}</internalMeetingID>`)
      }

      // Whatever was not answered is asked for again, as a client would.
      const again = await Promise.all(
        Array.from({ length: count }, (_, i) => call(gateway.url, 'create', createQuery(i))),
      )
      expect(again.filter((body) => !body.includes('<returncode>SUCCESS'))).toEqual([])

      const nodeIds = cluster.servers.flatMap((server) => server.meetings().map(({ meetingId }) => meetingId))
      expect(new Set(nodeIds).size).toBe(nodeIds.length)
      expect(nodeIds).toHaveLength(count)
    } finally {
      await rm(dataDir, { recursive: true, force: true })
    }
  },
)

/** The internal ids of the meetings whose creates were answered before the gateway was killed. */
async function createUntilKilled(
  dataDir: string,
  urls: readonly string[],
  enough: number,
): Promise<Map<string, string>> {
  const answered = new Map<string, string>()
  await using gateway = await startGateway(dataDir, urls)
  const create = async (i: number) => {
    const body = await call(gateway.url, 'create', createQuery(i))
    const internalId = /<internalMeetingID>([^<]+)</.exec(body)?.[1]
    if (internalId) answered.set(`room-${i}`, internalId)
    if (answered.size >= enough) gateway.child.kill('SIGKILL')
  }
  const waves = Array.from({ length: count / 20 }, (_, wave) => wave * 20)
  for (const start of waves) {
    await Promise.allSettled(Array.from({ length: 20 }, (_, i) => create(start + i)))
  }
  return answered
}

function createQuery(i: number): string {
  return `name=Room%20${i}&meetingID=room-${i}`
}

async function call(url: string, name: string, query: string): Promise<string> {
  const response = await fetch(`${url}/bigbluebutton/api/${name}?${signQuery('sha256', name, query, secret)}`)
  return await response.text()
}
