import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { requireChat } from '../../src/chat/parts.ts'
import { startDueRun } from '../../src/chat/runs.ts'
import { manualClock } from '../../src/lib/clock.ts'
import { startFakeSynapse } from '../../src/providers/matrix/fake/server.ts'
import { signIn } from '../people.ts'
import { findPostgres, startPostgres } from '../postgres.ts'
import { restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const bin = findPostgres()
if (!bin) process.stderr.write('skipped: chats and pictures on PostgreSQL (no initdb and pg_ctl on this machine)\n')

const day = 86_400_000

describe.skipIf(!bin)('on a PostgreSQL server', () => {
  test('several that see the hour come make one run, which one of them carries out', { timeout: 60_000 }, async () => {
    await using server = await startPostgres(bin ?? '')
    const clock = manualClock()
    await using synapse = await startFakeSynapse(() => clock.now())
    const room = synapse.makeRoom(clock.now() - 300 * day)
    for (const age of [200, 150, 1]) synapse.send(room, { body: 'words' }, clock.now() - age * day)
    const errors: unknown[] = []
    const database = { kind: 'postgres', url: server.createDatabase('chats') } as const
    const extra = `chat:
  homeserver: ${synapse.url}
  token: ${synapse.token}
  notice_days: 0
  rooms: [{ id: "${room}", name: Talk, owner: Ada, consent: 2026-01-01 }]
`
    const options = { database, extra, clock, servers: 0, log: strictLog(errors) }
    await using one = await restRig(options)
    await using other = await restRig(options)
    const both = [one, other].map(({ app }) => requireChat(app.installation.chat))
    await Promise.all(both.map(startDueRun))
    clock.advance(8 * day)
    await Promise.all(Array.from({ length: 12 }, (_, i) => startDueRun(both[i % 2] as (typeof both)[number])))
    const runs = async () => (await one.local('GET', '/api/v1/chat/runs')).body['runs'] as Record<string, unknown>[]
    await expect.poll(async () => (await runs())[0]?.['state'], { timeout: 30_000 }).toBe('done')
    expect(await runs()).toHaveLength(1)
    expect((await runs())[0]).toMatchObject({
      askedBy: 'schedule',
      purges: [{ state: 'done', found: 2, remaining: 0 }],
    })
    const purges = synapse.requests.filter(({ method, url }) => method === 'POST' && url.includes('purge_history'))
    expect(purges).toHaveLength(1)
    expect(errors).toEqual([])
  })

  test('pictures are counted, listed and gone with their files', { timeout: 60_000 }, async () => {
    await using server = await startPostgres(bin ?? '')
    const errors: unknown[] = []
    const database = { kind: 'postgres', url: server.createDatabase('pictures') } as const
    await using coop = await restRig({ database, servers: 0, log: strictLog(errors) })
    const { headers } = await signIn(coop, { name: 'Max' })
    const wall = '/api/v1/organisations/main/pictures'
    const red = await sharp({ create: { width: 30, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    for (const alt of ['one', 'two']) {
      const init = { method: 'POST', headers: { ...headers, 'content-type': 'image/png' }, body: Uint8Array.from(red) }
      expect((await fetch(`${coop.url}${wall}?alt=${alt}`, init)).status).toBe(201)
    }
    const { body } = await coop.ask('GET', wall, { headers })
    const pictures = body['pictures'] as { id: string; alt: string; bytes: number }[]
    expect(pictures.map(({ alt }) => alt)).toEqual(['two', 'one'])
    const bytes = pictures.reduce((sum, one) => sum + one.bytes, 0)
    expect(body['storage']).toEqual({ pictures: 2, bytes, most: 2_000_000_000 })
    expect((await coop.ask('DELETE', `${wall}/${pictures[0]?.id}`, { headers })).status).toBe(204)
    expect(errors).toEqual([])
  })
})
