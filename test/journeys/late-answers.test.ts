import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { endMeeting } from '../../src/meetings/ending.ts'
import { observe } from '../../src/meetings/observe.ts'
import { readMeeting } from '../../src/protocol/meeting.ts'
import { rig } from '../rig.ts'

test('"not found" that a server said before a create does not end the meeting that the create made', async () => {
  await using coop = await rig({ servers: 1, poll: 60 })
  const [server] = coop.servers
  server?.inject('create', { latencyMs: 100 })
  server?.inject('getMeetingInfo', { latencyMs: 300, failKey: 'notFound', times: 1 })
  const creating = coop.call('create', 'name=Room&meetingID=r1')
  await expect.poll(() => coop.app.gateway.context.directory.find('main', 'r1'), { timeout: 10_000 }).toBeDefined()
  const info = coop.call('getMeetingInfo', 'meetingID=r1')
  expect((await creating).text('returncode')).toBe('SUCCESS')
  expect((await info).text('meetingID')).toBe('r1')
  expect((await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER')).headers.get('location')).toContain('mycel-')
})

test('what a server says of a new instance to a question about the old one makes no third', async () => {
  await using coop = await rig({ servers: 1, poll: 60 })
  const { context } = coop.app.gateway
  const [server] = coop.servers
  await coop.call('create', 'name=Room&meetingID=r1')
  const old = context.directory.find('main', 'r1')
  await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER')
  server?.inject('getMeetingInfo', { latencyMs: 300, times: 1 })
  const info = coop.call('getMeetingInfo', 'meetingID=r1')
  const isAsked = () => server?.requests.some(({ call }) => call === 'getMeetingInfo')
  await expect.poll(isAsked, { timeout: 10_000, interval: 10 }).toBe(true)
  if (old) server?.endMeeting(old.nodeId)
  if (old) await endMeeting(context, old)
  await coop.call('create', 'name=Room&meetingID=r1')
  const present = context.directory.find('main', 'r1')
  await info
  expect(context.directory.find('main', 'r1')).toBe(present)
  expect(context.directory.inOrganisation('main').size).toBe(1)
})

test('a meeting that its server made anew leaves nothing of the old instance in memory', async () => {
  await using coop = await rig({ servers: 1, poll: 60 })
  const { directory, clock } = coop.app.gateway.context
  await coop.call('create', 'name=Room&meetingID=r1')
  const old = directory.find('main', 'r1')
  const internalId = old?.facts?.internalId ?? ''
  await coop.servers[0]?.stop()
  await coop.servers[0]?.restart({ keepMeetings: false })
  // Out of the time in which a repeated create is answered from memory.
  if (old) old.confirmedAt = clock.elapsed() - 10_000
  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('messageKey')).toBe('')
  expect(directory.find('main', 'r1')?.facts?.internalId).not.toBe(internalId)
  expect(directory.byInternalId(internalId)).toBeUndefined()
})

test('a claim is not given up while its server is being asked once more', async () => {
  const clock = manualClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  const [server] = coop.servers
  server?.inject('create', { resetConnection: true, times: 1 })
  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('messageKey')).toBe('internalError')
  server?.inject('create', { latencyMs: 500, times: 1 })
  const created = coop.call('create', 'name=Room&meetingID=r1')
  const isAsked = () => server?.requests.filter(({ call }) => call === 'create').length
  await expect.poll(isAsked, { timeout: 10_000, interval: 10 }).toBe(2)
  clock.advance(61_000)
  await coop.look()
  expect((await created).text('returncode')).toBe('SUCCESS')
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('returncode')).toBe('SUCCESS')
})

test('a create with the right passwords is not refused for the wrong ones of another', async () => {
  const clock = manualClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  const create = (attendee: string, moderator: string) =>
    coop.call('create', `name=Room&meetingID=r1&attendeePW=${attendee}&moderatorPW=${moderator}`)
  await create('aa', 'bb')
  clock.advance(5_000)
  coop.servers[0]?.inject('create', { latencyMs: 300, times: 1 })
  const [wrong, right] = await Promise.all([create('xx', 'yy'), create('aa', 'bb')])
  expect([wrong.text('messageKey'), right.text('messageKey')]).toEqual(['idNotUnique', 'duplicateWarning'])
})

test('a meeting whose create was never answered is told of once, though two looks find it at once', async () => {
  const clock = manualClock()
  await using coop = await rig({ servers: 1, poll: 60, clock })
  const { context } = coop.app.gateway
  coop.servers[0]?.inject('create', { resetConnection: true, carryOut: true, times: 1 })
  await coop.call('create', 'name=Room&meetingID=r1')
  const told: string[] = []
  context.bus.on('created', ({ meetingId }) => told.push(meetingId))

  const meeting = context.directory.find('main', 'r1')
  const server = context.pool.find('s1')
  if (!meeting || !server) throw new Error('the meeting is not there')
  const { root } = await context.servers.call(server.access, 'getMeetingInfo', `meetingID=${meeting.nodeId}`)
  const looks = [1, 2].map(() => observe(context, meeting, readMeeting(root), clock.now()))
  await Promise.all(looks)
  expect(told).toEqual(['r1'])
})

test('a copy is ended only where the database, too, says that the meeting is elsewhere', async () => {
  await using coop = await rig({ servers: 2, poll: 60 })
  const { context } = coop.app.gateway
  await coop.call('create', 'name=Room&meetingID=r1')
  const meeting = context.directory.find('main', 'r1')
  const other = meeting?.server === 's1' ? 's2' : 's1'
  const copyHolder = coop.servers[Number(other.slice(1)) - 1]
  copyHolder?.preload([{ meetingId: meeting?.nodeId ?? '', name: 'Room' }])

  const move = (server?: string) => context.database.kysely.updateTable('meetings').set({ server }).execute()
  await move(other)
  await coop.look()
  expect(copyHolder?.meetings()).toHaveLength(1)
  await move(meeting?.server)
  await coop.look()
  expect(copyHolder?.meetings()).toHaveLength(0)
})

test('who entered while a server was answering is seen at the next look, although the server says the same again', async () => {
  await using coop = await rig({ servers: 1, poll: 60 })
  const [server] = coop.servers
  server?.inject('getMeetings', { latencyMs: 300, times: 1 })
  const looking = coop.look()
  await coop.call('create', 'name=Room&meetingID=r1')
  server?.joinUser(server.meetings()[0]?.meetingId ?? '', { name: 'Ada' })
  await looking
  await coop.look()
  expect((await coop.call('getMeetings')).body).toContain('<participantCount>1</participantCount>')
})
