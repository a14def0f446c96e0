import { expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { openPage, sitBefore } from '../join-page.ts'
import { type Rig, rig } from '../rig.ts'

const organisations = `[{ id: main, secrets: ["secret://main"], join_page: { enabled: true, per_second: 10 } }]`
const school = 'https://school.example/after?x=1'

/** Creates a meeting and joins it as a browser does: gives the ticket, and where the client goes when it closes. */
async function enter(coop: Rig, join = '', create = '') {
  await coop.call('create', `name=Room&meetingID=r1&${create}`)
  const joined = await coop.call('join', `fullName=Ada&meetingID=r1&role=VIEWER&${join}`)
  const ticket = joined.headers.get('location') ?? ''
  return { ticket, ...(await follow(ticket)) }
}

async function follow(ticket: string) {
  const target = new URL((await openPage(ticket)).location ?? '')
  return { target, back: target.searchParams.get('logoutURL') ?? '' }
}

const originOf = (url: string | undefined) => new URL(url ?? '').origin

test('who leaves goes where their front end said, at the join or else at the create', async () => {
  await using coop = await rig({ servers: 1, organisations })
  const { back } = await enter(coop, `logoutURL=${encodeURIComponent(school)}`, 'logoutURL=https%3A%2F%2Fother.example')
  const left = await openPage(back)
  expect([left.status, left.location]).toEqual([303, school])

  await using plain = await rig({ servers: 1, organisations })
  const named = await enter(plain, '', `logoutURL=${encodeURIComponent(school)}`)
  expect((await openPage(named.back)).location).toBe(school)
})

test('the client of a practice server leads back to us, and on from there', async () => {
  await using coop = await rig({ servers: 1, organisations })
  const { target } = await enter(coop, `logoutURL=${encodeURIComponent(school)}`)
  const joined = await fetch(target, { redirect: 'manual' })
  const client = new URL(joined.headers.get('location') ?? '')
  const cookie = joined.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  await fetch(client, { headers: { cookie } })
  client.pathname = '/html5client/leave'
  const closed = await fetch(client, { method: 'POST', headers: { cookie }, redirect: 'manual' })
  expect((await openPage(closed.headers.get('location') ?? '')).location).toBe(school)
})

test('who leaves and has nowhere to go may join again', async () => {
  await using coop = await rig({ servers: 1, organisations })
  const { back } = await enter(coop)
  const { status, html, again } = await openPage(back)
  expect([status, again]).toEqual([200, undefined])
  expect(html).toContain('You have left the meeting')
  const path = /class="button" href="(\/j\/[\w-]+)"/.exec(html)?.[1] ?? ''
  expect((await openPage(coop.url + path)).location).toContain('/api/join?')
})

test('who is thrown out because the server died is brought along, even before anybody else noticed', async () => {
  await using coop = await rig({ servers: 2, organisations })
  const { back, target } = await enter(coop, `logoutURL=${encodeURIComponent(school)}`)
  await coop.servers.find(({ url }) => originOf(url) === target.origin)?.stop()
  const { arrived } = await sitBefore(back, 250)
  expect(originOf(arrived)).not.toBe(originOf(school))
  expect(originOf(arrived)).not.toBe(target.origin)

  const second = new URL(arrived).searchParams.get('logoutURL') ?? ''
  expect((await openPage(second)).location, 'from the new server one can leave').toBe(school)
  expect((await openPage(back)).location, 'from the old one one is still brought along').toContain('/j/')
})

test('at the end of the meeting people go home, or are told', async () => {
  await using coop = await rig({ servers: 1, organisations })
  const { ticket, back } = await enter(coop, `logoutURL=${encodeURIComponent(school)}`, 'moderatorPW=mp')
  const without = await follow(
    (await coop.call('join', 'fullName=Bo&meetingID=r1&role=VIEWER')).headers.get('location') ?? '',
  )
  await coop.call('end', 'meetingID=r1&password=mp')
  expect((await openPage(back)).location).toBe(school)
  expect((await openPage(without.back)).html).toContain('This meeting has ended')

  const { status, html, again } = await openPage(ticket)
  expect([status, again]).toEqual([200, undefined])
  expect(html).toContain('This meeting has ended')
  expect(html).toContain(`href="${school}"`)
})

test('a ticket for a meeting that ended does not lead into the next one of that name', async () => {
  await using coop = await rig({ servers: 1, organisations })
  const created = await coop.call('create', 'name=Room&meetingID=r1&moderatorPW=mp')
  const { ticket } = await enter(coop, `createTime=${created.text('createTime')}`, 'moderatorPW=mp')
  await coop.call('end', 'meetingID=r1&password=mp')
  await coop.look()
  const next = await coop.call('create', 'name=Room&meetingID=r1&moderatorPW=mp')
  expect(next.text('messageKey')).toBe('')
  expect((await openPage(ticket)).html).toContain('This meeting has ended')
})

test('only http and https lead on from here', async () => {
  for (const home of ['javascript:alert(1)', 'data:text/html,x', '//evil.example', 'https:', '/j/x']) {
    await using coop = await rig({ servers: 1, organisations })
    const { ticket, back } = await enter(coop, `logoutURL=${encodeURIComponent(home)}`, 'moderatorPW=mp')
    expect((await openPage(back)).html).toContain('You have left the meeting')
    await coop.call('end', 'meetingID=r1&password=mp')
    await coop.look()
    const { html } = await openPage(ticket)
    expect(html).toContain('This meeting has ended')
    expect(html).not.toContain(home === 'https:' ? 'href="https:' : home)
  }
})

test('a ticket that was altered, is of another installation or has expired is a friendly page', async () => {
  const clock = manualClock(Date.now())
  await using coop = await rig({ servers: 1, organisations, clock, poll: 60 })
  await using foreign = await rig({ servers: 1, organisations })
  const { ticket, back } = await enter(coop)
  const theirs = new URL((await enter(foreign)).ticket).pathname
  const altered = ticket.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const wrong = [altered, `${altered}/back`, coop.url + theirs, `${coop.url}/j/`, `${coop.url}/j/${'A'.repeat(9000)}`]
  for (const url of [...wrong, `${ticket}/forth`, `${ticket}/back/back`]) {
    const { status, html, headers } = await openPage(url, 'fr')
    expect(status, url).toBe(404)
    expect(html).toContain('Ce lien ne mène à aucune réunion')
    expect(headers.get('cache-control')).toBe('no-store')
  }
  clock.advance(12 * 60 * 60_000)
  expect([(await openPage(ticket)).status, (await openPage(back)).status]).toEqual([404, 404])
})

test('pages show nothing of others, run no code, are kept nowhere and tell nobody of the ticket', async () => {
  const clock = manualClock(Date.now())
  const one = organisations.replace('per_second: 10', 'per_second: 1')
  await using coop = await rig({ servers: 1, organisations: one, clock, poll: 60 })
  await coop.call('create', 'name=Hush-hush&meetingID=hidden-room')
  const tickets = await Promise.all(
    ['Adalbert', 'Bolivia', 'Cyrillus'].map(
      async (name) =>
        (await coop.call('join', `fullName=${name}&meetingID=hidden-room&role=VIEWER`)).headers.get('location') ?? '',
    ),
  )
  for (const ticket of tickets) await openPage(ticket)
  const { html, headers, again } = await openPage(tickets[2] ?? '')
  expect(again).toBe(1)
  expect(html).toContain('<p class="state starting" role="status">You are in line: about 1 person is before you.</p>')
  // Long names: the address of the page is random letters, in which short ones stand by chance.
  expect(html).not.toMatch(/Adalbert|Bolivia|Cyrillus|Hush-hush|hidden-room|<script/)
  expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer'])
  expect((await fetch(tickets[2] ?? '', { method: 'HEAD' })).status).toBe(404)
})

test('moderators come first', async () => {
  const clock = manualClock(Date.now())
  const one = organisations.replace('per_second: 10', 'per_second: 1')
  await using coop = await rig({ servers: 1, organisations: one, clock, poll: 60 })
  await coop.call('create', 'name=Room&meetingID=r1&moderatorPW=mp&attendeePW=ap')
  const ticket = async (query: string) =>
    (await coop.call('join', `meetingID=r1&${query}`)).headers.get('location') ?? ''
  const bo = await ticket('fullName=Bo&password=ap')
  const cy = await ticket('fullName=Cy&password=mp')
  await openPage(await ticket('fullName=Ada&role=VIEWER'))
  expect((await openPage(bo)).html).toContain('You are next in line.')
  expect((await openPage(cy)).html).toContain('You are next in line.')
  expect((await openPage(bo)).html).toContain('about 1 person is before you')
  clock.advance(1000)
  expect((await openPage(bo)).location).toBeUndefined()
  expect((await openPage(cy)).location).toContain('fullName=Cy')
})
