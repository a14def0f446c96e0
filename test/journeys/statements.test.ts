import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeDueMonths } from '../../src/ledger/close-month.ts'
import { verifyFile } from '../../src/ledger/verify.ts'
import { manualClock } from '../../src/lib/clock.ts'
import { signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'

const v1 = '/api/v1'
const minute = 60_000
const clock = manualClock(Date.UTC(2026, 0, 10, 10))
let coop: RestRig

beforeAll(async () => {
  coop = await restRig({
    clock,
    servers: 1,
    organisations: `
    - { id: federation, kind: federation, secrets: [], prices: { currency: EUR, listening: 1000, camera: 5000, base: 100 } }
    - { id: main, parent: federation, secrets: ["secret://main"] }
    - { id: other, secrets: ["secret://other"] }`,
  })
  await holdMeeting()
})

afterAll(() => coop[Symbol.asyncDispose]())

/** Two people for an hour, one of them with a camera for the second half. */
async function holdMeeting(): Promise<void> {
  await coop.call('create', 'meetingID=assembly&name=Assembly')
  const [server] = coop.servers
  const nodeId = server?.meetings()[0]?.meetingId ?? ''
  server?.joinUser(nodeId, { name: 'Ada', userId: 'ada' })
  server?.joinUser(nodeId, { name: 'Bela', userId: 'bela' })
  await coop.look()
  clock.advance(30 * minute)
  server?.changeMedia(nodeId, 'ada', { video: true })
  await coop.look()
  clock.advance(30 * minute)
  await coop.look()
  server?.endMeeting(nodeId)
  await coop.look()
}

const ask = async (path: string) => (await coop.local('GET', `${v1}/organisations/${path}`)).body

describe('an administrator', () => {
  test('sees what was used by day and room, of all below too', async () => {
    await coop.app.gateway.context.attendance.beat()
    const { total, rooms } = await ask('federation/usage?from=2026-01-01&to=2026-01-31')
    expect(total).toEqual({ listening: 90, speaking: 0, camera: 30 })
    expect(rooms).toEqual([
      {
        day: '2026-01-10',
        organisation: 'main',
        room: 'assembly',
        name: 'Assembly',
        listening: 90,
        speaking: 0,
        camera: 30,
      },
    ])
    expect((await ask('other/usage'))['rooms']).toEqual([])
  })

  test.each(['from=2026-02-01&to=2026-01-01', 'from=2020-01-01&to=2026-01-01', 'from=yesterday', 'to=2026-02-30'])(
    'is told that %s is no span',
    async (query) => {
      expect((await coop.local('GET', `${v1}/organisations/main/usage?${query}`)).status).toBe(422)
    },
  )

  test('finds the statement when the month is closed, and the other side verifies it', async () => {
    clock.advance(26 * 1440 * minute)
    expect(await closeDueMonths(coop.app.installation.ledger)).toEqual(['2026-01'])
    const list = await ask('main/statements')
    expect(list['statements']).toMatchObject([
      { month: '2026-01', currency: 'EUR', due: 90 + 150 + 100, listening: 90 * minute, camera: 30 * minute },
    ])
    const answer = await coop.local('GET', `${v1}/organisations/federation/statements/2026-01`)
    const { body } = await coop.ask('GET', `${v1}/statement-key`)
    expect(verifyFile(answer.text, String(body['publicKey'])).problems).toEqual([])
    expect(answer.body['total']).toEqual([{ currency: 'EUR', due: 340 + 100 }])
  })

  test('finds behind each line the stays that it was made of, under pseudonyms', async () => {
    const evidence = await ask('main/statements/2026-01/lines/1')
    expect(evidence).toMatchObject({ matches: true, stays: [{}, {}] })
    expect(JSON.stringify(evidence)).not.toMatch(/\b(ada|bela)\b/i)
    expect((await coop.local('GET', `${v1}/organisations/main/statements/2026-01/lines/2`)).status).toBe(422)
  })

  test('takes it along as CSV', async () => {
    const csv = await coop.local('GET', `${v1}/organisations/main/statements/2026-01?format=csv`)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.text).toContain('main,2026-01,price list,camera,30.00,0.00,50.00,1.50,EUR')
    const lines = await coop.local('GET', `${v1}/organisations/main/statements/2026-01?format=lines`)
    expect(lines.text.split('\r\n')).toHaveLength(3)
  })

  test('of another organisation is told nothing', async () => {
    const { headers } = await signIn(coop, { name: 'Eve', role: 'admin', organisation: 'other' })
    for (const path of ['usage', 'statements', 'statements/2026-01', 'statements/2026-01/lines/1']) {
      expect((await coop.ask('GET', `${v1}/organisations/main/${path}`, { headers })).status).toBe(404)
    }
  })
})
