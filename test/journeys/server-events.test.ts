import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { addServer, removeServer, requireServer } from '../../src/meetings/registry.ts'
import { type PracticeServer, startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { toServerView } from '../../src/web/rest/server-view.ts'
import { type Rig, type RigOptions, rig } from '../rig.ts'

interface Coop extends AsyncDisposable {
  readonly rig: Rig
  readonly server: PracticeServer
  readonly address: string
}

/** The gateway before one server with bbb-webhooks, so seldom looked at that only events tell what happens. */
async function openCoop(options: Omit<RigOptions, 'practice'> = {}): Promise<Coop> {
  await using stack = new AsyncDisposableStack()
  const settings = { name: 'practice-1', secret: 'secret-of-server-1', quirks: { webhooks: true } }
  const server = stack.use(await startPracticeServer(settings))
  const running = stack.use(await rig({ poll: 60, ...options, practice: [server] }))
  const resources = stack.move()
  return {
    rig: running,
    server,
    address: running.app.gateway.context.addresses.address('events', 's1'),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function create({ rig, server }: Coop): Promise<string> {
  await rig.call('create', 'name=Room&meetingID=r1&meta_course=math')
  await server.tick()
  return server.meetings()[0]?.meetingId ?? ''
}

function factsOf({ rig }: Coop) {
  const facts = rig.app.gateway.context.directory.find('main', 'r1')?.facts
  return { running: facts?.running, participants: facts?.participants, names: facts?.attendees.map(({ name }) => name) }
}

/** What memory would answer to getMeetings, and what the server says itself, so far as events tell it. */
async function compare({ rig, server }: Coop): Promise<{ told: string; seen: string }> {
  await server.tick()
  const meeting = rig.app.gateway.context.directory.find('main', 'r1')
  const told = meeting?.xml.toString() ?? ''
  await rig.look()
  return { told, seen: meeting?.xml.toString() ?? '' }
}

interface Sent {
  readonly id: string
  readonly user?: object
  readonly ts: number
  readonly internalId?: string
}

/** Delivers an event as the server would, but the one we want and when we want. */
async function send(coop: Coop, { id, user, ts, internalId }: Sent, secret = 'secret-of-server-1'): Promise<number> {
  const [first] = coop.server.meetings()
  const meeting = {
    'internal-meeting-id': internalId ?? first?.internalId,
    'external-meeting-id': internalId ? internalId : first?.meetingId,
  }
  const event = [{ data: { type: 'event', id, attributes: { meeting, user }, event: { ts } } }]
  const form = { domain: 'practice', event: JSON.stringify(event), timestamp: String(ts) }
  const body = new URLSearchParams(form).toString()
  const sum = createHash('sha512').update(`${coop.address}${body}${secret}`).digest('hex')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return (await fetch(`${coop.address}?checksum=${sum}`, { method: 'POST', headers, body })).status
}

const ada = { 'internal-user-id': 'w_ada', 'external-user-id': 'u1', name: 'Ada', role: 'MODERATOR' }

test('a server with bbb-webhooks is found at the first look, one without is not', async () => {
  await using coop = await openCoop()
  expect(coop.server.hooks().map(({ callbackUrl }) => callbackUrl)).toEqual([coop.address])
  const { context } = coop.rig.app.gateway
  expect((await toServerView(context, requireServer(context, 's1'))).events).toBe(true)

  await using plain = await rig({ servers: 1 })
  const server = plain.app.gateway.context.pool.find('s1')
  expect([server?.events, server?.health.condition, server?.health.lastError]).toEqual([false, 'online', undefined])
})

test('people are counted the moment they come and go', async () => {
  await using coop = await openCoop()
  const nodeId = await create(coop)
  coop.server.joinUser(nodeId, { name: 'Ada', userId: 'u1', role: 'MODERATOR' })
  coop.server.joinUser(nodeId, { name: 'Béla & <Co>', userId: 'u2' })
  await coop.server.tick()
  expect(factsOf(coop)).toEqual({ running: true, participants: 2, names: ['Ada', 'Béla & <Co>'] })
  expect((await coop.rig.call('isMeetingRunning', 'meetingID=r1')).text('running')).toBe('true')

  coop.server.leaveUser(nodeId, 'u1')
  await coop.server.tick()
  expect(factsOf(coop)).toEqual({ running: true, participants: 1, names: ['Béla & <Co>'] })
  coop.server.leaveUser(nodeId, 'u2')
  await coop.server.tick()
  expect(factsOf(coop)).toEqual({ running: false, participants: 0, names: [] })
})

test('what events make of a meeting is what its server lists', async () => {
  await using coop = await openCoop()
  const nodeId = await create(coop)
  coop.server.joinUser(nodeId, { name: 'Béla', userId: 'u2' })
  coop.server.joinUser(nodeId, { name: 'Ada', userId: 'u1', role: 'MODERATOR' })
  coop.server.joinUser(nodeId, { name: 'Chidi', userId: 'u3' })
  coop.server.changeMedia(nodeId, 'u1', { voice: true, video: true })
  coop.server.changeMedia(nodeId, 'u2', { listening: true })
  coop.server.changeMedia(nodeId, 'u3', { video: true })
  coop.server.leaveUser(nodeId, 'u3')
  coop.server.changeMedia(nodeId, 'u2', { listening: false })

  const { told, seen } = await compare(coop)
  // When the first person came, only the server knows.
  const untimed = (xml: string) => xml.replace(/<startTime>\d+</, '<startTime><')
  expect(untimed(told)).toBe(untimed(seen))
  expect(told).toContain('<videoCount>1</videoCount>')
  expect(told).toContain('<course>math</course>')
})

test('the listing of an organisation changes with every event', async () => {
  await using coop = await openCoop()
  const nodeId = await create(coop)
  expect((await coop.rig.call('getMeetings')).body).toContain('<participantCount>0</participantCount>')
  coop.server.joinUser(nodeId, { name: 'Ada', userId: 'u1' })
  await coop.server.tick()
  const { body } = await coop.rig.call('getMeetings')
  expect(body).toContain('<participantCount>1</participantCount>')
  expect(body).toContain('<fullName>Ada</fullName>')
  expect(body).not.toContain(nodeId)
})

test('the end of an instance ends that instance and no later one', async () => {
  await using coop = await openCoop()
  await create(coop)
  const first = coop.server.meetings()[0]?.internalId
  coop.server.endMeeting(coop.server.meetings()[0]?.meetingId ?? '')
  await coop.server.tick()
  expect(coop.rig.app.gateway.context.directory.find('main', 'r1')).toBeUndefined()

  await create(coop)
  expect(await send(coop, { id: 'meeting-ended', ts: Date.now(), internalId: first ?? '' })).toBe(204)
  expect(coop.rig.app.gateway.context.directory.find('main', 'r1')).toBeDefined()
})

test('a create whose answer was lost is known to have succeeded when its server tells of it late', async () => {
  const clock = manualClock(Date.now())
  await using coop = await openCoop({ clock })
  coop.server.inject('create', { resetConnection: true, carryOut: true, times: 1 })
  await create(coop)
  const meeting = coop.rig.app.gateway.context.directory.find('main', 'r1')
  expect(meeting?.state).toBe('creating')
  clock.advance(20_000)
  await send(coop, { id: 'meeting-created', ts: Date.now() })
  expect([meeting?.state, meeting?.facts?.internalId]).toEqual(['running', coop.server.meetings()[0]?.internalId])
})

test('an event told twice counts once', async () => {
  await using coop = await openCoop()
  await create(coop)
  for (let i = 0; i < 3; i++) expect(await send(coop, { id: 'user-joined', user: ada, ts: 1000 })).toBe(204)
  expect(factsOf(coop).names).toEqual(['Ada'])
  for (let i = 0; i < 3; i++) await send(coop, { id: 'user-left', user: ada, ts: 2000 })
  expect(factsOf(coop).names).toEqual([])
})

test('somebody whose leaving is told before their coming is not there', async () => {
  await using coop = await openCoop()
  await create(coop)
  await send(coop, { id: 'user-left', user: ada, ts: 2000 })
  await send(coop, { id: 'user-joined', user: ada, ts: 1000 })
  expect(factsOf(coop).names).toEqual([])
  await send(coop, { id: 'user-joined', user: ada, ts: 3000 })
  expect(factsOf(coop).names).toEqual(['Ada'])
})

test('one person in two sessions is two people, and leaves one at a time', async () => {
  await using coop = await openCoop()
  await create(coop)
  const second = { ...ada, 'internal-user-id': 'w_ada2', name: 'Ada on the phone' }
  await send(coop, { id: 'user-joined', user: ada, ts: 1000 })
  await send(coop, { id: 'user-joined', user: second, ts: 1001 })
  expect(factsOf(coop).names).toEqual(['Ada', 'Ada on the phone'])
  await send(coop, { id: 'user-left', user: { ...ada, 'external-user-id': '' }, ts: 1002 })
  expect(factsOf(coop).names).toEqual(['Ada on the phone'])
})

test('somebody seen by a look is not counted again when the event comes, and leaves by it', async () => {
  await using coop = await openCoop()
  const nodeId = await create(coop)
  coop.server.quirks = {}
  const person = coop.server.joinUser(nodeId, { name: 'Ada', userId: 'u1' })
  await coop.rig.look()
  const user = { ...ada, 'internal-user-id': person.id }
  await send(coop, { id: 'user-joined', user, ts: Date.now() })
  expect(factsOf(coop).names).toEqual(['Ada'])
  await coop.rig.look()
  expect(coop.rig.app.gateway.context.directory.find('main', 'r1')?.facts?.attendees[0]?.internalId).toBe(person.id)
  await send(coop, { id: 'user-left', user, ts: Date.now() + 1 })
  expect(factsOf(coop).names).toEqual([])
})

test('events that never came are made up for by the next look', async () => {
  await using coop = await openCoop()
  const nodeId = await create(coop)
  coop.server.joinUser(nodeId, { name: 'Ada', userId: 'u1' })
  await coop.server.tick()
  coop.server.quirks = {}
  coop.server.leaveUser(nodeId, 'u1')
  coop.server.joinUser(nodeId, { name: 'Béla', userId: 'u2' })
  expect(factsOf(coop).names).toEqual(['Ada'])
  await coop.rig.look()
  expect(factsOf(coop).names).toEqual(['Béla'])
})

test('events need our proof in the address and the signature of that server', async () => {
  await using coop = await openCoop()
  await create(coop)
  expect(await send(coop, { id: 'user-joined', user: ada, ts: 1000 }, 'another secret')).toBe(401)
  expect((await fetch(coop.address, { method: 'POST', body: 'event=[]' })).status).toBe(401)
  expect((await fetch(`${coop.address.slice(0, -1)}x`, { method: 'POST', body: 'event=[]' })).status).toBe(404)
  const headers = { authorization: 'Bearer secret-of-server-1' }
  expect((await fetch(coop.address, { method: 'POST', headers, body: 'event=nonsense' })).status).toBe(204)
  expect(factsOf(coop).names).toEqual([])
})

test('events of meetings that are not ours do nothing', async () => {
  await using coop = await openCoop()
  await create(coop)
  expect(await send(coop, { id: 'user-joined', user: ada, ts: 1000, internalId: 'unknown-1' })).toBe(204)
  expect(await send(coop, { id: 'meeting-ended', ts: 1000, internalId: 'unknown-1' })).toBe(204)
  expect(factsOf(coop)).toEqual({ running: false, participants: 0, names: [] })
})

test('a registration that vanished is made again within ten minutes', async () => {
  const clock = manualClock(Date.now())
  await using coop = await openCoop({ clock })
  coop.server.forgetHooks()
  clock.advance(9 * 60_000)
  await coop.rig.look()
  expect(coop.server.hooks()).toHaveLength(0)
  clock.advance(60_000)
  await coop.rig.look()
  expect(coop.server.hooks()).toHaveLength(1)
})

test('a server that gets bbb-webhooks, or loses it, is noticed', async () => {
  const clock = manualClock(Date.now())
  await using coop = await openCoop({ clock })
  const server = coop.rig.app.gateway.context.pool.find('s1')
  coop.server.quirks = {}
  clock.advance(10 * 60_000)
  await coop.rig.look()
  expect([server?.events, server?.health.condition]).toEqual([false, 'online'])
  coop.server.quirks = { webhooks: true }
  clock.advance(10 * 60_000)
  await coop.rig.look()
  expect(server?.events).toBe(true)
})

test('a server that leaves the pool keeps no hook of ours', async () => {
  await using coop = await openCoop()
  await using other = await startPracticeServer({ name: 'two', secret: 'secret', quirks: { webhooks: true } })
  const { context, poller } = coop.rig.app.gateway
  const definition = { id: 'two', url: other.url, capacity: 10, weight: 1, tags: [], checksum: 'sha256' as const }
  await poller.look(await addServer(context, definition, other.secret, 'local:root'))
  expect(other.hooks()).toHaveLength(1)
  await removeServer(context, 'two', 'local:root')
  expect(other.hooks()).toHaveLength(0)
})

test('clients with webhooks learn of people at once, with the ids of their sessions', async () => {
  await using coop = await openCoop()
  const nodeId = await create(coop)
  const told: (string | undefined)[] = []
  coop.rig.app.gateway.context.bus.on('joined', ({ attendee }) => told.push(`+${attendee.internalId}`))
  coop.rig.app.gateway.context.bus.on('left', ({ attendee }) => told.push(`-${attendee.internalId}`))
  const { id } = coop.server.joinUser(nodeId, { name: 'Ada', userId: 'u1' })
  await coop.server.tick()
  coop.server.leaveUser(nodeId, 'u1')
  await coop.server.tick()
  await coop.rig.look()
  expect(told).toEqual([`+${id}`, `-${id}`])
})
