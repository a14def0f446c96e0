import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningProvider, startProvider } from '../oidc/start.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'
import { addAccount, type Shown, type Visitor, visitor } from '../sign-in.ts'

const people = {
  ada: { name: 'Ada Lovelace', email: 'ada@example.coop', email_verified: true, groups: ['board'] },
  bob: { name: 'Bob', email: 'bob@example.coop', email_verified: true, groups: ['choir'] },
  eve: { name: 'Eve', email: 'ada@example.coop', email_verified: false, groups: [] },
  out: { name: 'Out', email: 'out@elsewhere.example', email_verified: true, groups: [] },
}
const errors: unknown[] = []
let coop: RestRig
let provider: RunningProvider
const v1 = '/api/v1'

beforeAll(async () => {
  provider = await startProvider()
  const oidc = `{ name: Co-op Login, issuer: "${provider.issuer}", client_id: main, client_secret: "secret://oidc", email_domains: [example.coop] }`
  coop = await restRig({
    servers: 0,
    log: strictLog(errors),
    organisations: `[{ id: main, secrets: ["secret://main"], sign_in: { oidc: ${oidc} } }]`,
  })
  await coop.local('POST', `${v1}/organisations`, { body: { id: 'school' } })
  const clients = (['main', 'school'] as const).map((id) => ({
    id,
    secret: id === 'main' ? 'oidc' : 'of school',
    redirects: [`${coop.url}/sign-in/oidc/${id}/callback`],
    logout: `${coop.url}/sign-in/oidc/${id}/back-channel-logout`,
  }))
  await provider.tell({ kind: 'start', clients, people })
  await addAccount(coop, { name: 'Ada', email: 'ada@example.coop', password: 'three blue herons at dawn' })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  await provider[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

const schoolSettings = {
  registration: 'members',
  oidc: {
    name: 'School Login',
    clientId: 'school',
    clientSecret: 'of school',
    scopes: ['openid', 'profile', 'email', 'groups'],
    roles: { claim: 'groups', admin: ['board'], member: ['choir'] },
  },
}

async function putSchool(settings: { oidc: object } & object = schoolSettings): Promise<number> {
  const body = { ...settings, oidc: { issuer: provider.issuer, ...settings.oidc } }
  return (await coop.local('PUT', `${v1}/organisations/school/sign-in`, { body })).status
}

test('an administrator is told whether the provider can be reached, and what it must be told', async () => {
  const path = `${v1}/organisations/school/sign-in`
  expect((await coop.local('GET', path)).body).toMatchObject({
    oidc: null,
    address: `${coop.url}/sign-in?organisation=school`,
    redirect: `${coop.url}/sign-in/oidc/school/callback`,
  })
  expect((await coop.local('POST', `${path}/check`)).status).toBe(404)
  await putSchool()
  expect((await coop.local('POST', `${path}/check`)).body).toEqual({ issuer: provider.issuer })
  await putSchool({ oidc: { name: 'Away', clientId: 'x', issuer: 'http://127.0.0.1:9' } })
  const silent = await coop.local('POST', `${path}/check`)
  expect(silent).toMatchObject({ status: 502, body: { code: 'upstream' } })
  expect(silent.body['hint']).toContain('http://127.0.0.1:9/.well-known/openid-configuration')
  await putSchool({ oidc: { name: 'Within', clientId: 'x', issuer: 'https://10.1.2.3' } })
  expect((await coop.local('POST', `${path}/check`)).body['message']).toBe(
    'the provider https://10.1.2.3 is not asked: the URL cannot be used: its host is a private address; where that is meant, coop.yaml opens its range with network: { outbound_allow: [...] }',
  )
  await coop.local('PUT', path, { body: {} })
})

/** Where the provider sends this account back to, from a sign-in that `browser` began. */
async function away(browser: Visitor, account: string, path = '/sign-in/oidc/main?to=/portal/x'): Promise<string> {
  const { location = '' } = await browser.get(path)
  expect(location).toMatch(new RegExp(`^${provider.issuer}/auth\\?`))
  return await provider.signIn(location, account, coop.url)
}

async function through(account: string, path?: string, browser = visitor(coop.url)): Promise<Shown> {
  return await browser.get(await away(browser, account, path))
}

function who(browser: Visitor) {
  const headers = { cookie: `mycel_session=${browser.cookies.get('mycel_session')}` }
  return coop.ask('GET', `${v1}/session`, { headers })
}

describe('signing in with the provider of an organisation', () => {
  test('asks with PKCE, state and nonce, and leads to where one wanted to go, into the account of the verified address', async () => {
    const browser = visitor(coop.url)
    expect((await browser.get('/sign-in?organisation=main')).text).toContain('Sign in with Co-op Login')
    const { searchParams } = new URL((await browser.get('/sign-in/oidc/main')).location ?? '')
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge']) expect(searchParams.get(name)?.length).toBeGreaterThan(30)
    expect(browser.attributes.get('mycel_away')).toContain('HttpOnly; SameSite=Lax')

    const shown = await through('ada', undefined, browser)
    expect([shown.status, shown.location]).toEqual([303, '/portal/x'])
    expect((await who(browser)).body).toMatchObject({ person: { name: 'Ada' }, organisation: { id: 'main' } })
  })

  test('does not let in whom the organisation has no account for, another domain, or an address that is not verified', async () => {
    const unknown = await through('bob')
    expect([unknown.status, unknown.heading]).toEqual([403, 'You have no account here yet'])
    for (const account of ['out', 'eve']) {
      const shown = await through(account)
      expect([shown.status, shown.heading]).toEqual([403, 'This address does not belong here'])
    }
  })

  test('takes an answer once, in the browser that asked, to the question that it asked last', async () => {
    const browser = visitor(coop.url)
    const answer = await away(browser, 'ada')
    const other = visitor(coop.url)
    expect((await other.get(answer)).status).toBe(409)
    expect((await browser.get(answer)).status).toBe(303)
    expect((await browser.get(answer)).heading).toBe('The sign-in did not work')

    const old = await away(browser, 'ada')
    await browser.get('/sign-in/oidc/main')
    expect((await browser.get(old)).status).toBe(409)
    const forged = new URL(await away(browser, 'ada'))
    forged.searchParams.set('iss', 'https://evil.example')
    expect((await browser.get(forged.href)).status).toBe(409)
    const cancelled = new URL(await away(browser, 'ada'))
    cancelled.searchParams.delete('code')
    cancelled.searchParams.set('error', 'access_denied')
    expect((await browser.get(cancelled.href)).status).toBe(409)
  })

  test('does not take the code of somebody else', async () => {
    const [attacker, victim] = [visitor(coop.url), visitor(coop.url)]
    const theirs = new URL(await away(attacker, 'ada'))
    const mine = new URL(await away(victim, 'ada'))
    mine.searchParams.set('code', theirs.searchParams.get('code') ?? '')
    expect((await victim.get(mine.href)).status).toBe(409)
    expect(victim.cookies.has('mycel_session')).toBe(false)
  })

  test('does not take the answer to one organisation for another', async () => {
    expect(await putSchool()).toBe(200)
    const browser = visitor(coop.url)
    const answer = await away(browser, 'ada')
    expect((await browser.get(answer.replace('/oidc/main/', '/oidc/school/'))).status).toBe(409)
  })

  test('says so when the provider does not answer, and for organisations that have none', async () => {
    await coop.local('POST', `${v1}/organisations`, { body: { id: 'broken' } })
    const oidc = { name: 'Gone', issuer: 'http://127.0.0.1:9', clientId: 'x' }
    await coop.local('PUT', `${v1}/organisations/broken/sign-in`, { body: { oidc } })
    const shown = await visitor(coop.url).get('/sign-in/oidc/broken')
    expect([shown.status, shown.heading]).toEqual([502, 'Your organisation’s sign-in does not answer'])
    expect((await visitor(coop.url).get('/sign-in/oidc/none')).status).toBe(409)
  })
})

describe('an organisation that was added', () => {
  test('says at run time how its people sign in; the secret is not shown, and goes to no other issuer', async () => {
    await putSchool()
    const path = `${v1}/organisations/school/sign-in`
    const shown = await coop.local('GET', path)
    expect(shown.body).toMatchObject({ origin: 'database', oidc: { hasClientSecret: true, clientId: 'school' } })
    expect(shown.text).not.toContain('of school')
    const oidc = { ...schoolSettings.oidc, clientSecret: undefined }
    await putSchool({ ...schoolSettings, oidc })
    expect((await coop.local('GET', path)).body).toMatchObject({ oidc: { hasClientSecret: true } })
    await putSchool({ ...schoolSettings, oidc: { ...oidc, issuer: 'https://evil.example' } })
    expect((await coop.local('GET', path)).body).toMatchObject({ oidc: { hasClientSecret: false } })
    for (const body of [
      { passwords: false },
      { oidc: { ...oidc, issuer: 'http://login.example' } },
      { oidc: { ...oidc, issuer: 'https://user:word@login.example' } },
    ]) {
      expect((await coop.local('PUT', path, { body })).status).toBe(422)
    }
    const file = await coop.local('PUT', `${v1}/organisations/main/sign-in`, { body: {} })
    expect(file.status).toBe(409)
    await putSchool()
  })

  test('may give accounts to those whom its provider knows, with the role by their groups, followed at each sign-in', async () => {
    await putSchool()
    const browser = visitor(coop.url)
    const path = '/sign-in/oidc/school'
    expect((await through('bob', path, browser)).status).toBe(303)
    expect((await who(browser)).body).toMatchObject({
      person: { name: 'Bob', role: 'member', email: 'bob@example.coop' },
      organisation: { id: 'school' },
    })
    await putSchool({
      ...schoolSettings,
      oidc: { ...schoolSettings.oidc, roles: { claim: 'groups', admin: ['choir'] } },
    })
    expect((await through('bob', path, browser)).status).toBe(303)
    expect((await who(browser)).body).toMatchObject({ person: { name: 'Bob', role: 'admin' } })
    await putSchool()
    expect((await through('eve', path)).heading).toBe('You have not been given access')
  })

  test('lets nobody in whose account is suspended', async () => {
    await putSchool()
    const browser = visitor(coop.url)
    await through('ada', '/sign-in/oidc/school', browser)
    const { person } = (await who(browser)).body as { person: { id: string } }
    await coop.local('PATCH', `${v1}/organisations/school/people/${person.id}`, { body: { suspended: true } })
    expect((await who(browser)).status).toBe(401)
    expect((await through('ada', '/sign-in/oidc/school')).heading).toBe('This account cannot sign in')
  })

  test('ends the sessions of somebody who signs out at the provider', async () => {
    await putSchool()
    const browser = visitor(coop.url)
    await through('bob', '/sign-in/oidc/school', browser)
    expect((await who(browser)).status).toBe(200)
    const rows = await coop.app.database.read((db) =>
      db.selectFrom('sessions').select('provider_session').orderBy('created_at').execute(),
    )
    const session = rows.at(-1)?.provider_session?.split(' ')[1] ?? ''
    expect(session).not.toBe('')
    await provider.tell({ kind: 'logout', client: 'school', account: 'bob', session: 'another' })
    await provider.tell({ kind: 'logout', client: 'school', account: 'ada', session })
    await provider.tell({ kind: 'logout', client: 'main', account: 'bob', session })
    expect((await who(browser)).status).toBe(200)
    await provider.tell({ kind: 'logout', client: 'school', account: 'bob', session })
    expect((await who(browser)).status).toBe(401)
    const forged = await browser.post('/sign-in/oidc/school/back-channel-logout', { logout_token: 'a.b.c' })
    expect(forged.status).toBe(409)
  })
})

describe('an invitation', () => {
  test('can be taken up with the provider, whatever the address, once', async () => {
    const body = { name: 'Olga', email: 'olga@example.coop' }
    const made = await coop.local('POST', `${v1}/organisations/main/invitations`, { body })
    const browser = visitor(coop.url)
    const page = await browser.get(String(made.body['link']))
    const path = /href="(\/sign-in\/oidc\/main\?invitation=[^"]+)"/.exec(page.text)?.[1] ?? ''
    const second = visitor(coop.url)
    const other = await away(second, 'bob', path)
    expect((await through('out', path, browser)).status).toBe(303)
    expect((await who(browser)).body).toMatchObject({ person: { name: 'Olga' } })
    expect((await second.get(other)).status).toBe(409)
    expect((await through('bob')).heading).toBe('You have no account here yet')
  })
})
