import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'
import { addAccount, signInBy, visitor } from '../sign-in.ts'

const password = 'three blue herons at dawn'
const clock = manualClock(Date.parse('2026-03-02T10:00:00Z'))
const errors: unknown[] = []
let coop: RestRig

beforeAll(async () => {
  coop = await restRig({ clock, servers: 0, log: strictLog(errors) })
  await addAccount(coop, { name: 'Ada', email: 'ada@example.coop', password })
  const sue = await addAccount(coop, { name: 'Sue', email: 'sue@example.coop', password })
  await suspend(sue.id)
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

async function suspend(id: string): Promise<void> {
  await coop.app.database.read((db) =>
    db.updateTable('people').set({ status: 'suspended' }).where('id', '=', id).execute(),
  )
}

/** Whoever was counted is forgiven. */
function later(): void {
  clock.advance(3_600_000)
}

describe('signing in with a password', () => {
  test('leads to where one wanted to go, with a cookie that scripts and other sites do not get', async () => {
    const browser = visitor(coop.url)
    const shown = await signInBy(browser, 'ADA@example.coop', password, '/sign-in?to=/portal/rooms')
    expect([shown.status, shown.location]).toEqual([303, '/portal/rooms'])
    expect(browser.attributes.get('mycel_session')).toBe('Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000')
    const who = await coop.ask('GET', '/api/v1/session', {
      headers: { cookie: `mycel_session=${browser.cookies.get('mycel_session')}` },
    })
    expect(who.body).toMatchObject({ person: { name: 'Ada', role: 'member' }, organisation: { id: 'main' } })
    expect((await browser.get('/sign-in?to=/portal/x')).location).toBe('/portal/x')
  })

  test.each(['https://evil.example/', '//evil.example', '/\\evil.example', '/.//evil.example', 'javascript:alert(1)'])(
    'never leads to %s',
    async (to) => {
      const browser = visitor(coop.url)
      const path = `/sign-in?to=${encodeURIComponent(to)}`
      expect((await signInBy(browser, 'ada@example.coop', password, path)).location).toBe('/portal/')
      const forger = visitor(coop.url)
      await forger.get('/sign-in')
      const shown = await forger.submit({ email: 'ada@example.coop', password, to })
      expect(shown.location).toBe('/portal/')
    },
  )

  test('answers the same for a wrong password, an unknown address and a suspended account', async () => {
    later()
    const answers = []
    for (const [email, guess] of [
      ['ada@example.coop', 'wrong'],
      ['nobody@example.coop', password],
      ['sue@example.coop', password],
      ['', ''],
    ] as const) {
      const browser = visitor(coop.url)
      const { status, text } = await signInBy(browser, email, guess)
      expect(browser.cookies.has('mycel_session')).toBe(false)
      const same = text.replaceAll(/name="proof" value="[^"]*"/g, '').replace(`value="${email}"`, 'value=""')
      answers.push({ status, same })
    }
    expect(answers[0]?.status).toBe(422)
    expect(answers[0]?.same).toContain('The address or the password is not right')
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
  })

  test('does the same work for an unknown address', async () => {
    later()
    const { hashing } = coop.app.installation.signIn
    const { verify } = hashing
    let verified = 0
    hashing.verify = async (given, stored) => {
      verified += 1
      return await verify(given, stored)
    }
    const counts = []
    for (const email of ['ada@example.coop', 'nobody@example.coop', 'sue@example.coop']) {
      verified = 0
      await signInBy(visitor(coop.url), email, 'wrong')
      counts.push(verified)
    }
    hashing.verify = verify
    expect(counts).toEqual([1, 1, 1])
  })
})

describe('forms', () => {
  test('are taken from our own pages only', async () => {
    later()
    const browser = visitor(coop.url)
    await browser.get('/sign-in')
    const fields = { email: 'ada@example.coop', password }
    expect((await browser.post('/sign-in', fields)).status).toBe(403)
    expect((await browser.post('/sign-in', { ...fields, proof: 'guessed' })).status).toBe(403)
    await browser.get('/sign-in')
    expect((await browser.submit(fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    await browser.get('/sign-in')
    expect((await browser.submit(fields, { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    await browser.get('/sign-in')
    expect((await browser.submit(fields, { origin: 'https://evil.example' })).status).toBe(403)
    expect(browser.cookies.has('mycel_session')).toBe(false)
    await browser.get('/sign-in')
    expect((await browser.submit(fields, { 'sec-fetch-site': 'same-origin', origin: coop.url })).status).toBe(303)
  })

  test('of another browser prove nothing in this one', async () => {
    const [mine, theirs] = [visitor(coop.url), visitor(coop.url)]
    await theirs.get('/sign-in')
    const proof = theirs.proof()
    await mine.get('/sign-in')
    const shown = await mine.submit({ email: 'ada@example.coop', password, proof })
    expect(shown.status).toBe(403)
    expect(shown.heading).toBe('This form was not accepted')
  })

  test('sign nobody out from elsewhere', async () => {
    const browser = visitor(coop.url)
    await signInBy(browser, 'ada@example.coop', password)
    expect((await browser.post('/sign-out', {})).status).toBe(403)
    expect((await browser.get('/sign-out')).text).toContain('You are signed in as Ada')
    const before = browser.cookies.get('mycel_session')
    expect((await browser.submit({})).heading).toBe('You are signed out')
    expect(browser.cookies.has('mycel_session')).toBe(false)
    const headers = { cookie: `mycel_session=${before}` }
    expect((await coop.ask('GET', '/api/v1/session', { headers })).status).toBe(401)
  })
})

describe('a session', () => {
  test('is a new one at every sign-in: a planted cookie gains nothing, the old session is over', async () => {
    const attacker = visitor(coop.url)
    await signInBy(attacker, 'ada@example.coop', password)
    const planted = attacker.cookies.get('mycel_session') ?? ''
    const victim = visitor(coop.url)
    await victim.get('/sign-in')
    victim.cookies.set('mycel_session', planted)
    await victim.post('/sign-in', { proof: victim.proof(), email: 'ada@example.coop', password })
    const fresh = victim.cookies.get('mycel_session') ?? ''
    expect([planted, '']).not.toContain(fresh)
    const made = visitor(coop.url)
    made.cookies.set('mycel_session', 'a'.repeat(40))
    await signInBy(made, 'ada@example.coop', password)
    expect(made.cookies.get('mycel_session')).not.toBe('a'.repeat(40))
    const ask = (cookie: string) =>
      coop.ask('GET', '/api/v1/session', { headers: { cookie: `mycel_session=${cookie}` } })
    expect([(await ask(planted)).status, (await ask('a'.repeat(40))).status]).toEqual([401, 401])
    expect((await ask(fresh)).status).toBe(200)
  })

  test('ends at once when its account is suspended', async () => {
    const person = await addAccount(coop, { name: 'Max', email: 'max@example.coop', password })
    const browser = visitor(coop.url)
    await signInBy(browser, 'max@example.coop', password)
    const headers = { cookie: `mycel_session=${browser.cookies.get('mycel_session')}` }
    expect((await coop.ask('GET', '/api/v1/session', { headers })).status).toBe(200)
    await suspend(person.id)
    expect((await coop.ask('GET', '/api/v1/session', { headers })).status).toBe(401)
    expect((await browser.get('/sign-in')).status).toBe(200)
  })

  test('is listed and can be ended from another device, by its owner only', async () => {
    const [phone, laptop] = [visitor(coop.url), visitor(coop.url)]
    await addAccount(coop, { name: 'Bo', email: 'bo@example.coop', password })
    for (const device of [phone, laptop]) await signInBy(device, 'bo@example.coop', password)
    const cookie = (device: typeof phone) => `mycel_session=${device.cookies.get('mycel_session')}`
    const me = (await coop.ask('GET', '/api/v1/session', { headers: { cookie: cookie(laptop) } })).body
    const headers = { cookie: cookie(laptop), 'x-mycel-csrf': String(me['csrf']) }
    const { sessions } = (await coop.ask('GET', '/api/v1/sessions', { headers })).body as {
      sessions: { id: string; isThisOne: boolean }[]
    }
    expect(sessions.map(({ isThisOne }) => isThisOne).toSorted()).toEqual([false, true])
    const other = sessions.find(({ isThisOne }) => !isThisOne)?.id
    const stranger = visitor(coop.url)
    await signInBy(stranger, 'ada@example.coop', password)
    const theirs = (await coop.ask('GET', '/api/v1/session', { headers: { cookie: cookie(stranger) } })).body
    const foreign = { cookie: cookie(stranger), 'x-mycel-csrf': String(theirs['csrf']) }
    expect((await coop.ask('DELETE', `/api/v1/sessions/${other}`, { headers: foreign })).status).toBe(404)
    expect((await coop.ask('DELETE', `/api/v1/sessions/${other}`, { headers })).status).toBe(204)
    expect((await coop.ask('GET', '/api/v1/session', { headers: { cookie: cookie(phone) } })).status).toBe(401)
    expect((await coop.ask('DELETE', '/api/v1/session', { headers: { cookie: cookie(laptop) } })).status).toBe(403)
    const out = await coop.ask('DELETE', '/api/v1/session', { headers })
    expect([out.status, out.headers.get('set-cookie')]).toEqual([204, expect.stringContaining('Max-Age=0')])
    expect((await coop.ask('GET', '/api/v1/session', { headers })).status).toBe(401)
  })
})

describe('guessing', () => {
  test('at one account is slowed down, the same for one that does not exist; its owner gets in where they were before', async () => {
    later()
    await addAccount(coop, { name: 'Vic', email: 'vic@example.coop', password })
    const home = visitor(coop.url)
    expect((await signInBy(home, 'vic@example.coop', password)).status).toBe(303)
    home.cookies.delete('mycel_session')

    const statuses: number[][] = []
    for (const email of ['vic@example.coop', 'never@example.coop']) {
      const guesser = visitor(coop.url)
      const from = (i: number) => ({ 'x-forwarded-for': `203.0.113.${i}` })
      const tried = []
      for (let i = 0; i < 12; i++) {
        await guesser.get('/sign-in')
        tried.push((await guesser.submit({ email, password: `guess ${i}` }, from(i))).status)
      }
      statuses.push(tried)
    }
    expect(statuses[0]).toEqual([...Array.from({ length: 10 }, () => 422), 429, 429])
    expect(statuses[1]).toEqual(statuses[0])
    expect((await signInBy(visitor(coop.url), 'vic@example.coop', password)).status).toBe(429)
    expect((await signInBy(home, 'vic@example.coop', password)).status).toBe(303)
    clock.advance(60_000)
    expect((await signInBy(visitor(coop.url), 'vic@example.coop', password)).status).toBe(303)
  })

  test('from one network is slowed down over all accounts, while others sign in', async () => {
    later()
    const guesser = visitor(coop.url)
    const from = { 'x-forwarded-for': '2001:db8:1:2::5' }
    const statuses = new Map<number, number>()
    await guesser.get('/sign-in')
    const page = guesser.proof()
    for (let i = 0; i < 62; i++) {
      const fields = { proof: page, email: `somebody${i}@example.coop`, password: 'guess' }
      const { status } = await guesser.post('/sign-in', fields, { 'x-forwarded-for': `2001:db8:1:2::${i + 1}` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    expect([...statuses]).toEqual([
      [422, 60],
      [429, 2],
    ])
    expect((await signInBy(visitor(coop.url), 'ada@example.coop', password)).status).toBe(303)
    clock.advance(6000)
    const fields = { proof: page, email: 'ada@example.coop', password }
    expect((await guesser.post('/sign-in', fields, from)).status).toBe(303)
  })
})

describe('behind https', () => {
  test('cookies are sent over TLS only', async () => {
    await using secure = await restRig({ servers: 0, extra: 'web: { url: "https://meet.example.coop" }' })
    await addAccount(secure, { name: 'Ada', email: 'ada@example.coop', password })
    const browser = visitor(secure.url)
    await signInBy(browser, 'ada@example.coop', password)
    const flags = [...browser.attributes.values()]
    expect(flags.length).toBeGreaterThan(2)
    for (const flag of flags) expect(flag).toMatch(/^Path=\/; HttpOnly; SameSite=Lax(; Max-Age=\d+)?; Secure$/)
  })
})

describe('several organisations', () => {
  const organisations = `
    - { id: main, name: Main Co-op, secrets: ["secret://main"] }
    - { id: school, name: Example School, secrets: ["secret://school"], hosts: [meet.school.example], sign_in: { oidc: { name: School Login, issuer: "https://login.school.example", client_id: mycel, email_domains: [school.example] } } }
    - { id: closed, secrets: ["secret://closed"], sign_in: { passwords: false, oidc: { name: Closed Login, issuer: "https://login.closed.example", client_id: mycel } } }`

  test('are told apart by address, by host name, or by whose domain the e-mail address is of', async () => {
    await using many = await restRig({ servers: 0, organisations })
    const browser = visitor(many.url)
    expect((await browser.get('/sign-in')).heading).toBe('Sign in')
    expect((await browser.submit({ email: 'kim@school.example' })).text).toContain('Sign in with School Login')
    expect((await browser.get('/sign-in?organisation=school')).heading).toBe('Sign in to Example School')
    expect((await browser.get('/sign-in?organisation=none')).heading).toBe('Sign in')
    await browser.get('/sign-in')
    const asked = await browser.submit({ email: 'kim@elsewhere.example' })
    expect(asked.text).toContain('value="kim@elsewhere.example"')
    expect(asked.text).toContain('type="password"')
    const closed = await browser.get('/sign-in?organisation=closed')
    expect(closed.text).toContain('Sign in with Closed Login')
    expect(closed.text).not.toContain('type="password"')
  })

  test('a password opens the account of its own organisation, and none where passwords are not taken', async () => {
    await using many = await restRig({ servers: 0, organisations })
    await addAccount(many, { name: 'Kim', email: 'kim@example.coop', password, organisation: 'school' })
    await addAccount(many, { name: 'Kim', email: 'kim@example.coop', password: 'another one entirely' })
    await addAccount(many, { name: 'Cy', email: 'cy@example.coop', password, organisation: 'closed' })
    const inWhich = async (path: string, given: string, email = 'kim@example.coop') => {
      const browser = visitor(many.url)
      await browser.get(path)
      if (path === '/sign-in') await browser.submit({ email })
      const { status } = await browser.submit({ email, password: given })
      if (status !== 303) return status
      const headers = { cookie: `mycel_session=${browser.cookies.get('mycel_session')}` }
      return (await many.ask('GET', '/api/v1/session', { headers })).body['organisation']
    }
    expect(await inWhich('/sign-in', password)).toEqual({ id: 'school', name: 'Example School' })
    expect(await inWhich('/sign-in', 'another one entirely')).toEqual({ id: 'main', name: 'Main Co-op' })
    expect(await inWhich('/sign-in?organisation=main', password)).toBe(422)
    expect(await inWhich('/sign-in', password, 'cy@example.coop')).toBe(422)
  })
})
