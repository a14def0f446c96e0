import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { codeAt, fromBase32 } from '../../src/people/totp.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'
import { addAccount, signInBy, type Visitor, visitor } from '../sign-in.ts'

const password = 'three blue herons at dawn'
const clock = manualClock(Date.parse('2026-03-02T10:00:00Z'))
const errors: unknown[] = []
let coop: RestRig

beforeAll(async () => {
  coop = await restRig({
    clock,
    servers: 0,
    log: strictLog(errors),
    organisations: `
    - { id: main, name: Free Co-op, secrets: ["secret://main"] }
    - { id: strict, name: Strict Co-op, secrets: ["secret://strict"], sign_in: { second_factor: required } }`,
  })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

const code = (secret: string) => codeAt(fromBase32(secret), Math.floor(clock.now() / 30_000))
const nextStep = () => clock.advance(30_000)
const isIn = (browser: Visitor) => browser.cookies.has('mycel_session')

/** Sets a second step up on the page that `browser` is shown; gives its secret and the recovery codes. */
async function setUp(browser: Visitor): Promise<{ secret: string; codes: string[] }> {
  const page = await browser.get('/sign-in/second-step')
  const secret = (/<code class="key">([^<]+)</.exec(page.text)?.[1] ?? '').replaceAll(' ', '')
  const done = await browser.submit({ code: code(secret) })
  expect(done.heading).toBe('Keep these recovery codes')
  const codes = [...done.text.matchAll(/<li><code>([^<]+)</g)].map(([, text = '']) => text)
  expect(codes).toHaveLength(10)
  return { secret, codes }
}

async function newcomer(name: string): Promise<{ email: string; browser: Visitor }> {
  const email = `${name}@example.coop`
  await addAccount(coop, { name, email, password })
  const browser = visitor(coop.url)
  await signInBy(browser, email, password, '/sign-in?organisation=main')
  return { email, browser }
}

async function withPassword(email: string, path = '/sign-in?organisation=main&to=/portal/x') {
  const browser = visitor(coop.url)
  return { browser, shown: await signInBy(browser, email, password, path) }
}

describe('a second step', () => {
  test('once set up is asked for after the password; the session begins with the code', async () => {
    const { email, browser: home } = await newcomer('ada')
    const { secret } = await setUp(home)
    nextStep()
    const { browser, shown } = await withPassword(email)
    expect([shown.location, isIn(browser)]).toEqual(['/sign-in/code', false])
    await browser.get('/sign-in/code')
    expect((await browser.submit({ code: '000000' })).status).toBe(422)
    expect(isIn(browser)).toBe(false)
    const done = await browser.submit({ code: ` ${code(secret).slice(0, 3)} ${code(secret).slice(3)}` })
    expect([done.location, isIn(browser)]).toEqual(['/portal/x', true])
  })

  test('takes no code twice, not even from one who listened and has the password', async () => {
    const { email, browser: home } = await newcomer('bo')
    const { secret } = await setUp(home)
    const { browser } = await withPassword(email)
    await browser.get('/sign-in/code')
    expect((await browser.submit({ code: code(secret) })).status).toBe(422)
    nextStep()
    expect((await browser.submit({ code: code(secret) })).status).toBe(303)
    const { browser: second } = await withPassword(email)
    await second.get('/sign-in/code')
    expect((await second.submit({ code: code(secret) })).status).toBe(422)
  })

  test('takes each recovery code once', async () => {
    const { email, browser: home } = await newcomer('cy')
    const { codes } = await setUp(home)
    const [first = ''] = codes
    const { browser } = await withPassword(email)
    await browser.get('/sign-in/code')
    expect((await browser.submit({ code: first.toUpperCase() })).status).toBe(303)
    const { browser: second } = await withPassword(email)
    await second.get('/sign-in/code')
    expect((await second.submit({ code: first })).status).toBe(422)
    expect((await second.submit({ code: codes[1] ?? '' })).status).toBe(303)
  })

  test('gives a password five codes, and an account ten, then one in five minutes', async () => {
    const { email, browser: home } = await newcomer('di')
    const { secret } = await setUp(home)
    nextStep()
    const wrong = () => (code(secret) === '000000' ? '111111' : '000000')
    const statuses: number[] = []
    for (let password_ = 0; password_ < 3; password_++) {
      const { browser } = await withPassword(email)
      await browser.get('/sign-in/code')
      const page = browser.proof()
      for (let i = 0; i < 6; i++) {
        const { status } = await browser.post('/sign-in/code', { proof: page, code: wrong() })
        statuses.push(status)
      }
    }
    expect(statuses.filter((status) => status === 422).length).toBeLessThanOrEqual(10)
    const { browser } = await withPassword(email)
    await browser.get('/sign-in/code')
    expect((await browser.submit({ code: code(secret) })).status).toBe(429)
    clock.advance(300_000)
    const { browser: later } = await withPassword(email)
    await later.get('/sign-in/code')
    expect((await later.submit({ code: code(secret) })).status).toBe(303)
  })

  test('is asked for where the organisation says so, before anybody is in', async () => {
    await addAccount(coop, { name: 'Eve', email: 'eve@example.coop', password, organisation: 'strict' })
    const { browser, shown } = await withPassword('eve@example.coop', '/sign-in?organisation=strict')
    expect([shown.location, isIn(browser)]).toEqual(['/sign-in/second-step', false])
    expect((await browser.get('/sign-in/second-step')).text).toContain('Strict Co-op asks everybody')
    await setUp(browser)
    expect(isIn(browser)).toBe(true)
  })

  test('that is there cannot be replaced with the password alone', async () => {
    const { email, browser: home } = await newcomer('fay')
    await setUp(home)
    const { browser } = await withPassword(email)
    expect((await browser.get('/sign-in/second-step')).location).toContain('/sign-in')
    const proof = home.proof()
    expect(proof).toBe('')
    await browser.get('/sign-in/code')
    const shown = await browser.post('/sign-in/second-step/remove', { proof: browser.proof(), code: '000000' })
    expect(shown.location).toBe('/sign-in')
  })

  test('is taken away with a code, or by an administrator', async () => {
    const { email, browser: home } = await newcomer('gus')
    const { secret } = await setUp(home)
    nextStep()
    expect((await home.get('/sign-in/second-step')).heading).toBe('Your second step is on')
    expect((await home.submit({ code: '000000' })).status).toBe(422)
    expect((await home.submit({ code: code(secret) })).status).toBe(303)
    expect((await withPassword(email)).shown.location).toBe('/portal/x')
    await setUp(home)
    const id = (
      (await coop.local('GET', `/api/v1/organisations/main/people?email=${email}`)).body as {
        people: { id: string }[]
      }
    ).people[0]?.id
    const path = `/api/v1/organisations/main/people/${id}`
    expect((await coop.local('DELETE', `${path}/second-factor`)).status).toBe(204)
    expect((await withPassword(email)).shown.location).toBe('/portal/x')
    expect((await coop.local('DELETE', `${path}/sessions`)).status).toBe(204)
    expect((await home.get('/sign-in/password')).location).toContain('/sign-in?to=')
  })
})

describe('changing the password', () => {
  test('takes the old one, and signs out everywhere else', async () => {
    const { email, browser } = await newcomer('hal')
    const { browser: other } = await withPassword(email)
    const wanted = { password: 'four green frogs', again: 'four green frogs' }
    expect((await browser.get('/sign-in/password')).heading).toBe('Change your password')
    expect((await browser.submit({ current: 'wrong', ...wanted })).status).toBe(422)
    expect((await browser.submit({ current: password, password: 'short', again: 'short' })).status).toBe(422)
    expect((await browser.submit({ current: password, ...wanted })).heading).toBe('Your password is changed')
    expect((await browser.get('/sign-in')).status).toBe(303)
    expect((await other.get('/sign-in/password')).status).toBe(303)
    expect((await withPassword(email)).shown.status).toBe(422)
  })
})
