import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'
import { addAccount, signInBy, visitor } from '../sign-in.ts'

const password = 'three blue herons at dawn'
const clock = manualClock(Date.parse('2026-03-02T10:00:00Z'))
const errors: unknown[] = []
let coop: RestRig
const path = '/api/v1/organisations/main/invitations'

beforeAll(async () => {
  coop = await restRig({ clock, servers: 0, log: strictLog(errors) })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

async function invite(body: object) {
  const answer = await coop.local('POST', path, { body })
  expect(answer.status).toBe(201)
  return answer.body as { id: string; person: string; link: string; printable: string; expiresAt: string }
}

describe('an invitation', () => {
  test('tells who invites, takes a password, signs in, and works once', async () => {
    const ada = await signIn(coop, { name: 'Ada', role: 'admin' })
    const body = { name: 'Max', email: 'max@example.coop' }
    const made = await coop.ask('POST', path, { body, headers: ada.headers })
    const link = String(made.body['link'])
    expect(made.body['expiresAt']).toBe('2026-03-16T10:00:00.000Z')
    const browser = visitor(coop.url)
    const page = await browser.get(link)
    expect(page.heading).toBe('Welcome, Max')
    expect(page.text).toContain('Ada invites you to Example Co-op.')
    expect(page.text).toContain('The link is valid until March 16, 2026.')
    expect(page.headers.get('referrer-policy')).toBe('no-referrer')
    await browser.get(link)
    const shown = await browser.submit({ password, again: password })
    expect([shown.status, shown.location]).toEqual([303, '/portal/'])
    const who = await coop.ask('GET', '/api/v1/session', {
      headers: { cookie: `mycel_session=${browser.cookies.get('mycel_session')}` },
    })
    expect(who.body).toMatchObject({ person: { name: 'Max', role: 'member' } })
    expect((await visitor(coop.url).get(link)).heading).toBe('This link does not work any more')
    expect((await signInBy(visitor(coop.url), 'max@example.coop', password)).status).toBe(303)
  })

  test.each([
    ['short', 'short', 'This password is too short'],
    ['margarets birthday', 'another', 'The two passwords differ'],
    ['margaret 2026', 'margaret 2026', 'Your name and your address do not count'],
    ['passwordpassword', 'passwordpassword', 'among those that are tried first'],
  ])('does not take %j and %j', async (given, again, words) => {
    const { link } = await invite({ name: 'Margaret', email: `m${given.length}${again.length}@example.coop` })
    const browser = visitor(coop.url)
    await browser.get(link)
    const shown = await browser.submit({ password: given, again })
    expect(shown.status).toBe(422)
    expect(shown.text).toContain(words)
    expect((await browser.submit({ password, again: password })).status).toBe(303)
  })

  test('is worthless once it is revoked, replaced or expired, and to a suspended account', async () => {
    const works = async (link: string) => (await visitor(coop.url).get(link)).status === 200
    const first = await invite({ name: 'Bo', email: 'bo@example.coop' })
    const second = await invite({ person: first.person })
    expect([await works(first.link), await works(second.link)]).toEqual([false, true])
    const listed = (await coop.local('GET', path)).body['invitations'] as { id: string }[]
    expect(listed.map(({ id }) => id)).toContain(second.id)
    expect(JSON.stringify(listed)).not.toContain(second.link.split('/').at(-1))
    expect((await coop.local('DELETE', `${path}/${second.id}`)).status).toBe(204)
    expect((await coop.local('DELETE', `${path}/${second.id}`)).status).toBe(404)
    expect(await works(second.link)).toBe(false)
    const third = await invite({ person: first.person, days: 1 })
    const browser = visitor(coop.url)
    await browser.get(third.link)
    clock.advance(86_400_000)
    expect((await browser.submit({ password, again: password })).status).toBe(404)
    const fourth = await invite({ person: first.person })
    const person = `/api/v1/organisations/main/people/${first.person}`
    await coop.local('PATCH', person, { body: { suspended: true } })
    expect(await works(fourth.link)).toBe(false)
    expect((await coop.local('POST', path, { body: { person: first.person } })).status).toBe(409)
  })

  test('is the way to another password: whoever was signed in with the old one is not any more', async () => {
    const person = await addAccount(coop, { name: 'Cy', email: 'cy@example.coop', password })
    const thief = visitor(coop.url)
    await signInBy(thief, 'cy@example.coop', password)
    const { link } = await invite({ person: person.id })
    const browser = visitor(coop.url)
    await browser.get(link)
    await browser.submit({ password: 'four green frogs at noon', again: 'four green frogs at noon' })
    const cookie = `mycel_session=${thief.cookies.get('mycel_session')}`
    expect((await coop.ask('GET', '/api/v1/session', { headers: { cookie } })).status).toBe(401)
    expect((await signInBy(visitor(coop.url), 'cy@example.coop', password)).status).toBe(422)
    expect((await signInBy(visitor(coop.url), 'cy@example.coop', 'four green frogs at noon')).status).toBe(303)
  })

  test('is used by exactly one of two who try at once', async () => {
    const { link } = await invite({ name: 'Di', email: 'di@example.coop' })
    const both = [visitor(coop.url), visitor(coop.url)]
    for (const browser of both) await browser.get(link)
    const shown = await Promise.all(both.map((browser) => browser.submit({ password, again: password })))
    expect(shown.map(({ status }) => status).toSorted()).toEqual([303, 404])
  })

  test('can be printed, with its address and a code to scan, which does not use it up', async () => {
    const { link, printable } = await invite({ name: 'Ed', email: 'ed@example.coop' })
    const page = await visitor(coop.url).get(printable)
    expect(page.heading).toBe('Your invitation to Example Co-op')
    expect(page.text).toContain(link)
    expect(page.text).toMatch(/<svg class="qr"[^>]*role="img"/)
    expect((await visitor(coop.url).get(link)).status).toBe(200)
  })

  test('is taken from our own pages only', async () => {
    const { link } = await invite({ name: 'Fay', email: 'fay@example.coop' })
    const forger = visitor(coop.url)
    expect((await forger.post(link, { password, again: password })).status).toBe(403)
  })

  test('guessed at many times makes its network wait', async () => {
    const guesser = visitor(coop.url)
    const statuses = []
    for (let i = 0; i < 70; i++) {
      statuses.push((await guesser.get(`/invitation/${i}`, { 'x-forwarded-for': '192.0.2.9' })).status)
    }
    expect([statuses[0], statuses.at(-1)]).toEqual([404, 429])
  })

  test('leaves names out of the log of changes', async () => {
    const changes = JSON.stringify((await coop.local('GET', '/api/v1/audit?limit=1000')).body)
    expect(changes).toContain('person.invite')
    expect(changes).not.toMatch(/Max|example\.coop/)
  })
})
