import { afterAll, beforeAll, expect, test } from 'vitest'
import { endSessions } from '../../src/people/sessions.ts'
import { openLive } from '../live.ts'
import { signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'

/** Changes are told once a second. */
const patient = { timeout: 10_000 }

let coop: RestRig

beforeAll(async () => {
  coop = await restRig({
    organisations: '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]',
  })
  await coop.call('create', 'name=Room&meetingID=room')
  await coop.call('create', 'name=Theirs&meetingID=theirs', {
    base: '/o/other/bigbluebutton/api',
    secret: 'other',
  })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
})

const namesIn = (events: Awaited<ReturnType<typeof openLive>>['events']) =>
  events.map(({ name, change: { servers, meetings, organisations } }) => ({
    name,
    servers: servers.put.map(({ id }) => id).toSorted(),
    meetings: meetings.put.map(({ meetingId }) => meetingId).toSorted(),
    gone: meetings.gone,
    organisations: organisations.put.map(({ id }) => id).toSorted(),
  }))

const first = async (asking: Parameters<typeof openLive>[1]) => {
  await using live = await openLive(coop.url, asking)
  expect(live.status).toBe(200)
  await expect.poll(() => live.events.length, patient).toBeGreaterThan(0)
  return namesIn(live.events)[0]
}

test('each caller is shown at once what the REST API would show them', async () => {
  const admin = await signIn(coop, { name: 'Ada', role: 'admin' })
  const member = await signIn(coop, { name: 'Max' })
  const all = { name: 'snapshot', gone: [] }
  expect(await first({ token: await coop.token('read') })).toEqual({
    ...all,
    servers: ['s1', 's2'],
    meetings: ['room', 'theirs'],
    organisations: ['main', 'other'],
  })
  expect(await first(admin)).toEqual({ ...all, servers: [], meetings: ['room'], organisations: ['main'] })
  expect(await first(member)).toEqual({ ...all, servers: [], meetings: [], organisations: ['main'] })
  expect((await fetch(`${coop.url}/api/v1/live`)).status).toBe(401)
})

test('what begins, changes and ends is told, to those alone whom it concerns', async () => {
  await using ours = await openLive(coop.url, await signIn(coop, { name: 'Bea', role: 'admin' }))
  await using theirs = await openLive(
    coop.url,
    await signIn(coop, { name: 'Eve', role: 'admin', organisation: 'other' }),
  )
  await expect.poll(() => [ours.events.length, theirs.events.length], patient).toEqual([1, 1])
  await coop.call('create', 'name=New&meetingID=new&moderatorPW=mp')
  await expect.poll(() => namesIn(ours.events).flatMap(({ meetings }) => meetings), patient).toContain('new')
  await coop.call('end', 'meetingID=new&password=mp')
  await coop.look()
  await expect.poll(() => namesIn(ours.events).flatMap(({ gone }) => gone), patient).toContain('main/new')
  const last = ours.events.at(-1)?.change.organisations.put[0]
  expect(last).toMatchObject({ id: 'main', meetings: 1 })
  expect(theirs.events.map(({ name }) => name)).toEqual(['snapshot'])
})

test('it ends with the session', async () => {
  const { headers, person } = await signIn(coop, { name: 'Cy', role: 'admin' })
  await using live = await openLive(coop.url, { headers })
  await endSessions(coop.app.gateway.context, person.id)
  await live.ended
  expect((await openLive(coop.url, { headers })).status).toBe(401)
}, 20_000)

test('it ends with the program, which does not wait for those who watch', async () => {
  await using other = await restRig({ servers: 0 })
  await using live = await openLive(other.url, { token: await other.token('read') })
  await other.app[Symbol.asyncDispose]()
  await live.ended
})

test('one caller may not open it without end', async () => {
  const { headers } = await signIn(coop, { name: 'Dan' })
  await using stack = new AsyncDisposableStack()
  for (let i = 0; i < 20; i++) stack.use(await openLive(coop.url, { headers }))
  expect((await openLive(coop.url, { headers })).status).toBe(503)
})
