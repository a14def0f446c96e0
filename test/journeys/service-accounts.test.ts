import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { watchServiceAccounts } from '../../src/people/service-alarms.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const clock = manualClock(Date.parse('2026-03-02T10:00:00Z'))
const errors: unknown[] = []
let coop: RestRig
let ada: SignedIn
let max: SignedIn
const base = '/api/v1/organisations/main'
const path = `${base}/service-accounts`
const hour = 3_600_000

beforeAll(async () => {
  coop = await restRig({
    clock,
    servers: 0,
    log: strictLog(errors),
    organisations: '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]',
  })
  ada = await signIn(coop, { name: 'Ada', role: 'admin' })
  max = await signIn(coop, { name: 'Max' })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})

const owners = () => [ada.person.id, max.person.id]

async function add(name: string, more: object = {}): Promise<void> {
  const body = { name, rights: ['people.list'], owners: owners(), ...more }
  const { status, text } = await coop.local('POST', path, { body })
  expect([status, text]).toEqual([201, expect.stringContaining(name)])
}

async function rotate(name: string, expiresInDays = 90): Promise<string> {
  clock.advance(1)
  const answer = await coop.local('POST', `${path}/${name}/tokens`, { body: { expiresInDays } })
  expect(answer.status).toBe(201)
  return String(answer.body['token'])
}

const list = async (token: string, organisation = 'main') =>
  (await coop.ask('GET', `/api/v1/organisations/${organisation}/people`, { token })).status

describe('a service account', () => {
  test('keeps accounts for a directory by SCIM when it may see and manage people, and not otherwise', async () => {
    // The operator may not see names, and so gives nobody the right to.
    const rights = ['people.list', 'people.see', 'people.manage']
    const wanted = { name: 'directory', rights, owners: owners() }
    expect((await coop.local('POST', path, { body: wanted })).status).toBe(403)
    expect((await coop.ask('POST', path, { body: wanted, headers: ada.headers })).status).toBe(201)
    await add('half', { rights: ['people.list', 'people.manage'] })
    const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
    const body = { schemas, userName: 'grace', displayName: 'Grace Hopper' }
    const scim = async (token: string, organisation: string) =>
      await coop.ask('POST', `/scim/v2/${organisation}/Users`, { token, body })
    expect((await coop.local('POST', `${path}/directory/tokens`, { body: {} })).status).toBe(403)
    const rotated = await coop.ask('POST', `${path}/directory/tokens`, { body: {}, headers: ada.headers })
    const token = String(rotated.body['token'])
    expect((await scim(token, 'main')).status).toBe(201)
    expect((await scim(token, 'other')).status).toBe(404)
    expect((await scim(await rotate('half'), 'main')).status).toBe(403)
    const { changes } = (await coop.local('GET', '/api/v1/audit?limit=20')).body as { changes: { actor: string }[] }
    expect(changes.map(({ actor }) => actor)).toContain('service:main/directory')
  })

  test('may do what it was given in its organisation, and nothing else anywhere', async () => {
    await add('reader')
    const token = await rotate('reader')
    expect(await list(token)).toBe(200)
    expect(await list(token, 'other')).toBe(404)
    const post = await coop.ask('POST', `${base}/people`, { token, body: { name: 'X' } })
    expect(post.status).toBe(403)
    expect((await coop.ask('GET', '/api/v1/status', { token })).status).toBe(403)
    expect((await coop.ask('GET', '/api/v1/session', { token })).body).toEqual({
      actor: 'service:main/reader',
      person: null,
      organisation: { id: 'main', name: 'main' },
      rights: ['self', 'organisation.see', 'people.list'],
      csrf: null,
    })
  })

  test('is given no right that whoever makes it does not hold', async () => {
    const body = { name: 'greedy', owners: owners() }
    const ask = (right: string) => coop.ask('POST', path, { headers: ada.headers, body: { ...body, rights: [right] } })
    expect((await ask('installation.manage')).status).toBe(403)
    expect((await coop.local('POST', path, { body: { ...body, rights: ['people.see'] } })).status).toBe(403)
    expect((await ask('people.see')).status).toBe(201)
    expect((await coop.local('POST', `${path}/greedy/tokens`, { body: {} })).status).toBe(403)
  })

  test('is named in the log of changes', async () => {
    await add('writer', { rights: ['people.list', 'people.manage'] })
    const token = await rotate('writer')
    expect((await coop.ask('POST', `${base}/people`, { token, body: { name: 'Yan' } })).status).toBe(201)
    const { changes } = (await coop.local('GET', '/api/v1/audit?limit=1')).body as { changes: object[] }
    expect(changes[0]).toMatchObject({ actor: 'service:main/writer', action: 'person.add' })
  })

  test('has two owners: different, active, of the organisation', async () => {
    const stranger = await signIn(coop, { name: 'Eve', organisation: 'other' })
    const { id } = ada.person
    for (const two of [[id], [id, id], [id, stranger.person.id], [id, 'nobody'], [id, max.person.id, 'x']]) {
      const body = { name: 'orphan', rights: ['people.list'], owners: two }
      expect((await coop.local('POST', path, { body })).status).toBe(422)
    }
    const same = { name: 'reader', rights: ['people.list'], owners: owners() }
    expect((await coop.local('POST', path, { body: same })).status).toBe(409)
  })

  test('has two live tokens while it is changed over, shown once, each until it expires', async () => {
    await add('rotating')
    const [first, second] = [await rotate('rotating', 10), await rotate('rotating', 20)]
    expect([await list(first), await list(second)]).toEqual([200, 200])
    const third = await rotate('rotating', 30)
    expect([await list(first), await list(second), await list(third)]).toEqual([401, 200, 200])
    const shown = await coop.local('GET', `${path}/rotating`)
    const tokens = shown.body['tokens'] as { id: string; lastUsedAt: string | null }[]
    expect(tokens).toHaveLength(2)
    expect(tokens.map(({ lastUsedAt }) => lastUsedAt)).not.toContain(null)
    expect(shown.text).not.toContain(third)
    clock.advance(20 * 24 * hour)
    expect([await list(second), await list(third)]).toEqual([401, 200])
    const { id } = tokens[0] ?? { id: '' }
    expect((await coop.local('DELETE', `${path}/rotating/tokens/${id}`)).status).toBe(204)
    expect(await list(third)).toBe(401)
    expect((await coop.local('DELETE', `${path}/rotating/tokens/${id}`)).status).toBe(404)
  })

  test('raises an alarm when it has not succeeded for its period, until it does', async () => {
    await add('nightly', { expectsEvery: 24 })
    const told: string[] = []
    const tell = (_: object, message: string) => told.push(message)
    const { people } = coop.app.installation
    const watch = watchServiceAccounts(people, { info: tell, warn: tell })
    const state = async () => (await coop.local('GET', `${path}/nightly`)).body
    const metric = async () => {
      const { text } = await coop.local('GET', '/metrics')
      return /mycel_service_account_overdue\{organisation="main",service="nightly"\} (\d)/.exec(text)?.[1]
    }
    const alarms = async () => (await coop.local('GET', '/api/v1/status')).body['serviceAlarms']
    await watch.look()
    clock.advance(24 * hour)
    expect([await state(), await metric(), await alarms()]).toMatchObject([{ overdue: false }, '0', 0])
    clock.advance(1)
    await watch.look()
    await watch.look()
    expect([await state(), await metric(), await alarms()]).toMatchObject([{ overdue: true }, '1', 1])

    const token = await rotate('nightly')
    expect((await coop.ask('GET', '/api/v1/status', { token })).status).toBe(403)
    expect(await state()).toMatchObject({ overdue: true })
    expect(await list(token)).toBe(200)
    await expect.poll(state).toMatchObject({ overdue: false })
    await watch.look()
    expect(told).toEqual(['a service account needs somebody', 'a service account is well again'])

    clock.advance(25 * hour)
    expect(await state()).toMatchObject({ overdue: true })
    expect((await coop.local('POST', `${path}/nightly/success`)).status).toBe(204)
    expect(await state()).toMatchObject({ overdue: false })
    clock.advance(25 * hour)
    expect((await coop.ask('POST', '/api/v1/service-accounts/me/success', { token })).status).toBe(204)
    expect(await state()).toMatchObject({ overdue: false })
    const own = await coop.local('POST', '/api/v1/service-accounts/me/success')
    expect(own.status).toBe(409)
    expect((await coop.local('PATCH', `${path}/nightly`, { body: { expectsEvery: null } })).status).toBe(200)
  })

  test('raises an alarm when an owner is gone, and gets no new token until somebody takes over', async () => {
    const leaving = await signIn(coop, { name: 'Lea' })
    await add('orphaned', { owners: [ada.person.id, leaving.person.id] })
    const token = await rotate('orphaned')
    await coop.local('PATCH', `${base}/people/${leaving.person.id}`, { body: { suspended: true } })
    const state = async () => (await coop.local('GET', `${path}/orphaned`)).body
    expect(await state()).toMatchObject({ ownersGone: [leaving.person.id] })
    expect((await coop.local('GET', '/api/v1/status')).body['serviceAlarms']).toBe(1)
    expect(await list(token)).toBe(200)
    expect((await coop.local('POST', `${path}/orphaned/tokens`, { body: {} })).status).toBe(422)
    expect((await coop.local('PATCH', `${path}/orphaned`, { body: { owners: owners() } })).status).toBe(200)
    expect(await state()).toMatchObject({ ownersGone: [] })
    await rotate('orphaned')
  })

  test('is gone with its tokens when it is removed, and cannot be reached from another organisation', async () => {
    await add('short-lived')
    const token = await rotate('short-lived')
    const foreign = '/api/v1/organisations/other/service-accounts/short-lived'
    expect((await coop.local('DELETE', foreign)).status).toBe(404)
    expect((await coop.local('DELETE', `${path}/short-lived`)).status).toBe(204)
    expect(await list(token)).toBe(401)
    expect((await coop.local('GET', `${path}/short-lived`)).status).toBe(404)
  })
})
