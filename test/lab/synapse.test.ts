import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeHomeserver, type TestHomeserver } from '../matrix.ts'
import { restRig } from '../rest.ts'
import { findSynapse, startSynapse } from './synapse.ts'

const python = findSynapse()

if (python === undefined) {
  process.stderr.write('skipped: chat retention with a real Synapse (none in .mycel/synapse; see docs/admin/chat.md)\n')
} else {
  let synapse: TestHomeserver | undefined
  beforeAll(async () => {
    synapse = await startSynapse(python)
  }, 60_000)
  afterAll(() => synapse?.[Symbol.asyncDispose]())
  // One for all: it takes seconds to start.
  describeHomeserver('a real Synapse', async () => {
    if (!synapse) throw new Error('Synapse is not there')
    return { ...synapse, [Symbol.asyncDispose]: async () => {} }
  })

  test('a whole run deletes, verifies, takes the files along and tells the room', { timeout: 60_000 }, async () => {
    if (!synapse) throw new Error('Synapse is not there')
    const now = Date.now()
    // History that was brought in from elsewhere: it is older than its room.
    const room = await synapse.makeRoom(now)
    const url = await synapse.upload(now)
    await synapse.send(room, { msgtype: 'm.text', body: 'private words' }, now - 200 * day)
    await synapse.send(room, { msgtype: 'm.image', body: 'a picture', url }, now - 150 * day)
    await synapse.send(room, { msgtype: 'm.text', body: 'fresh' }, now - day)
    const extra = `chat:
  homeserver: ${synapse.url}
  token: ${synapse.token}
  notice_days: 0
  rooms: [{ id: "${room}", name: Talk, owner: Ada, consent: 2026-01-01 }]
`
    await using coop = await restRig({ servers: 0, extra })
    const { body } = await coop.local('POST', '/api/v1/chat/runs', { body: {} })
    const path = `/api/v1/chat/runs/${String(body['id'])}`
    await expect
      .poll(async () => (await coop.local('GET', path)).body['state'], { timeout: 30_000 })
      .not.toBe('running')
    const done = await coop.local('GET', path)
    expect(done.body).toMatchObject({
      state: 'done',
      purges: [{ state: 'done', found: 2, remaining: 0, mediaDeleted: 1, report: expect.any(String) }],
    })
    expect(done.text).not.toContain('private words')
    const again = await coop.local('POST', '/api/v1/chat/rooms/Talk/preview')
    expect(again.body).toMatchObject({ messages: 0 })
  })
}

const day = 86_400_000
