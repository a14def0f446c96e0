import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { rig } from '../rig.ts'

const attendee = { name: 'Ada', role: 'VIEWER' } as const

test('four meetings land on four servers, and the decision of each can be read', async () => {
  await using coop = await rig({ servers: 4 })
  for (const room of ['r1', 'r2', 'r3', 'r4']) await coop.call('create', `name=Room%20${room}&meetingID=${room}`)
  const { directory } = coop.app.gateway.context
  const meetings = [...directory.inOrganisation('main')]
  expect(new Set(meetings.map(({ server }) => server)).size).toBe(4)
  expect(meetings.map(({ decision }) => decision.because)).toEqual([
    'least full of 4 servers: 20 of 150 seats with this meeting',
    'least full of 4 servers: 20 of 150 seats with this meeting',
    'least full of 4 servers: 20 of 150 seats with this meeting',
    'least full of 4 servers: 20 of 150 seats with this meeting',
  ])
})

test('a server that refuses connections is passed over, and the meeting is made on the next', async () => {
  await using coop = await rig({ servers: 2 })
  await coop.servers[0]?.stop()
  const created = await coop.call('create', 'name=Room&meetingID=r1')
  expect(created.text('returncode')).toBe('SUCCESS')
  expect(coop.servers[1]?.meetings()).toHaveLength(1)
  const why = coop.app.gateway.context.directory.find('main', 'r1')?.decision.excluded
  expect(why).toEqual({ 'just failed to create this meeting': 1 })
})

test('a create whose answer is lost is never made on a second server', async () => {
  await using coop = await rig({ servers: 2 })
  for (const server of coop.servers) server.inject('create', { resetConnection: true, carryOut: true, times: 1 })
  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('messageKey')).toBe('internalError')
  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('returncode')).toBe('SUCCESS')
  expect(coop.servers.map((server) => server.meetings().length).toSorted()).toEqual([0, 1])
})

test('a create whose answer is lost is found by the next look at its server', async () => {
  await using coop = await rig({ servers: 2 })
  for (const server of coop.servers) server.inject('create', { resetConnection: true, carryOut: true, times: 1 })
  await coop.call('create', 'name=Room&meetingID=r1&meta_course=math')
  await coop.look()
  const info = await coop.call('getMeetingInfo', 'meetingID=r1')
  expect(info.text('meetingName')).toBe('Room')
  expect(info.body).toContain('<course>math</course>')
  const again = await coop.call('create', 'name=Room&meetingID=r1')
  expect(again.text('messageKey')).toBe('duplicateWarning')
})

test('when its server is gone, a meeting is made again elsewhere, and the old copy ended on its return', async () => {
  await using coop = await rig({ servers: 2 })
  await coop.call('create', 'name=Room&meetingID=r1')
  const home = coop.servers.find((server) => server.meetings().length === 1)
  const other = coop.servers.find((server) => server !== home)
  await home?.stop()
  for (let i = 0; i < 3; i++) await coop.look()

  const again = await coop.call('create', 'name=Room&meetingID=r1')
  expect(again.text('messageKey')).toBe('')
  expect(other?.meetings()).toHaveLength(1)

  await home?.restart()
  expect(home?.meetings()).toHaveLength(1)
  for (let i = 0; i < 3; i++) await coop.look()
  expect(home?.meetings()).toHaveLength(0)
  expect(other?.meetings()).toHaveLength(1)
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('returncode')).toBe('SUCCESS')
})

test('a join makes a meeting again elsewhere, as it was created, when its server is gone', async () => {
  await using coop = await rig({ servers: 2 })
  const slides = '<modules><module name="presentation"><document name="a.txt">aGVsbG8=</document></module></modules>'
  const created = await coop.call(
    'create',
    'name=Room&meetingID=r1&meta_course=math&meta_endCallbackUrl=http%3A%2F%2F127.0.0.1%3A9%2Fend',
    {
      init: { method: 'POST', headers: { 'content-type': 'application/xml' }, body: slides },
    },
  )
  const home = coop.servers.find((server) => server.meetings().length === 1)
  const other = coop.servers.find((server) => server !== home)
  await home?.stop()
  for (let i = 0; i < 3; i++) await coop.look()

  const password = created.text('moderatorPW')
  const joins = await Promise.all(
    Array.from({ length: 20 }, (_, i) => coop.call('join', `fullName=P${i}&meetingID=r1&password=${password}`)),
  )
  expect(new Set(joins.map(({ status }) => status))).toEqual(new Set([302]))
  expect(joins.every(({ headers }) => headers.get('location')?.startsWith(other?.url ?? 'none'))).toBe(true)
  expect(other?.meetings()).toHaveLength(1)
  expect(other?.requests.findLast(({ call }) => call === 'create')?.body.toString()).toBe(slides)

  const info = await coop.call('getMeetingInfo', 'meetingID=r1')
  expect(info.text('moderatorPW')).toBe(password)
  expect(info.body).toContain('<course>math</course>')
  expect(info.body).toContain('<endcallbackurl>http://127.0.0.1:9/end</endcallbackurl>')
  const old = await coop.call('join', `fullName=Late&meetingID=r1&role=VIEWER&createTime=${created.text('createTime')}`)
  expect(old.text('messageKey')).toBe('mismatchCreateTimeParam')
})

test('what a server had is over after ten minutes offline, and not before', async () => {
  const clock = manualClock(Date.now())
  await using coop = await rig({ servers: 1, clock, poll: 60 })
  await coop.call('create', 'name=Room&meetingID=r1')
  await coop.servers[0]?.stop()
  for (let i = 0; i < 3; i++) await coop.look()
  clock.advance(9 * 60_000)
  await coop.look()
  expect((await coop.call('getMeetings')).body).toContain('<meetingID>r1</meetingID>')
  clock.advance(61_000)
  await coop.look()
  expect((await coop.call('getMeetings')).text('messageKey')).toBe('noMeetings')
})

test('a server that answers garbage once ends none of its meetings', async () => {
  await using coop = await rig({ servers: 1 })
  await coop.call('create', 'name=Room&meetingID=r1')
  coop.servers[0]?.inject('getMeetings', { garbage: true, times: 1 })
  await coop.look()
  expect(coop.app.gateway.context.pool.list()[0]?.health.condition).toBe('suspect')
  expect((await coop.call('getMeetings')).body).toContain('<meetingID>r1</meetingID>')
  await coop.look()
  expect(coop.app.gateway.context.pool.list()[0]?.health.condition).toBe('online')
})

test('people count instead of the reservation once they are more', async () => {
  await using coop = await rig({ servers: 1 })
  await coop.call('create', 'name=Room&meetingID=r1')
  const server = coop.servers[0]
  const nodeId = server?.meetings()[0]?.meetingId ?? ''
  for (let i = 0; i < 30; i++) server?.joinUser(nodeId, attendee)
  const [candidate] = coop.app.gateway.context.pool.candidates(Date.now())
  expect(candidate?.load).toBe(20)
  await coop.look()
  expect(coop.app.gateway.context.pool.candidates(Date.now())[0]?.load).toBe(30)
})

test('a drained server keeps its meetings and gets no new one, not even one that ended there', async () => {
  await using coop = await rig({ servers: 2 })
  await coop.call('create', 'name=Room&meetingID=r1')
  const home = coop.servers.find((server) => server.meetings().length === 1)
  const server = coop.app.gateway.context.pool.list().find(({ access }) => access.url === home?.url)
  if (server) server.admin = 'draining'

  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('messageKey')).toBe('duplicateWarning')
  await coop.call('create', 'name=Room&meetingID=r2')
  expect(home?.meetings()).toHaveLength(1)

  const nodeId = home?.meetings()[0]?.meetingId ?? ''
  home?.endMeeting(nodeId)
  await expect.poll(() => home?.meetings().length).toBe(0)
  await expect.poll(async () => (await coop.call('create', 'name=Room&meetingID=r1')).text('messageKey')).toBe('')
  expect(home?.meetings()).toHaveLength(0)
})

test('a server used by somebody else too counts their people', async () => {
  await using coop = await rig({ servers: 2 })
  coop.servers[0]?.preload([{ meetingId: 'not-ours', attendees: 40 }])
  await coop.look()
  await coop.call('create', 'name=Room&meetingID=r1')
  expect(coop.servers[1]?.meetings()).toHaveLength(1)
  expect((await coop.call('getMeetings')).body).not.toContain('not-ours')
})

test('a meeting that its server made anew unseen becomes a new instance, and the end of the old one does not touch it', async () => {
  await using coop = await rig({ servers: 1 })
  await coop.call('create', 'name=Room&meetingID=r1')
  const { directory } = coop.app.gateway.context
  const old = directory.find('main', 'r1')
  const server = coop.servers[0]
  await server?.stop()
  await server?.restart({ keepMeetings: false })
  server?.preload([{ meetingId: old?.nodeId ?? '', name: 'Room' }])
  await coop.look()

  const present = directory.find('main', 'r1')
  expect(present?.instance).not.toBe(old?.instance)
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('internalMeetingID')).toBe(present?.facts?.internalId)
  await fetch(coop.app.gateway.context.addresses.address('end', old?.instance ?? ''))
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('returncode')).toBe('SUCCESS')
})

test('a voice bridge that another meeting of the pool has is refused', async () => {
  await using coop = await rig({ servers: 2 })
  await coop.call('create', 'name=Room&meetingID=r1&voiceBridge=70001')
  expect((await coop.call('create', 'name=Room&meetingID=r2&voiceBridge=70001')).text('messageKey')).toBe(
    'nonUniqueVoiceBridge',
  )
  expect((await coop.call('create', 'name=Room&meetingID=r1&voiceBridge=70001')).text('messageKey')).toBe(
    'duplicateWarning',
  )
})

test('plugins and slides are not fetched from private addresses', async () => {
  await using coop = await rig({ servers: 1 })
  for (const parameters of [
    'pluginManifestsFetchUrl=http%3A%2F%2F10.0.0.1%2Fm.json',
    `pluginManifests=${encodeURIComponent('[{"url":"http://169.254.169.254/x"}]')}`,
    'preUploadedPresentation=http%3A%2F%2F192.168.1.1%2Fs.pdf',
  ]) {
    const refused = await coop.call('create', `name=Room&meetingID=r1&${parameters}`)
    expect(refused.text('messageKey'), parameters).toBe('validationError')
  }
})
