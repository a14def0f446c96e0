import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { tellEnd } from '../../src/meetings/ending.ts'
import { reconcile } from '../../src/meetings/reconcile-server.ts'
import { requireServer } from '../../src/meetings/registry.ts'
import { openListener } from '../../src/providers/bigbluebutton/fake/rig.ts'
import type { PracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { openPage, sitBefore } from '../join-page.ts'
import { type Rig, type RigOptions, rig } from '../rig.ts'

/** The gateway before one server that is looked at only when the test says so, a second later each time. */
async function openCoop(options: RigOptions = {}) {
  const clock = manualClock(Date.now())
  const coop = await rig({ servers: 1, poll: 60, ...options, clock })
  const [server] = coop.servers
  if (!server) throw new Error('there is no server')
  const look = async () => {
    clock.advance(1000)
    await coop.look()
  }
  return {
    coop,
    clock,
    server,
    look,
    find: (room: string) => coop.app.gateway.context.directory.find('main', room),
    join: (room: string) => coop.call('join', `fullName=Ada&meetingID=${room}&role=VIEWER`),
    /** Back at once, without its meetings. */
    crash: () => server.restart({ keepMeetings: false }),
    [Symbol.asyncDispose]: () => coop[Symbol.asyncDispose](),
  }
}

/** Creates a meeting with so many people in it, the first of them a moderator. */
async function begin(coop: Rig, server: PracticeServer, room: string, people: number, query = ''): Promise<void> {
  const answer = await coop.call('create', `name=Room&meetingID=${room}&moderatorPW=mp&attendeePW=ap&${query}`)
  const nodeId = server.meetings().find(({ internalId }) => internalId === answer.text('internalMeetingID'))?.meetingId
  for (let i = 0; i < people; i++) {
    const role = i === 0 ? 'MODERATOR' : 'VIEWER'
    server.joinUser(nodeId ?? '', { name: `P${i}`, userId: `${room}-${i}`, role })
  }
}

test('meetings that a server lost in a crash stay known, and who joins makes them again as they were, slides and all', async () => {
  await using gateway = await openCoop()
  const { coop, server, look, crash, find, join } = gateway
  const slides = '<modules><module name="presentation"><document name="a.txt">aGVsbG8=</document></module></modules>'
  const init = { method: 'POST', headers: { 'content-type': 'application/xml' }, body: slides }
  await begin(coop, server, 'r1', 2)
  await begin(coop, server, 'r2', 1)
  await coop.call('create', 'name=Slides&meetingID=r3&voiceBridge=70001&meta_course=math', { init })
  const before = find('r3')
  await look()
  await crash()
  await look()
  await look()

  expect(server.meetings(), 'nobody asked').toEqual([])
  expect((await coop.call('getMeetings')).body.match(/<meetingID>/g)).toHaveLength(3)
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('returncode')).toBe('SUCCESS')
  expect((await join('r3')).headers.get('location')).toContain(`${server.url}/join?`)
  const again = server.meetings()
  expect(again.map(({ voiceBridge, metadata }) => [voiceBridge, metadata.get('course')])).toEqual([['70001', 'math']])
  expect(server.requests.findLast(({ call }) => call === 'create')?.body).toBe(slides)
  expect(again[0]?.meetingId).toBe(before?.nodeId)
  expect(find('r3')?.instance).not.toBe(before?.instance)
  expect((await coop.call('create', 'name=Room&meetingID=r1')).text('messageKey'), 'a new one').toBe('')
  await look()
  expect([find('r1')?.lostAt, find('r3')?.lostAt], 'on the same server, and there').toEqual([undefined, undefined])
  expect(find('r2')?.lostAt).toBeDefined()
})

test.each([
  ['one person alone, although the server failed to answer', { people: [1], fails: true }, 'ended'],
  ['one meeting between two looks that were answered', { people: [3], fails: false }, 'ended'],
  ['several without anybody in them', { people: [0, 0], fails: true }, 'ended'],
  ['one with several people, and the server failed to answer', { people: [2], fails: true }, 'lost'],
  ['two with somebody in each', { people: [1, 1], fails: false }, 'lost'],
] as const)('%s: %o makes them %s', async (_, { people, fails }, outcome) => {
  await using gateway = await openCoop()
  const { coop, server, look, crash, find, join } = gateway
  for (const [i, count] of people.entries()) await begin(coop, server, `r${i}`, count)
  await look()
  if (fails) {
    await server.stop()
    await look()
  }
  await crash()
  await look()
  expect(people.map((__, i) => (find(`r${i}`) ? 'lost' : 'ended'))).toEqual(people.map(() => outcome))
  expect((await join('r0')).text('messageKey')).toBe(outcome === 'lost' ? '' : 'invalidMeetingIdentifier')
})

test('while the server has one that it had before, those that are gone have ended', async () => {
  await using gateway = await openCoop()
  const { coop, server, look, find, join } = gateway
  for (const room of ['r1', 'r2', 'r3']) await begin(coop, server, room, 2)
  await look()
  const idOf = (room: string) => find(room)?.nodeId ?? ''
  const gone = async (...rooms: string[]) => {
    // As if the callbacks never came: the gateway must judge by what it sees.
    await server.stop()
    await look()
    for (const room of rooms) server.endMeeting(idOf(room))
    await server.restart()
  }
  // What ends is called back, but nobody listens there for a moment.
  for (const room of ['r1', 'r2', 'r3']) silence(server, idOf(room))
  await gone('r1', 'r2')
  await look()
  expect([find('r1'), find('r2'), find('r3')?.lostAt]).toEqual([undefined, undefined, undefined])
  expect((await join('r1')).text('messageKey')).toBe('invalidMeetingIdentifier')
  server.preload([{ meetingId: 'of-somebody-else', attendees: 1 }])
  await look()
  await gone('r3')
  await look()
  expect(find('r3'), 'the meeting of somebody else is still there').toBeUndefined()
})

/** The server forgets whom to tell of this meeting's end. */
function silence(server: PracticeServer, meetingId: string): void {
  const meeting = server.meetings().find((one) => one.meetingId === meetingId)
  const metadata = meeting?.metadata as Map<string, string> | undefined
  metadata?.delete('endcallbackurl')
}

test('an end that was asked for, a time that was over and a room without its moderator are no crash', async () => {
  await using gateway = await openCoop()
  const { coop, clock, server, look, crash, find } = gateway
  await begin(coop, server, 'asked', 2)
  await begin(coop, server, 'timed', 2, 'duration=30')
  await begin(coop, server, 'led', 2, 'endWhenNoModerator=true')
  await begin(coop, server, 'plain', 2)
  await begin(coop, server, 'other', 2)
  await begin(coop, server, 'long', 2, 'duration=60')
  clock.advance(30 * 60_000 - 5000)
  server.leaveUser(find('led')?.nodeId ?? '', 'led-0')
  await look()
  const asked = find('asked')
  if (asked) asked.ending = true
  await crash()
  await look()
  const rooms = ['asked', 'timed', 'led', 'plain', 'other', 'long']
  expect(rooms.filter((room) => find(room) !== undefined)).toEqual(['plain', 'other', 'long'])
})

test('an end that is told late, or asked for, is an end: no join makes such a meeting again', async () => {
  await using gateway = await openCoop()
  const { coop, server, look, crash, find, join } = gateway
  for (const room of ['r1', 'r2', 'r3']) await begin(coop, server, room, 2)
  await look()
  const { addresses } = coop.app.gateway.context
  const callback = addresses.address('end', find('r1')?.instance ?? '')
  await crash()
  await look()
  await fetch(`${callback}?recordingmarks=false`)
  expect((await join('r1')).text('messageKey')).toBe('invalidMeetingIdentifier')
  expect((await coop.call('end', 'meetingID=r2&password=wrong')).text('messageKey')).toBe('invalidPassword')
  expect((await coop.call('end', 'meetingID=r2&password=mp')).text('messageKey')).toBe('sentEndMeetingRequest')
  expect((await join('r2')).text('messageKey')).toBe('invalidMeetingIdentifier')
  expect((await join('r3')).status).toBe(302)
  expect(server.meetings()).toHaveLength(1)
})

test('what nobody asks for is over after ten minutes; a server that has it after all keeps it', async () => {
  await using gateway = await openCoop()
  const { coop, clock, server, look, crash, find } = gateway
  const { context } = coop.app.gateway
  for (const room of ['r1', 'r2']) await begin(coop, server, room, 2)
  await look()
  clock.advance(1000)
  await reconcile(context, requireServer(context, 's1'), [], clock.elapsed())
  expect(find('r1')?.lostAt).toBeDefined()
  expect(
    (await context.store.live()).map(({ lostAt }) => lostAt !== undefined),
    'after a restart too',
  ).toEqual([true, true])
  await look()
  expect([find('r1')?.lostAt, find('r2')?.lostAt]).toEqual([undefined, undefined])
  expect((await context.store.live()).map(({ lostAt }) => lostAt)).toEqual([undefined, undefined])

  await crash()
  await look()
  clock.advance(10 * 60_000 - 2000)
  await look()
  expect(find('r1')).toBeDefined()
  await look()
  expect([find('r1'), find('r2')]).toEqual([undefined, undefined])
  expect(server.meetings()).toEqual([])
})

test('who asks before the next look is told what a look would tell', async () => {
  await using gateway = await openCoop()
  const { coop, clock, server, look, crash, find, join } = gateway
  for (const room of ['r1', 'r2', 'r3']) await begin(coop, server, room, 2)
  await look()
  await crash()
  clock.advance(5000)
  expect((await join('r1')).status, 'nobody knows yet').toBe(302)
  expect(server.meetings()).toEqual([])
  expect((await coop.call('getMeetingInfo', 'meetingID=r1')).text('returncode')).toBe('SUCCESS')
  expect(['r1', 'r2', 'r3'].map((room) => find(room)?.lostAt !== undefined)).toEqual([true, true, true])
  expect((await join('r2')).status).toBe(302)
  expect(server.meetings()).toHaveLength(1)
})

test('attendance in a meeting that was lost ends when its server last told of it', async () => {
  await using gateway = await openCoop()
  const { coop, clock, server, look, crash, join } = gateway
  for (const room of ['r1', 'r2']) await begin(coop, server, room, 1)
  await look()
  clock.advance(60_000)
  await look()
  await crash()
  await look()
  clock.advance(120_000)
  await join('r1')
  const { attendance, database } = coop.app.gateway.context
  await attendance.flush()
  const rows = await database.read((db) => db.selectFrom('attendance').selectAll().orderBy('meeting_id').execute())
  const spent = rows.map(({ joined_at: from, left_at: until }) => until && until - from)
  expect(spent, 'the other one is still to be made again').toEqual([61_000, null])
})

test('a client is told of the end of a lost meeting that nobody wants, and of none that goes on', async () => {
  await using listener = await openListener()
  await using gateway = await openCoop()
  const { coop, clock, server, look, crash, find, join } = gateway
  const { context } = coop.app.gateway
  const callback = `meta_endCallbackUrl=${encodeURIComponent(`${listener.url}/ended`)}`
  for (const room of ['r1', 'r2']) await begin(coop, server, room, 2, callback)
  const old = ['r1', 'r2'].map((room) => find(room)?.instance ?? '')
  await look()
  await crash()
  await look()
  await join('r1')
  clock.advance(10 * 60_000)
  await look()
  for (const instance of old) await tellEnd(context, instance)
  const told = () => listener.heard.map(({ url }) => url)
  await expect.poll(told, { timeout: 10_000 }).toEqual(['/ended?recordingmarks=false&meetingID=r2'])
  await fetch(`${context.addresses.address('end', find('r1')?.instance ?? '')}?recordingmarks=true`)
  await expect.poll(() => told()[1], { timeout: 10_000 }).toBe('/ended?recordingmarks=true&meetingID=r1')
})

const withPage = '[{ id: main, secrets: ["secret://main"], join_page: { enabled: true, per_second: 10 } }]'
const home = `logoutURL=${encodeURIComponent('https://school.example/after')}`

/** Joins as a browser does: gives where the client goes when it closes. */
async function enter(coop: Rig, room: string): Promise<string> {
  const joined = await coop.call('join', `fullName=Ada&meetingID=${room}&role=VIEWER&${home}`)
  const target = new URL((await openPage(joined.headers.get('location') ?? '')).location ?? '')
  return target.searchParams.get('logoutURL') ?? ''
}

test.each(['after the next look', 'after a client created it again', 'before anybody noticed'])(
  'who is thrown out by a crash is brought along by the join page %s',
  async (what) => {
    await using gateway = await openCoop({ organisations: withPage })
    const { coop, clock, server, look, crash, find } = gateway
    for (const room of ['r1', 'r2']) await begin(coop, server, room, 2)
    const back = await enter(coop, 'r1')
    await look()
    await crash()
    clock.advance(5000)
    if (what === 'after the next look') await look()
    if (what === 'after a client created it again') {
      const created = await coop.call('create', 'name=Room&meetingID=r1&moderatorPW=mp&attendeePW=ap')
      expect(created.text('messageKey')).toBe('')
      expect(find('r2')?.lostAt).toBeDefined()
    }
    const { arrived } = await sitBefore(back, 100)
    expect(arrived).toContain(`${server.url}/join?`)
    expect(server.meetings()).toHaveLength(1)
  },
)

test('with the join page, the end of a meeting is still an end', async () => {
  await using gateway = await openCoop({ organisations: withPage })
  const { coop, clock, server, look, find } = gateway
  for (const room of ['r1', 'r2']) await begin(coop, server, room, 2)
  const back = await enter(coop, 'r1')
  await look()
  clock.advance(5000)
  silence(server, find('r1')?.nodeId ?? '')
  server.endMeeting(find('r1')?.nodeId ?? '')
  expect((await openPage(back)).location).toBe('https://school.example/after')
  expect(find('r1')).toBeUndefined()
})
