import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { tellEnd } from '../../src/meetings/ending.ts'
import { setServerState } from '../../src/meetings/registry.ts'
import { memoryDatabase } from '../databases.ts'
import { rig } from '../rig.ts'

test('a server that answers a create with an error, and does not know the meeting, is passed over at once', async () => {
  await using coop = await rig({ servers: 2 })
  const first = coop.servers[0]
  first?.inject('create', { status: 500 })
  const created = await coop.call('create', 'name=Room&meetingID=r1')
  expect(created.text('returncode')).toBe('SUCCESS')
  expect(coop.servers.map((server) => server.meetings().length)).toEqual([0, 1])
})

test('a meeting whose only server is away is not ended by a join, and goes on when the server is back', async () => {
  await using coop = await rig({ servers: 1 })
  const created = await coop.call('create', 'name=Room&meetingID=r1')
  const server = coop.servers[0]
  await server?.stop()
  for (let i = 0; i < 3; i++) await coop.look()
  expect((await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER')).text('messageKey')).toBe('internalError')
  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('messageKey')).toBe('internalError')

  await server?.restart()
  for (let i = 0; i < 2; i++) await coop.look()
  expect((await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER')).status).toBe(302)
  const info = await coop.call('getMeetingInfo', 'meetingID=r1')
  expect(info.text('internalMeetingID')).toBe(created.text('internalMeetingID'))
})

test('while it is made again, a meeting is there with nobody in it, and never unknown', async () => {
  await using coop = await rig({ servers: 2 })
  const created = await coop.call('create', 'name=Room&meetingID=r1&meta_course=math&moderatorPW=mp')
  const home = coop.servers.find((server) => server.meetings().length === 1)
  home?.joinUser(home.meetings()[0]?.meetingId ?? '', { name: 'Ada' })
  await coop.look()
  await home?.stop()
  for (let i = 0; i < 3; i++) await coop.look()
  const other = coop.servers.find((server) => server !== home)
  other?.inject('create', { latencyMs: 300, times: 1 })
  const joining = coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER')
  const isAsked = () => other?.requests.some(({ call }) => call === 'create')
  await expect.poll(isAsked, { timeout: 10_000, interval: 10 }).toBe(true)

  const info = await coop.call('getMeetingInfo', 'meetingID=r1')
  const told = ['returncode', 'meetingID', 'internalMeetingID', 'moderatorPW', 'running', 'participantCount']
  expect(told.map(info.text)).toEqual(['SUCCESS', 'r1', created.text('internalMeetingID'), 'mp', 'false', '0'])
  expect(info.body).toContain('<course>math</course>')
  expect((await coop.call('getMeetings')).body).toContain('<meetingID>r1</meetingID>')
  expect((await coop.call('isMeetingRunning', 'meetingID=r1')).text('running')).toBe('false')

  expect((await joining).status).toBe(302)
  const now = await coop.call('getMeetingInfo', 'meetingID=r1')
  expect(now.text('internalMeetingID')).toBe(other?.meetings()[0]?.internalId)
})

test('a meeting made again elsewhere keeps to the servers that its client asked for', async () => {
  await using coop = await rig({ servers: 3 })
  await coop.call('create', 'name=Room&meetingID=r1&meta_server-tag=t1!')
  await coop.servers[0]?.stop()
  for (let i = 0; i < 3; i++) await coop.look()
  expect((await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER')).text('messageKey')).toBe(
    'serverTagUnavailable',
  )
  expect(coop.servers[1]?.meetings()).toHaveLength(0)
  expect(coop.servers[2]?.meetings()).toHaveLength(0)
})

test('creates that come at once keep the limit, and share no voice bridge', async () => {
  const organisations = '[{ id: main, secrets: ["secret://main"], limits: { meetings: 1 } }]'
  await using limited = await rig({ organisations })
  const answers = await Promise.all([1, 2, 3, 4, 5].map((i) => limited.call('create', `name=Room&meetingID=r${i}`)))
  expect(answers.filter((answer) => answer.text('returncode') === 'SUCCESS')).toHaveLength(1)

  await using coop = await rig()
  const same = await Promise.all(
    [1, 2, 3, 4, 5].map((i) => coop.call('create', `name=Room&meetingID=r${i}&voiceBridge=70001`)),
  )
  expect(same.filter((answer) => answer.text('returncode') === 'SUCCESS')).toHaveLength(1)
})

test('a server with people on it is not disabled by mistake', async () => {
  await using coop = await rig({ servers: 1 })
  await coop.call('create', 'name=Room&meetingID=r1')
  const server = coop.servers[0]
  server?.joinUser(server.meetings()[0]?.meetingId ?? '', { name: 'Ada', role: 'VIEWER' })
  await coop.look()
  const { context } = coop.app.gateway
  await expect(setServerState(context, 's1', 'disabled', 'test')).rejects.toThrow('1 person is in meetings')
  expect(context.pool.find('s1')?.admin).toBe('enabled')
  await setServerState(context, 's1', 'disabled', 'test', true)
  expect(context.pool.find('s1')?.admin).toBe('disabled')
})

test('meetings of a server that is no longer declared are over at the next start', async () => {
  const database = await memoryDatabase()
  await using coop = await rig({ servers: 2, database })
  for (let i = 0; i < 4; i++) await coop.call('create', `name=Room&meetingID=r${i}`)
  const { context, poller } = coop.app.gateway
  context.pool.remove('s1')
  await poller.start()
  expect([...context.directory.all()].map(({ server }) => server)).toEqual(['s2', 's2'])
})

test('a client is not told of the end of a meeting that goes on elsewhere', async () => {
  const told: string[] = []
  const receiver = createServer((request, response) => {
    told.push(request.url ?? '')
    response.end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  try {
    const url = encodeURIComponent(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/ended`)
    await using coop = await rig({ servers: 2 })
    await coop.call('create', `name=Room&meetingID=r1&meta_endCallbackUrl=${url}`)
    const { context } = coop.app.gateway
    const old = context.directory.find('main', 'r1')?.instance ?? ''
    const home = coop.servers.find((server) => server.meetings().length === 1)
    await home?.stop()
    for (let i = 0; i < 3; i++) await coop.look()
    await coop.call('create', `name=Room&meetingID=r1&meta_endCallbackUrl=${url}`)
    await tellEnd(context, old)

    // What is told is told in order, so that the end of the present instance comes after anything of the old one.
    const present = context.directory.find('main', 'r1')?.instance ?? ''
    await fetch(`${context.addresses.address('end', present)}?recordingmarks=true`)
    await expect.poll(() => told, { timeout: 10_000 }).toEqual(['/ended?recordingmarks=true&meetingID=r1'])
  } finally {
    receiver.close()
  }
})
