import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SignedIn, signIn } from '../people.ts'
import { type RestAnswer, type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const errors: unknown[] = []
let coop: RestRig
let tests = 0
/** Each test has an organisation of its own, and an administrator there. */
let own: string
let admin: SignedIn

beforeAll(async () => {
  const organisations = '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]'
  coop = await restRig({ servers: 0, log: strictLog(errors), organisations })
})
afterAll(async () => await coop[Symbol.asyncDispose]())

beforeEach(async () => {
  tests += 1
  own = `own-${tests}`
  expect((await coop.local('POST', '/api/v1/organisations', { body: { id: own } })).status).toBe(201)
  admin = await signIn(coop, { organisation: own, name: 'Ada', role: 'admin', email: 'ada@example.coop' })
})
afterEach(() => expect(errors.splice(0)).toEqual([]))

/** As the administrator of the test's own organisation. */
async function ask(method: string, path: string, body?: unknown, who = admin): Promise<RestAnswer> {
  return await coop.ask(method, `/api/v1/organisations/${own}${path}`, { body, headers: who.headers })
}

async function add(body: object): Promise<string> {
  const answer = await ask('POST', '/people', body)
  expect(answer.status).toBe(201)
  return String(answer.body['id'])
}

async function people(query = ''): Promise<Record<string, unknown>[]> {
  return (await ask('GET', `/people${query}`)).body['people'] as Record<string, unknown>[]
}

async function changes(): Promise<Record<string, unknown>[]> {
  return (await coop.ask('GET', '/api/v1/audit', { headers: admin.headers })).body['changes'] as Record<
    string,
    unknown
  >[]
}

describe('an account', () => {
  it('is added, read, changed, and in the log of changes without a name', async () => {
    const body = { name: 'Max', email: 'max@example.coop', externalId: '7', language: 'fr', groups: ['Board', 'board'] }
    const added = await ask('POST', '/people', body)
    expect(added).toMatchObject({
      status: 201,
      body: { name: 'Max', role: 'member', status: 'invited', hidden: false },
    })
    expect(added.body['groups']).toEqual([{ id: expect.any(String), name: 'Board' }])
    const id = String(added.body['id'])
    expect((await ask('GET', `/people/${id}`)).body).toEqual(added.body)
    const changed = await ask('PATCH', `/people/${id}`, { name: 'Maxime', email: null, role: 'admin', groups: [] })
    expect(changed.body).toMatchObject({ name: 'Maxime', email: null, externalId: '7', role: 'admin', groups: [] })
    const log = await changes()
    expect(log.map(({ action }) => action).slice(0, 5)).toEqual([
      'group.members',
      'person.change',
      'group.members',
      'group.add',
      'person.add',
    ])
    expect(log[1]).toMatchObject({ actor: `person:${admin.person.id}`, subject: id, organisation: own })
    // As words: in the letters of an id a short name may stand by chance.
    expect(JSON.stringify(log)).not.toMatch(/\bmax(ime)?\b/i)
  })

  it.each([
    [{}, 'name: is missing'],
    [{ name: ' ' }, 'name: cannot be empty'],
    [{ name: 'a\nb' }, 'name: must be one line of plain text'],
    [{ name: 'a\ud800' }, 'name: must be one line of plain text'],
    [{ name: 'Max', email: 'max' }, 'email: write an address such as ada@example.coop'],
    [{ name: 'Max', language: 'français' }, 'language: write a language such as fr or pt-BR'],
    [{ name: 'Max', role: 'boss' }, 'role: must be one of admin, member'],
    [{ name: 'Max', status: 'active' }, 'body: there is no field "status" here'],
  ])('is refused when it is said as %j', async (body, message) => {
    expect(await ask('POST', '/people', body)).toMatchObject({ status: 422, body: { code: 'invalid', message } })
  })

  it('has an address and an external id that nobody else has there, whatever their case', async () => {
    await add({ name: 'Max', email: 'Max@example.coop', externalId: '7' })
    expect((await ask('POST', '/people', { name: 'Eve', email: 'mAX@example.coop' })).status).toBe(409)
    expect((await ask('POST', '/people', { name: 'Eve', externalId: '7' })).status).toBe(409)
    const eve = await add({ name: 'Eve', email: 'eve@example.coop' })
    expect((await ask('PATCH', `/people/${eve}`, { email: 'max@example.coop' })).status).toBe(409)
    const elsewhere = { name: 'Max', email: 'max@example.coop', externalId: '7' }
    expect((await coop.local('POST', '/api/v1/organisations/other/people', { body: elsewhere })).status).toBe(201)
  })

  it('is not found from another organisation', async () => {
    const { person } = await signIn(coop, { name: 'Eve', organisation: 'other' })
    for (const method of ['GET', 'DELETE']) expect((await ask(method, `/people/${person.id}`)).status).toBe(404)
    expect((await ask('PATCH', `/people/${person.id}`, { name: 'X' })).status).toBe(404)
    const group = (await ask('POST', '/groups', { name: 'Board' })).body['id']
    expect((await ask('PUT', `/groups/${group}/members/${person.id}`)).status).toBe(422)
  })

  it('is made once by its external id, however often and simultaneously it is put', async () => {
    const body = { name: 'Max', email: 'max@example.coop' }
    const puts = await Promise.all(Array.from({ length: 5 }, () => ask('PUT', '/people/by-external-id/m%2F7', body)))
    expect(puts.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 201])
    expect(new Set(puts.map(({ body: { id } }) => id)).size).toBe(1)
    const before = await changes()
    expect((await ask('PUT', '/people/by-external-id/m%2F7', body)).body).toEqual(puts[0]?.body)
    expect(await changes()).toEqual(before)
    expect((await ask('PUT', '/people/by-external-id/m%2F7', { name: 'M', suspended: true })).body).toMatchObject({
      name: 'M',
      email: 'max@example.coop',
      status: 'suspended',
    })
    expect((await ask('GET', '/people/by-external-id/m%2F7')).body).toMatchObject({ externalId: 'm/7' })
  })
})

describe('an organisation that is leaving', () => {
  it('gets no new accounts by any way, and still decides about those it has', async () => {
    const body = { id: 'away', status: 'leaving' }
    expect((await coop.local('POST', '/api/v1/organisations', { body })).status).toBe(201)
    const { headers, person } = await signIn(coop, {
      organisation: 'away',
      name: 'Ada',
      role: 'admin',
      externalId: '1',
    })
    const away = '/api/v1/organisations/away'
    const max = { name: 'Max' }
    const refused = [
      await coop.ask('POST', `${away}/people`, { headers, body: max }),
      await coop.ask('PUT', `${away}/people/by-external-id/2`, { headers, body: max }),
      await coop.ask('POST', `${away}/imports`, { headers, body: { csv: 'email,name\nmax@example.coop,Max\n' } }),
      await coop.ask('POST', '/scim/v2/away/Users', { headers, body: { userName: 'max' } }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409, 409])
    expect(refused[3]?.body).not.toHaveProperty('scimType')
    const put = await coop.ask('PUT', `${away}/people/by-external-id/1`, { headers, body: { name: 'Ada L.' } })
    expect(put).toMatchObject({ status: 200, body: { id: person.id, name: 'Ada L.' } })
  })
})

describe('the list', () => {
  it('comes in pages, by name, and none twice', async () => {
    for (const name of ['eve', 'Bob', 'Çelik', 'bob', '%_\\']) await add({ name })
    const seen: unknown[] = []
    let after = ''
    do {
      const { body } = await ask('GET', `/people?limit=2${after}`)
      expect(body['total']).toBe(6)
      seen.push(...(body['people'] as { name: string }[]).map(({ name }) => name))
      after = body['next'] ? `&after=${body['next']}` : ''
    } while (after !== '' && seen.length < 20)
    expect(seen.toSorted()).toEqual(['%_\\', 'Ada', 'Bob', 'bob', 'eve', 'Çelik'].toSorted())
    expect(seen.indexOf('Ada')).toBeLessThan(seen.indexOf('eve'))
  })

  it('is searched by part of a name or address, and filtered', async () => {
    const max = await add({ name: 'Max', email: 'm100%@example.coop', externalId: '7', groups: ['Board'] })
    await add({ name: 'Eve', email: 'eve@example.coop' })
    const names = async (query: string) => (await people(query)).map(({ name }) => name)
    expect(await names('?search=MA')).toEqual(['Max'])
    expect(await names('?search=100%25')).toEqual(['Max'])
    expect(await names('?search=%25')).toEqual(['Max'])
    expect(await names(`?search=${max}`)).toEqual(['Max'])
    expect(await names('?search=7')).toEqual(['Max'])
    expect(await names('?search=example')).toEqual(['Ada', 'Eve', 'Max'])
    expect(await names('?role=admin')).toEqual(['Ada'])
    expect(await names('?status=invited')).toEqual(['Eve', 'Max'])
    const [group] = (await ask('GET', '/groups')).body['groups'] as { id: string }[]
    expect(await names(`?group=${group?.id}`)).toEqual(['Max'])
  })

  it.each(['?after=x', '?after=W10', '?limit=0', '?unknown=1', '?reason=short'])('refuses %s', async (query) => {
    expect([400, 422]).toContain((await ask('GET', `/people${query}`)).status)
  })
})

describe('suspending', () => {
  it('ends the sessions at once, lets nobody in, and can be taken back', async () => {
    const max = await signIn(coop, { organisation: own, name: 'Max' })
    const session = () => coop.ask('GET', '/api/v1/session', { headers: max.headers })
    expect((await session()).status).toBe(200)
    expect((await ask('PATCH', `/people/${max.person.id}`, { suspended: true })).body['status']).toBe('suspended')
    expect((await session()).status).toBe(401)
    expect((await ask('PATCH', `/people/${max.person.id}`, { suspended: false })).body['status']).toBe('active')
    expect((await session()).status).toBe(401)
    expect((await changes()).map(({ action }) => action).slice(0, 2)).toEqual(['person.resume', 'person.suspend'])
  })

  it('and changing the role or erasing are not done to oneself', async () => {
    const self = `/people/${admin.person.id}`
    expect((await ask('PATCH', self, { suspended: true })).status).toBe(409)
    expect((await ask('PATCH', self, { role: 'member' })).status).toBe(409)
    expect((await ask('DELETE', self)).status).toBe(409)
    expect((await ask('PATCH', self, { role: 'admin', suspended: false, name: 'Ada L.' })).status).toBe(200)
  })
})

describe('erasing', () => {
  it('leaves the id and the past, and nothing of the person anywhere in the database', async () => {
    const max = await signIn(coop, {
      organisation: own,
      name: 'Maximilian',
      email: 'maximilian@example.coop',
      externalId: 'member-4711',
    })
    const { id } = max.person
    await ask('PATCH', `/people/${id}`, { groups: ['Board'] })
    expect((await ask('DELETE', `/people/${id}`)).status).toBe(204)
    expect((await ask('GET', `/people/${id}`)).status).toBe(404)
    expect((await ask('DELETE', `/people/${id}`)).status).toBe(404)
    expect((await coop.ask('GET', '/api/v1/session', { headers: max.headers })).status).toBe(401)
    const { connection } = coop.app.database
    const { rows } = await connection.executeSql("select tablename from pg_tables where schemaname = 'public'")
    expect(rows.length).toBeGreaterThan(15)
    for (const { tablename } of rows) {
      const table = await connection.executeSql(`select row_to_json(t)::text as text from "${String(tablename)}" t`)
      expect(table.rows.filter(({ text }) => /maximilian|4711/i.test(String(text)))).toEqual([])
      const isPast = tablename === 'audit' || tablename === 'people'
      if (!isPast) expect(table.rows.filter(({ text }) => String(text).includes(id))).toEqual([])
    }
    expect(await people('?status=erased')).toMatchObject([{ id, name: '', email: null, status: 'erased' }])
    expect((await changes())[0]).toMatchObject({
      action: 'person.erase',
      subject: id,
      details: { removed: { sessions: 1, groups: 1 } },
    })
    await add({ name: 'Maximilian', email: 'maximilian@example.coop', externalId: 'member-4711' })
  })
})

describe('whoever runs the installation', () => {
  it('sees ids, roles and states, and what they typed themselves', async () => {
    const body = { name: 'Max', email: 'max@example.coop', externalId: '7', groups: ['Board'] }
    const added = await coop.local('POST', `/api/v1/organisations/${own}/people`, { body })
    expect(added.body).toMatchObject({ hidden: true, name: 'Max', email: 'max@example.coop', groups: [] })
    const id = String(added.body['id'])
    for (const path of [`/people/${id}`, '/people?limit=100', '/people/by-external-id/7']) {
      const { text } = await coop.local('GET', `/api/v1/organisations/${own}${path}`)
      expect(text).toContain(id)
      expect(text).not.toMatch(/\b(max|ada|board)\b/i)
    }
    expect(
      (await coop.local('PATCH', `/api/v1/organisations/${own}/people/${id}`, { body: { role: 'admin' } })).text,
    ).not.toMatch(/\bmax\b/i)
  })

  it('cannot find out names by searching or by the order', async () => {
    const zoe = await add({ name: 'Zoe' })
    const list = async (query: string) =>
      (await coop.local('GET', `/api/v1/organisations/${own}/people${query}`)).body['people'] as { id: string }[]
    expect(await list('?search=Zoe')).toEqual([])
    expect(await list('?email=ADA@example.coop')).toMatchObject([{ id: admin.person.id, name: null, email: null }])
    expect((await list(`?search=${zoe}`)).map(({ id }) => id)).toEqual([zoe])
    const ids = (await list('')).map(({ id }) => id)
    expect(ids).toEqual(ids.toSorted())
  })

  it('can look with a reason, which the administrators read', async () => {
    const reason = 'ticket 12: locked out of the account'
    const list = await coop.local('GET', `/api/v1/organisations/${own}/people?reason=${encodeURIComponent(reason)}`)
    expect(list.body['people']).toMatchObject([{ name: 'Ada', email: 'ada@example.coop', hidden: false }])
    expect((await changes())[0]).toMatchObject({
      actor: expect.stringMatching(/^local:/),
      action: 'person.reveal',
      subject: own,
      organisation: own,
      details: { reason },
    })
    const one = await coop.local(
      'GET',
      `/api/v1/organisations/${own}/people/${admin.person.id}?reason=${encodeURIComponent(reason)}`,
    )
    expect(one.body['name']).toBe('Ada')
    expect((await changes())[0]).toMatchObject({ action: 'person.reveal', subject: admin.person.id })
    const before = await changes()
    expect((await ask('GET', '/people?reason=administrators-need-none')).status).toBe(200)
    expect(await changes()).toEqual(before)
  })

  it('is told when there is no such organisation', async () => {
    for (const path of ['people', 'groups']) {
      expect((await coop.local('GET', `/api/v1/organisations/none/${path}`)).status).toBe(404)
      const body = { name: 'X' }
      expect((await coop.local('POST', `/api/v1/organisations/none/${path}`, { body })).status).toBe(404)
    }
  })
})

describe('a group', () => {
  it('has a name of its own, members, and goes without them', async () => {
    const max = await add({ name: 'Max' })
    const made = await ask('POST', '/groups', { name: 'Board', externalId: 'b1' })
    expect(made).toMatchObject({ status: 201, body: { name: 'Board', externalId: 'b1', members: 0 } })
    const group = `/groups/${made.body['id']}`
    expect((await ask('POST', '/groups', { name: 'bOARD' })).status).toBe(409)
    expect((await ask('PUT', `${group}/members/${max}`)).status).toBe(204)
    expect((await ask('PUT', `${group}/members/${max}`)).status).toBe(204)
    expect((await ask('GET', group)).body['members']).toBe(1)
    expect((await ask('PATCH', group, { name: 'BOARD' })).body).toMatchObject({ name: 'BOARD', externalId: 'b1' })
    expect((await ask('GET', `/people/${max}`)).body['groups']).toEqual([{ id: made.body['id'], name: 'BOARD' }])
    expect((await ask('DELETE', `${group}/members/${max}`)).status).toBe(204)
    expect((await ask('GET', '/groups')).body['groups']).toMatchObject([{ name: 'BOARD', members: 0 }])
    expect((await ask('DELETE', group)).status).toBe(204)
    expect((await ask('GET', group)).status).toBe(404)
    expect((await ask('GET', `/people/${max}`)).body['groups']).toEqual([])
  })
})
