import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { type Rig, read, rig } from '../rig.ts'
import { other, twoOrganisations } from './shared.ts'

const unknown = (i: number) => `abcdefgh${String(i).padStart(8, '0')}`

async function feedback(coop: Rig, token: string, base = '/bigbluebutton/api'): Promise<string> {
  const response = await fetch(`${coop.url}${base}/feedback?sessionToken=${token}`, { method: 'POST', body: '{}' })
  expect(response.status).toBe(200)
  return await response.text()
}

function asked(coop: Rig): number[] {
  return coop.servers.map(({ requests }) => requests.filter(({ call }) => call === 'feedback').length)
}

test('sessions that nobody knows are searched for so often for one address, and no more', async () => {
  await using coop = await rig({ servers: 1, clock: manualClock() })
  await coop.call('create', 'name=Room&meetingID=r1')
  const answers = await Promise.all(Array.from({ length: 150 }, (_, i) => feedback(coop, unknown(i))))
  expect(answers.filter((answer) => answer.includes('missingSession'))).toHaveLength(100)
  expect(answers.filter((answer) => answer.includes('tooManyRequests'))).toHaveLength(50)
  expect(asked(coop)).toEqual([100])
})

test('a session whose server is known is not searched for', async () => {
  await using coop = await rig({ servers: 2 })
  await coop.call('create', 'name=Room&meetingID=r1')
  await coop.call('create', 'name=Room&meetingID=r2')
  const joined = await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER&redirect=false')
  const session = (await read(await fetch(joined.headers.get('location') ?? ''))).text('session_token')
  for (const server of coop.servers) server.quirks = { allowRequestsWithoutSession: true }
  for (let i = 0; i < 120; i++) expect(await feedback(coop, session)).toContain('SUCCESS')
  expect(asked(coop).toSorted((a, b) => a - b)).toEqual([1, 120])
})

test('a call that says whose it is goes to no server of others', async () => {
  await using coop = await rig({ servers: 2, organisations: twoOrganisations })
  await coop.call('create', 'name=Room&meetingID=r1')
  await coop.call('create', 'name=Room&meetingID=r1', other)
  expect(coop.servers.map((server) => server.meetings().length)).toEqual([1, 1])
  expect(await feedback(coop, unknown(1), other.base)).toContain('missingSession')
  expect(asked(coop).toSorted((a, b) => a - b)).toEqual([0, 1])
  expect(await feedback(coop, unknown(1), '/o/nobody/bigbluebutton/api')).toContain('missingSession')
  expect(asked(coop).toSorted((a, b) => a - b)).toEqual([0, 1])
})
