import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { openPage, sitBefore } from '../join-page.ts'
import { restRig } from '../rest.ts'
import { type Rig, rig } from '../rig.ts'

const withPage = (perSecond = 10, more = '') =>
  `[{ id: main, secrets: ["secret://main"], join_page: { enabled: true, per_second: ${perSecond} }${more} }]`

async function ticketOf(coop: Rig, query: string): Promise<string> {
  return (await coop.call('join', query)).headers.get('location') ?? ''
}

/** The practice server that has the meeting, and its origin. */
function homeOf(coop: Rig) {
  const home = coop.servers.find((server) => server.meetings().length > 0)
  if (!home) throw new Error('no server has the meeting')
  return { home, origin: new URL(home.url).origin }
}

async function killHome(coop: Rig) {
  const { home, origin } = homeOf(coop)
  await home.stop()
  return { home, origin }
}

test('without the page, a join leads straight to the server', async () => {
  await using coop = await rig({ servers: 1 })
  await coop.call('create', 'name=Room&meetingID=r1')
  expect(await ticketOf(coop, 'fullName=Ada&meetingID=r1&role=VIEWER')).toContain(`${coop.servers[0]?.url}/join?`)
})

test('with the page, a join leads to it, and from there straight to the server', async () => {
  await using coop = await rig({ servers: 1, organisations: withPage() })
  await coop.call('create', 'name=Room&meetingID=r1')
  const address = await ticketOf(coop, 'fullName=Ada&meetingID=r1&role=VIEWER&userdata-x=1')
  expect(address).toMatch(new RegExp(`^${coop.url}/j/[\\w-]+$`))
  const page = await openPage(address)
  expect(page.status).toBe(303)
  const target = new URL(page.location ?? '')
  expect(target.href.startsWith(`${coop.servers[0]?.url}/join?`)).toBe(true)
  expect(target.searchParams.get('fullName')).toBe('Ada')
  expect(target.searchParams.get('userdata-x')).toBe('1')
  expect(target.searchParams.get('logoutURL')).toMatch(new RegExp(`^${coop.url}/j/[\\w-]+/back$`))
  expect((await fetch(target.href, { redirect: 'manual' })).headers.get('location')).toContain('/html5client/')
  expect([page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer'])
})

test('a join that wants an answer instead of a page, and one that is refused, are answered as ever', async () => {
  await using coop = await rig({ servers: 1, organisations: withPage() })
  await coop.call('create', 'name=Room&meetingID=r1')
  const straight = await ticketOf(coop, 'fullName=Ada&meetingID=r1&role=VIEWER&redirect=false')
  expect(straight).toContain(`${coop.servers[0]?.url}/join?`)
  const unknown = await coop.call('join', 'fullName=Ada&meetingID=r2&role=VIEWER')
  expect(unknown.text('messageKey')).toBe('invalidMeetingIdentifier')
  expect((await coop.call('join', 'fullName=Ada&meetingID=r1')).text('returncode')).toBe('FAILED')
})

test('three people who wait when the server dies are in the meeting on the other server, and did nothing', async () => {
  await using coop = await rig({ servers: 2, organisations: withPage() })
  const answer = await coop.call('create', 'name=Room&meetingID=r1&moderatorPW=mp&attendeePW=ap')
  // Greenlight's links bear the meeting's createTime: it is another one on the new server.
  const common = `meetingID=r1&createTime=${answer.text('createTime')}`
  const links = ['fullName=Ada&password=mp', 'fullName=Bo&password=ap', 'fullName=Cy&role=VIEWER']
  const tickets = await Promise.all(links.map((link) => ticketOf(coop, `${link}&${common}`)))
  const dead = await killHome(coop)
  await coop.look()

  const people = tickets.map((ticket) => sitBefore(ticket, 250))
  const arrived = await Promise.all(people)
  const { home, origin } = homeOf({ ...coop, servers: coop.servers.filter((server) => server !== dead.home) })
  expect(home.meetings()).toHaveLength(1)
  for (const person of arrived) {
    expect(new URL(person.arrived).origin).toBe(origin)
    expect(person.seen).toContain('We are bringing the meeting back')
    const client = await fetch(person.arrived, { redirect: 'manual' })
    expect(client.headers.get('location')).toContain('/html5client/')
  }
})

test('while no server can take the meeting, people wait, and arrive as soon as one can', async () => {
  await using coop = await rig({ servers: 2, organisations: withPage() })
  await coop.call('create', 'name=Room&meetingID=r1')
  const ticket = await ticketOf(coop, 'fullName=Ada&meetingID=r1&role=VIEWER')
  const { home } = await killHome(coop)
  const other = coop.servers.find((server) => server !== home)
  await other?.stop()
  for (let i = 0; i < 3; i++) await coop.look()
  await expect
    .poll(async () => (await openPage(ticket)).html, { timeout: 10_000 })
    .toContain('no other one could take the meeting yet')
  await other?.restart()
  for (let i = 0; i < 3; i++) await coop.look()
  expect(new URL((await sitBefore(ticket, 250)).arrived).origin).toBe(new URL(other?.url ?? '').origin)
})

test('of 300 people who come at once, no second sees more than fifty let in, and all arrive', async () => {
  const clock = manualClock(Date.now())
  await using coop = await rig({ servers: 1, organisations: withPage(50), clock, poll: 60 })
  await coop.call('create', 'name=Lecture&meetingID=big')
  await coop.look()
  const links = Array.from({ length: 300 }, (_, i) => `fullName=P${i}&meetingID=big&role=VIEWER`)
  let waiting = await Promise.all(links.map(async (link) => ({ url: await ticketOf(coop, link), at: clock.now() })))
  const start = clock.now()
  const admitted: number[] = []
  while (waiting.length > 0 && clock.now() - start < 60_000) {
    const due = waiting.filter(({ at }) => at <= clock.now())
    const pages = await Promise.all(due.map(async ({ url }) => ({ url, page: await openPage(url) })))
    for (const { page } of pages) if (page.location?.includes('/api/join?')) admitted.push(clock.now())
    const again = pages.flatMap(({ url, page: { again } }) =>
      again === undefined ? [] : [{ url, at: clock.now() + again * 1000 }],
    )
    waiting = [...waiting.filter(({ at }) => at > clock.now()), ...again]
    clock.advance(100)
  }
  expect(admitted).toHaveLength(300)
  const most = Math.max(...admitted.map((at) => admitted.filter((o) => o >= at && o < at + 1000).length))
  expect(most).toBe(50)
  expect(Math.max(...admitted) - start).toBeLessThanOrEqual(7000)
})

test('an organisation that is added at run time may have the page, and says so', async () => {
  await using coop = await restRig({ servers: 1 })
  const joinPage = { enabled: true, perSecond: 7 }
  const added = await coop.local('POST', '/api/v1/organisations', { body: { id: 'school', joinPage } })
  expect(added.body).toMatchObject({ joinPage })
  expect((await coop.local('GET', '/api/v1/organisations/main')).body).toMatchObject({ joinPage: { enabled: false } })
  const options = { base: '/o/school/bigbluebutton/api', secret: String(added.body['secret']) }
  await coop.call('create', 'name=Room&meetingID=r1', options)
  const joined = await coop.call('join', 'fullName=Ada&meetingID=r1&role=VIEWER', options)
  expect(joined.headers.get('location')).toContain(`${coop.url}/j/`)
})

test('whoever guesses tickets is told to wait, and whoever has one is let in all the same', async () => {
  await using coop = await rig({ servers: 1, organisations: withPage(), clock: manualClock(Date.now()), poll: 60 })
  await coop.call('create', 'name=Room&meetingID=r1')
  const ticket = await ticketOf(coop, 'fullName=Ada&meetingID=r1&role=VIEWER')
  const statuses = await Promise.all(
    Array.from({ length: 61 }, async (_, i) => (await openPage(`${coop.url}/j/guess-${i}`)).status),
  )
  expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  expect((await openPage(ticket)).status).toBe(303)
})
