import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SignedIn, signIn } from '../people.ts'
import { type RestAnswer, type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

const errors: unknown[] = []
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error'
let coop: RestRig
let admin: SignedIn
let organisation = 'none'
let tests = 0

beforeAll(async () => {
  const ids = Array.from({ length: 50 }, (_, i) => `{ id: o${i + 1}, secrets: ["secret://o${i + 1}"] }`)
  coop = await restRig({ servers: 0, log: strictLog(errors), organisations: `[${ids.join(', ')}]` })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})
beforeEach(async () => {
  tests += 1
  organisation = `o${tests}`
  admin = await signIn(coop, { organisation, name: 'Ada', role: 'admin', email: 'ada@example.coop' })
})

type Headers = Readonly<Record<string, string>>

async function ask(method: string, path: string, body?: unknown, headers: Headers = {}): Promise<RestAnswer> {
  const all = { ...admin.headers, ...headers }
  return await coop.ask(method, `/scim/v2/${organisation}${path}`, { body, headers: all })
}

const bjensen = {
  schemas: [userSchema],
  userName: 'bjensen',
  externalId: 'bjensen',
  name: { formatted: 'Ms. Barbara J Jensen III', familyName: 'Jensen', givenName: 'Barbara' },
}

async function create(more: object = {}): Promise<string> {
  const made = await ask('POST', '/Users', { ...bjensen, ...more })
  expect(made.status).toBe(201)
  return String(made.body['id'])
}

async function find(filter: string, kind = 'Users'): Promise<Record<string, unknown>[]> {
  const answer = await ask('GET', `/${kind}?filter=${encodeURIComponent(filter)}`)
  expect(answer.status).toBe(200)
  return answer.body['Resources'] as Record<string, unknown>[]
}

const patch = async (path: string, ...Operations: object[]) =>
  await ask('PATCH', path, { schemas: [patchSchema], Operations })

async function person(id: string): Promise<Record<string, unknown>> {
  const path = `/api/v1/organisations/${organisation}/people/${id}`
  return (await coop.ask('GET', path, { headers: admin.headers })).body
}

describe('a user, as RFC 7644 shows it', () => {
  it('is created (3.3)', async () => {
    const made = await ask('POST', '/Users', bjensen, { 'content-type': 'application/scim+json' })
    const { id } = made.body
    const location = `${coop.url}/scim/v2/${organisation}/Users/${id}`
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe(location)
    expect(made.headers.get('content-type')).toMatch(/^application\/scim\+json/)
    expect(made.body).toMatchObject({ ...bjensen, active: true })
    expect(made.body['meta']).toEqual({
      resourceType: 'User',
      created: expect.stringMatching(/Z$/),
      lastModified: expect.stringMatching(/Z$/),
      location,
      version: made.headers.get('etag'),
    })
    expect(made.headers.get('etag')).toMatch(/^W\/"[\w-]+"$/)
    expect((await ask('GET', `/Users/${id}`)).body).toEqual(made.body)
    expect(await person(String(id))).toMatchObject({
      name: 'Ms. Barbara J Jensen III',
      status: 'invited',
      role: 'member',
    })
  })

  it('is created once (3.3, 3.12)', async () => {
    await create()
    const again = await ask('POST', '/Users', { ...bjensen, userName: 'BJensen', externalId: 'x' })
    expect(again).toMatchObject({
      status: 409,
      body: { schemas: [errorSchema], status: '409', scimType: 'uniqueness', detail: expect.any(String) },
    })
    expect((await ask('POST', '/Users', { ...bjensen, userName: 'other' })).body['scimType']).toBe('uniqueness')
    expect((await ask('POST', '/Users', { schemas: [userSchema], userName: 'ada@example.coop' })).status).toBe(409)
  })

  it('is replaced (3.5.1)', async () => {
    const id = await create({
      emails: [{ value: 'b@example.com' }],
      roles: [{ value: 'admin' }],
      preferredLanguage: 'fr_CA',
    })
    expect(await person(id)).toMatchObject({ email: 'b@example.com', role: 'admin', language: 'fr-CA' })
    const body = {
      schemas: [userSchema],
      id,
      userName: 'bjensen',
      externalId: 'bjensen',
      name: { formatted: 'Ms. Barbara J Jensen III', familyName: 'Jensen', givenName: 'Barbara', middleName: 'Jane' },
      roles: [],
      emails: [{ value: 'bjensen@example.com' }, { value: 'babs@jensen.org' }],
    }
    const replaced = await ask('PUT', `/Users/${id}`, body)
    expect(replaced).toMatchObject({ status: 200, body: { emails: [{ value: 'bjensen@example.com', primary: true }] } })
    expect(replaced.body).not.toHaveProperty('preferredLanguage')
    expect(await person(id)).toMatchObject({ email: 'bjensen@example.com', role: 'admin', language: null })
    const again = await ask('PUT', `/Users/${id}`, body)
    expect(again.body).toEqual(replaced.body)
  })

  it('is deleted (3.6): erased, so that it can be created anew', async () => {
    const id = await create()
    expect(await ask('DELETE', `/Users/${id}`)).toMatchObject({ status: 204, text: '' })
    expect(await ask('GET', `/Users/${id}`)).toMatchObject({
      status: 404,
      body: { schemas: [errorSchema], status: '404' },
    })
    expect(await find('userName eq "bjensen"')).toEqual([])
    await create()
  })

  it('is changed only in the version that the client knows (3.14)', async () => {
    const id = await create()
    const path = `/Users/${id}`
    const version = (await ask('GET', path)).headers.get('etag') ?? ''
    expect((await ask('GET', path, undefined, { 'if-none-match': version })).status).toBe(304)
    const changed = await ask('PUT', path, { ...bjensen, displayName: 'Babs' }, { 'if-match': version })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(version)
    for (const method of ['PUT', 'DELETE']) {
      expect((await ask(method, path, method === 'PUT' ? bjensen : undefined, { 'if-match': version })).status).toBe(
        412,
      )
    }
    expect((await ask('GET', path, undefined, { 'if-none-match': version })).status).toBe(200)
    expect((await ask('DELETE', path, undefined, { 'if-match': '*' })).status).toBe(204)
  })

  it('shows the attributes that were asked for (3.4.2.5)', async () => {
    const id = await create()
    expect((await ask('GET', `/Users/${id}?attributes=userName`)).body).toEqual({
      schemas: [userSchema],
      id,
      userName: 'bjensen',
    })
    expect((await ask('GET', `/Users/${id}?excludedAttributes=name,meta`)).body).not.toHaveProperty('name')
  })
})

describe('a list of users', () => {
  it('is filtered, and finds accounts that no directory made by their address', async () => {
    const id = await create({ emails: [{ value: 'b@example.com', type: 'home' }] })
    for (const filter of [
      'userName eq "BJENSEN"',
      'externalId eq "bjensen"',
      'emails.value eq "B@example.com"',
      'emails[value eq "b@example.com"]',
      `id eq "${id}"`,
      'userName sw "bj" and active eq true',
      'name.familyName co "ense" and not (userName eq "ada@example.coop")',
      'roles[value eq "member"]',
    ]) {
      expect((await find(filter)).map((one) => one['id'])).toEqual([id])
    }
    expect(await find('userName eq "ada@example.coop"')).toMatchObject([{ id: admin.person.id }])
    expect(await find('userName eq "b\\u0000"')).toEqual([])
    expect(await find('userName eq "x" or userName pr')).toHaveLength(2)
  })

  it('comes in pages, in the order in which they were made or that is wished', async () => {
    for (const userName of ['carol', 'Bob', 'dan']) await create({ userName, externalId: userName })
    const names = async (query: string) => {
      const { body } = await ask('GET', `/Users?${query}`)
      expect(body['totalResults']).toBe(4)
      return (body['Resources'] as { userName: string }[]).map(({ userName }) => userName)
    }
    const pages = await Promise.all([1, 3].map((start) => names(`startIndex=${start}&count=2`)))
    expect(pages.flat().toSorted()).toEqual(['Bob', 'ada@example.coop', 'carol', 'dan'])
    expect(await names('sortBy=userName')).toEqual(['ada@example.coop', 'Bob', 'carol', 'dan'])
    expect(await names('sortBy=userName&sortOrder=descending&count=1')).toEqual(['dan'])
    expect(await names('count=0')).toEqual([])
    const search = await ask('POST', '/Users/.search', { filter: 'userName eq "dan"', attributes: ['userName'] })
    expect(search.body['Resources']).toEqual([{ schemas: [userSchema], id: expect.any(String), userName: 'dan' }])
  })

  it('shows nothing of other organisations', async () => {
    const other = await signIn(coop, { organisation: 'o50', name: 'Eve', role: 'admin' })
    const id = await create()
    const seen = await coop.ask('GET', `/scim/v2/o50/Users/${id}`, { headers: other.headers })
    expect(seen.status).toBe(404)
    expect((await coop.ask('GET', '/scim/v2/o50/Users', { headers: other.headers })).body['totalResults']).toBe(1)
  })

  it.each([
    ['filter=userName', 'invalidFilter'],
    ['startIndex=x', 'invalidValue'],
    ['sortBy=a.b.c', 'invalidPath'],
  ])('is refused: %s', async (query, scimType) => {
    expect(await ask('GET', `/Users?${query}`)).toMatchObject({ status: 400, body: { status: '400', scimType } })
  })
})

describe('a directory', () => {
  it('suspends and resumes by "active", which may be text', async () => {
    const { person: max } = await signIn(coop, { organisation, name: 'Max', email: 'max@example.coop' })
    const path = `/Users/${max.id}`
    expect((await patch(path, { op: 'replace', value: { active: false } })).body).toMatchObject({ active: false })
    expect((await person(max.id))['status']).toBe('suspended')
    expect((await patch(path, { op: 'Replace', path: 'active', value: 'True' })).body).toMatchObject({ active: true })
    expect((await person(max.id))['status']).toBe('active')
    expect((await ask('POST', '/Users', { ...bjensen, active: false })).body).toMatchObject({ active: false })
  })

  it('changes names and addresses in part, as Entra, Okta and others do', async () => {
    const id = await create({ emails: [{ value: 'b@example.com', type: 'work', primary: true }] })
    const path = `/Users/${id}`
    const entra = [
      { op: 'Replace', path: 'displayName', value: 'Babs' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'babs@example.com' },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Tours' },
    ]
    expect((await patch(path, ...entra)).status).toBe(200)
    expect(await person(id)).toMatchObject({ name: 'Babs', email: 'babs@example.com' })
    await patch(path, { op: 'replace', path: 'name.formatted', value: 'Barbara Jensen' })
    expect((await person(id))['name']).toBe('Barbara Jensen')
    await patch(path, { op: 'replace', value: { name: { givenName: 'Bärbel' } } })
    expect(await person(id)).toMatchObject({ name: 'Bärbel Jensen', email: 'babs@example.com' })
    await patch(path, { op: 'remove', path: 'emails' }, { op: 'add', path: 'roles', value: [{ value: 'admin' }] })
    expect(await person(id)).toMatchObject({ email: null, role: 'admin' })
    expect((await ask('GET', path)).body['userName']).toBe('bjensen')
  })

  it.each([
    [{ op: 'remove', path: 'userName' }, 'invalidValue'],
    [{ op: 'replace', path: 'emails[type eq "other"].value', value: 'x@y' }, 'noTarget'],
    [{ op: 'replace', path: 'emails', value: [{ value: 'nobody' }] }, 'invalidValue'],
    [{ op: 'replace', path: 'active', value: 'maybe' }, 'invalidValue'],
    [{ op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    [{ op: 'replace', path: 'displayName', value: 'a\u0000b' }, 'invalidValue'],
    [{ op: 'jump' }, 'invalidSyntax'],
    [{ value: 1 }, 'invalidSyntax'],
  ])('is told what is wrong with %j', async (operation, scimType) => {
    const id = await create()
    const refused = await patch(`/Users/${id}`, operation)
    expect(refused).toMatchObject({ status: 400, body: { schemas: [errorSchema], status: '400', scimType } })
    expect((await ask('GET', `/Users/${id}`)).body).toMatchObject({ userName: 'bjensen', active: true })
  })

  it('is refused bodies that are no objects', async () => {
    for (const body of [[], 'x', 1, null]) {
      expect(await ask('POST', '/Users', body)).toMatchObject({ status: 400, body: { scimType: 'invalidSyntax' } })
    }
    expect(await ask('POST', '/Users', {})).toMatchObject({ status: 400, body: { scimType: 'invalidValue' } })
  })
})

describe('a group', () => {
  it('is created, filled, emptied, renamed and deleted', async () => {
    const [babs, max] = [await create(), await create({ userName: 'max', externalId: 'max' })]
    const body = { schemas: [groupSchema], displayName: 'Tour Guides', externalId: 'g1', members: [{ value: babs }] }
    const made = await ask('POST', '/Groups', body)
    const $ref = `${coop.url}/scim/v2/${organisation}/Users/${babs}`
    expect(made).toMatchObject({ status: 201, body: { displayName: 'Tour Guides', externalId: 'g1' } })
    expect(made.body['members']).toEqual([{ value: babs, $ref, display: 'Ms. Barbara J Jensen III', type: 'User' }])
    const path = `/Groups/${made.body['id']}`
    const members = async () =>
      ((await ask('GET', path)).body['members'] as { value: string }[]).map(({ value }) => value)
    await patch(path, { op: 'add', path: 'members', value: [{ value: max }] })
    expect((await members()).toSorted()).toEqual([babs, max].toSorted())
    expect((await ask('GET', `/Users/${max}`)).body['groups']).toMatchObject([
      { value: made.body['id'], display: 'Tour Guides' },
    ])
    await patch(path, { op: 'remove', path: `members[value eq "${babs}"]` })
    expect(await members()).toEqual([max])
    await patch(path, { op: 'Remove', path: 'members', value: [{ value: max }] })
    expect(await members()).toEqual([])
    await patch(path, { op: 'replace', value: { id: made.body['id'], displayName: 'Guides' } })
    expect((await ask('PUT', path, { ...body, displayName: 'Guides' })).body).toMatchObject({
      members: [{ value: babs }],
    })
    expect(await find('displayName eq "guides"', 'Groups')).toMatchObject([{ externalId: 'g1' }])
    expect(await find(`members.value eq "${babs}"`, 'Groups')).toHaveLength(1)
    const list = await ask('GET', '/Groups?excludedAttributes=members')
    expect((list.body['Resources'] as object[])[0]).not.toHaveProperty('members')
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('GET', path)).status).toBe(404)
    expect((await ask('GET', `/Users/${babs}`)).status).toBe(200)
  })

  it('is refused with members that are not there, or a name that is taken', async () => {
    const body = { schemas: [groupSchema], displayName: 'Board' }
    expect((await ask('POST', '/Groups', { ...body, members: [{ value: 'none' }] })).body['scimType']).toBe(
      'invalidValue',
    )
    expect((await ask('POST', '/Groups', { ...body, members: [{ value: 'x', type: 'Group' }] })).status).toBe(400)
    expect((await ask('POST', '/Groups', body)).status).toBe(201)
    expect(await ask('POST', '/Groups', body)).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } })
  })
})

describe('the service', () => {
  it('describes itself', async () => {
    expect((await ask('GET', '/ServiceProviderConfig')).body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      filter: { supported: true, maxResults: 200 },
      etag: { supported: true },
    })
    expect((await ask('GET', '/ResourceTypes')).body).toMatchObject({ totalResults: 2 })
    expect((await ask('GET', '/ResourceTypes/User')).body).toMatchObject({ endpoint: '/Users', schema: userSchema })
    expect((await ask('GET', `/Schemas/${userSchema}`)).body).toMatchObject({ id: userSchema, name: 'User' })
    const schemas = (await ask('GET', '/Schemas')).body['Resources'] as { attributes: { name: string }[] }[]
    const known = new Set(schemas[0]?.attributes.map(({ name }) => name))
    const user = await ask(
      'GET',
      `/Users/${await create({ emails: [{ value: 'b@example.com' }], preferredLanguage: 'fr' })}`,
    )
    const common = ['schemas', 'id', 'externalId', 'meta']
    expect(Object.keys(user.body).filter((name) => !known.has(name) && !common.includes(name))).toEqual([])
  })

  it('writes every change into the log, by id', async () => {
    const id = await create()
    await patch(`/Users/${id}`, { op: 'replace', value: { active: false } })
    const { body } = await coop.ask('GET', '/api/v1/audit?limit=2', { headers: admin.headers })
    expect(body['changes']).toMatchObject([
      { action: 'person.suspend', subject: id, organisation, actor: `person:${admin.person.id}` },
      { action: 'person.add', subject: id },
    ])
    expect(JSON.stringify(body)).not.toMatch(/jensen/i)
  })

  it('is not open to whoever runs the installation', async () => {
    const answer = await coop.local('GET', `/scim/v2/${organisation}/Users`)
    expect(answer).toMatchObject({ status: 403, body: { schemas: [errorSchema], status: '403' } })
    const nowhere = await coop.ask('GET', '/scim/v2/none/Users', { headers: admin.headers })
    expect(nowhere).toMatchObject({ status: 404, body: { schemas: [errorSchema], status: '404' } })
  })
})
