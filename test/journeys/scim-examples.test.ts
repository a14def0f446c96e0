import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SignedIn, signIn } from '../people.ts'
import { type RestAnswer, type RestRig, restRig } from '../rest.ts'
import { strictLog } from '../rig.ts'

/**
 * The examples of RFC 7643 and RFC 7644, as they stand there, against the whole program; only ids are those that it made.
 * Each test names its section.
 */

const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User'
const groupSchema = 'urn:ietf:params:scim:schemas:core:2.0:Group'
const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp'
const listSchema = 'urn:ietf:params:scim:api:messages:2.0:ListResponse'
const errors: unknown[] = []
let coop: RestRig
let admin: SignedIn
let organisation = 'none'
let tests = 0

beforeAll(async () => {
  const ids = Array.from({ length: 30 }, (_, i) => `{ id: o${i + 1}, secrets: [] }`)
  coop = await restRig({ servers: 0, log: strictLog(errors), organisations: `[${ids.join(', ')}]` })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
  expect(errors).toEqual([])
})
beforeEach(async () => {
  tests += 1
  organisation = `o${tests}`
  admin = await signIn(coop, { organisation, name: 'Ada', role: 'admin' })
})

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<RestAnswer> {
  const type = body === undefined ? {} : { 'content-type': 'application/scim+json' }
  return await coop.ask(method, `/scim/v2/${organisation}${path}`, {
    body,
    headers: { ...admin.headers, ...headers, ...type },
  })
}

async function add(kind: 'Users' | 'Groups', body: object): Promise<string> {
  const made = await ask('POST', `/${kind}`, body)
  expect(made.status, made.text).toBe(201)
  return String(made.body['id'])
}

const change = async (path: string, Operations: readonly object[]) => {
  const answer = await ask('PATCH', path, { schemas: [patchSchema], Operations })
  expect([200, 204], answer.text).toContain(answer.status)
  return (await ask('GET', path)).body
}

/** RFC 7643, 8.2, without what only a server sets and what is read-only. */
const full = {
  schemas: [userSchema],
  externalId: '701984',
  userName: 'bjensen@example.com',
  name: {
    formatted: 'Ms. Barbara J Jensen, III',
    familyName: 'Jensen',
    givenName: 'Barbara',
    middleName: 'Jane',
    honorificPrefix: 'Ms.',
    honorificSuffix: 'III',
  },
  displayName: 'Babs Jensen',
  nickName: 'Babs',
  profileUrl: 'https://login.example.com/bjensen',
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@jensen.org', type: 'home' },
  ],
  addresses: [
    {
      type: 'work',
      streetAddress: '100 Universal City Plaza',
      locality: 'Hollywood',
      region: 'CA',
      postalCode: '91608',
      country: 'USA',
      formatted: '100 Universal City Plaza\nHollywood, CA 91608 USA',
      primary: true,
    },
  ],
  phoneNumbers: [
    { value: '555-555-5555', type: 'work' },
    { value: '555-555-4444', type: 'mobile' },
  ],
  ims: [{ value: 'someaimhandle', type: 'aim' }],
  photos: [{ value: 'https://photos.example.com/profilephoto/72930000000Ccne/F', type: 'photo' }],
  userType: 'Employee',
  title: 'Tour Guide',
  preferredLanguage: 'en-US',
  locale: 'en-US',
  timezone: 'America/Los_Angeles',
  active: true,
  password: 't1meMa$heen',
}

/** RFC 7644, 3.3. */
const posted = {
  schemas: [userSchema],
  userName: 'bjensen',
  externalId: 'bjensen',
  name: { formatted: 'Ms. Barbara J Jensen III', familyName: 'Jensen', givenName: 'Barbara' },
}

describe('RFC 7643', () => {
  it('8.1: a minimal user', async () => {
    const id = await add('Users', { schemas: [userSchema], userName: 'bjensen@example.com' })
    const { body } = await ask('GET', `/Users/${id}`)
    expect(body).toMatchObject({ schemas: [userSchema], id, userName: 'bjensen@example.com' })
    expect(body['meta']).toMatchObject({
      resourceType: 'User',
      location: `${coop.url}/scim/v2/${organisation}/Users/${id}`,
      version: expect.stringMatching(/^W\/"/),
    })
  })

  it('8.2: a full user, of which what is kept is given back, and a password never', async () => {
    const id = await add('Users', full)
    const answer = await ask('GET', `/Users/${id}`)
    expect(answer.body).toMatchObject({
      externalId: '701984',
      userName: 'bjensen@example.com',
      displayName: 'Babs Jensen',
      name: { familyName: 'Jensen', givenName: 'Barbara' },
      emails: [{ value: 'bjensen@example.com', type: 'work', primary: true }],
      preferredLanguage: 'en-US',
      active: true,
    })
    expect(answer.text).not.toMatch(/t1meMa|555-555|Hollywood|someaimhandle/)
  })

  it('8.3: an enterprise user, whose extension is no mistake', async () => {
    const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    const id = await add('Users', {
      ...full,
      schemas: [userSchema, enterprise],
      [enterprise]: {
        employeeNumber: '701984',
        costCenter: '4130',
        organization: 'Universal Studios',
        division: 'Theme Park',
        department: 'Tour Operations',
        manager: {
          value: '26118915-6090-4610-87e4-49d8ca9f808d',
          $ref: '../Users/26118915-6090-4610-87e4-49d8ca9f808d',
        },
      },
    })
    expect((await ask('GET', `/Users/${id}`)).body['schemas']).toEqual([userSchema])
  })

  it('8.4: a group with its members', async () => {
    const [babs, mandy] = [
      await add('Users', { ...posted, displayName: 'Babs Jensen' }),
      await add('Users', { schemas: [userSchema], userName: 'mpepperidge', displayName: 'Mandy Pepperidge' }),
    ]
    const users = `${coop.url}/scim/v2/${organisation}/Users`
    const members = [
      { value: babs, $ref: `${users}/${babs}`, display: 'Babs Jensen' },
      { value: mandy, $ref: `${users}/${mandy}`, display: 'Mandy Pepperidge' },
    ]
    const id = await add('Groups', { schemas: [groupSchema], displayName: 'Tour Guides', members })
    const { body } = await ask('GET', `/Groups/${id}`)
    expect(body).toMatchObject({ schemas: [groupSchema], displayName: 'Tour Guides', meta: { resourceType: 'Group' } })
    expect(body['members']).toEqual(expect.arrayContaining(members.map((one) => ({ ...one, type: 'User' }))))
    expect((await ask('GET', `/Users/${babs}`)).body['groups']).toMatchObject([{ value: id, display: 'Tour Guides' }])
  })

  it('8.5: the configuration of the service has all that clients read in it', async () => {
    const { body } = await ask('GET', '/ServiceProviderConfig')
    expect(body).toMatchObject({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
      patch: { supported: true },
      bulk: { supported: false, maxOperations: expect.any(Number), maxPayloadSize: expect.any(Number) },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: true },
      etag: { supported: true },
      authenticationSchemes: [{ name: expect.any(String), description: expect.any(String), type: 'oauthbearertoken' }],
      meta: { resourceType: 'ServiceProviderConfig' },
    })
  })

  it('8.6: the kinds of resources', async () => {
    const { body } = await ask('GET', '/ResourceTypes')
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 2 })
    expect(body['Resources']).toMatchObject([
      { id: 'User', name: 'User', endpoint: '/Users', schema: userSchema, meta: { resourceType: 'ResourceType' } },
      { id: 'Group', name: 'Group', endpoint: '/Groups', schema: groupSchema, meta: { resourceType: 'ResourceType' } },
    ])
  })

  it.each([
    ['userName', { type: 'string', multiValued: false, required: true, caseExact: false, uniqueness: 'server' }],
    ['name', { type: 'complex', multiValued: false, required: false, mutability: 'readWrite' }],
    ['displayName', { type: 'string', multiValued: false, required: false, caseExact: false, uniqueness: 'none' }],
    ['preferredLanguage', { type: 'string', multiValued: false, mutability: 'readWrite', returned: 'default' }],
    ['active', { type: 'boolean', multiValued: false, required: false, mutability: 'readWrite' }],
    ['emails', { type: 'complex', multiValued: true, required: false, mutability: 'readWrite' }],
    ['roles', { type: 'complex', multiValued: true, required: false, mutability: 'readWrite' }],
    ['groups', { type: 'complex', multiValued: true, required: false, mutability: 'readOnly' }],
  ])('8.7.1: %s is described as there', async (name, characteristics) => {
    const { body } = await ask('GET', `/Schemas/${userSchema}`)
    const attributes = body['attributes'] as { name: string }[]
    expect(attributes.find((one) => one.name === name)).toMatchObject(characteristics)
  })
})

describe('RFC 7644', () => {
  it('3.3: a user is created', async () => {
    const made = await ask('POST', '/Users', posted)
    const location = `${coop.url}/scim/v2/${organisation}/Users/${made.body['id']}`
    expect(made).toMatchObject({ status: 201, body: { ...posted, meta: { resourceType: 'User', location } } })
    expect(made.headers.get('location')).toBe(location)
    expect(made.headers.get('etag')).toBe((made.body['meta'] as { version: string }).version)
  })

  it('3.4.2: a list with one attribute', async () => {
    const ids = [await add('Users', posted), await add('Users', { schemas: [userSchema], userName: 'jsmith' })]
    const { body } = await ask('GET', '/Users?attributes=userName')
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 3 })
    expect(body['Resources']).toEqual(
      expect.arrayContaining([
        { schemas: [userSchema], id: ids[0], userName: 'bjensen' },
        { schemas: [userSchema], id: ids[1], userName: 'jsmith' },
      ]),
    )
  })

  it('3.4.3: a search', async () => {
    const id = await add('Users', { schemas: [userSchema], userName: 'jsmith', displayName: 'Smith, James' })
    await add('Users', posted)
    const { body } = await ask('POST', '/Users/.search', {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
      attributes: ['displayName', 'userName'],
      filter: 'displayName sw "smith"',
      startIndex: 1,
      count: 10,
    })
    expect(body).toMatchObject({ schemas: [listSchema], totalResults: 1, itemsPerPage: 1, startIndex: 1 })
    expect(body['Resources']).toEqual([{ schemas: [userSchema], id, userName: 'jsmith', displayName: 'Smith, James' }])
  })

  it('3.5.1: a user is replaced', async () => {
    const id = await add('Users', posted)
    const replaced = await ask('PUT', `/Users/${id}`, {
      ...posted,
      id,
      name: { formatted: 'Ms. Barbara J Jensen III', familyName: 'Jensen', givenName: 'Barbara', middleName: 'Jane' },
      roles: [],
      emails: [{ value: 'bjensen@example.com' }, { value: 'babs@jensen.org' }],
    })
    expect(replaced).toMatchObject({ status: 200, body: { id, userName: 'bjensen', externalId: 'bjensen' } })
    expect(replaced.body['emails']).toMatchObject([{ value: 'bjensen@example.com' }])
  })

  it('3.5.2.1: an address and a nickname are added without a path', async () => {
    const id = await add('Users', posted)
    const value = { emails: [{ value: 'babs@jensen.org', type: 'home' }], nickname: 'Babs' }
    expect(await change(`/Users/${id}`, [{ op: 'add', value }])).toMatchObject({
      emails: [{ value: 'babs@jensen.org' }],
    })
  })

  it('3.5.2.2: an address is removed by what it is', async () => {
    const id = await add('Users', { ...posted, emails: [{ value: 'b@example.com', type: 'work' }] })
    const path = 'emails[type eq "work" and value ew "example.com"]'
    expect(await change(`/Users/${id}`, [{ op: 'remove', path }])).not.toHaveProperty('emails')
  })

  it('3.5.2.3: a user is changed without a path', async () => {
    const id = await add('Users', posted)
    const value = {
      emails: [
        { value: 'bjensen@example.com', type: 'work', primary: true },
        { value: 'babs@jensen.org', type: 'home' },
      ],
      nickname: 'Babs',
    }
    const changed = await change(`/Users/${id}`, [{ op: 'replace', value }])
    expect(changed).toMatchObject({ emails: [{ value: 'bjensen@example.com', primary: true }] })
  })

  it('3.5.2: members are added, removed and replaced', async () => {
    const babs = await add('Users', { ...posted, displayName: 'Babs Jensen' })
    const james = await add('Users', { schemas: [userSchema], userName: 'jsmith', displayName: 'James Smith' })
    const group = `/Groups/${await add('Groups', { schemas: [groupSchema], displayName: 'Tour Guides' })}`
    const users = `${coop.url}/scim/v2/${organisation}/Users`
    const member = (display: string, value: string) => ({ display, $ref: `${users}/${value}`, value })
    const membersAfter = async (...operations: object[]) =>
      ((await change(group, operations))['members'] as { value: string }[]).map(({ value }) => value).toSorted()

    const addBabs = { op: 'add', path: 'members', value: [member('Babs Jensen', babs)] }
    const addJames = { op: 'add', path: 'members', value: [member('James Smith', james)] }
    expect(await membersAfter(addBabs)).toEqual([babs])
    // There, nothing stands between "eq" and the value.
    const removeBabs = { op: 'remove', path: `members[value eq"${babs}"]` }
    expect(await membersAfter(removeBabs, addJames)).toEqual([james])
    expect(await membersAfter(addBabs, { op: 'remove', path: `members[value eq "${james}"]` })).toEqual([babs])
    const both = { op: 'add', path: 'members', value: [member('Babs Jensen', babs), member('James Smith', james)] }
    expect(await membersAfter({ op: 'remove', path: 'members' }, both)).toEqual([babs, james].toSorted())
    expect(await membersAfter({ op: 'replace', path: 'members', value: [member('Babs Jensen', babs)] })).toEqual([babs])
    expect(await membersAfter({ op: 'remove', path: 'members' })).toEqual([])
  })

  it('3.6: a user is deleted, and what is gone is a mistake as in 3.12', async () => {
    const id = await add('Users', posted)
    expect((await ask('DELETE', `/Users/${id}`)).status).toBe(204)
    const gone = await ask('GET', `/Users/${id}`)
    expect(gone.headers.get('content-type')).toMatch(/^application\/scim\+json/)
    expect(gone).toMatchObject({
      status: 404,
      body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404', detail: expect.any(String) },
    })
  })

  it('3.9: a part of a user', async () => {
    const id = await add('Users', posted)
    const { body } = await ask('GET', `/Users/${id}?attributes=userName`)
    expect(body).toEqual({ schemas: [userSchema], id, userName: 'bjensen' })
  })

  it('3.14: a version that the client has already is not sent again', async () => {
    const made = await ask('POST', '/Users', posted)
    const path = `/Users/${made.body['id']}?attributes=displayName`
    const version = made.headers.get('etag') ?? ''
    expect((await ask('GET', path, undefined, { 'if-none-match': version })).status).toBe(304)
  })
})
