import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SignedIn, signIn } from '../people.ts'
import { type RestRig, restRig } from '../rest.ts'

const tree = `
    - { id: federation, kind: federation, secrets: [], limits: { users: 3, meetings: 2 } }
    - id: school
      parent: federation
      secrets: ["secret://school"]
      limits: { duration: 60 }
      brand: { welcome: "Welcome to the school", logo: "https://school.example/logo.png" }
    - { id: moodle, parent: school, kind: application, secrets: ["secret://moodle"], limits: { duration: 90 } }
    - { id: other, secrets: ["secret://other"] }`

let coop: RestRig
const start = async () => {
  coop = await restRig({ servers: 1, organisations: tree })
}
const end = () => coop[Symbol.asyncDispose]()

let tests = 0
/** Each test has a college of its own. */
let college: string
beforeEach(() => {
  tests += 1
  college = `college-${tests}`
})

const create = (organisation: string, query: string) =>
  coop.call('create', query, { secret: organisation, base: `/o/${organisation}/bigbluebutton/api` })

describe('what an organisation is part of', () => {
  beforeEach(start)
  afterEach(end)

  it('limits what those below it use together', async () => {
    expect((await create('school', 'name=Room&meetingID=r1')).text('returncode')).toBe('SUCCESS')
    expect((await create('moodle', 'name=Room&meetingID=r1')).text('returncode')).toBe('SUCCESS')
    expect((await create('school', 'name=Room&meetingID=r2')).text('messageKey')).toBe('meetingLimitReached')
    expect((await create('other', 'name=Room&meetingID=r2')).text('returncode')).toBe('SUCCESS')
  })

  it('sets the shortest duration, and its brand where the application says nothing', async () => {
    await create('moodle', 'name=Room&meetingID=r1')
    await create('other', 'name=Room&meetingID=r1')
    await create('school', 'name=Room&meetingID=r2&welcome=Hello')
    const creates = coop.servers[0]?.requests.filter(({ call }) => call === 'create') ?? []
    const [moodle, other, school] = creates.map(({ query }) => new URLSearchParams(query))
    expect(moodle?.get('duration')).toBe('60')
    expect(moodle?.get('welcome')).toBe('Welcome to the school')
    expect(moodle?.get('logo')).toBe('https://school.example/logo.png')
    expect(other?.get('welcome')).toBeNull()
    expect(school?.get('welcome')).toBe('Hello')
  })

  it('begins no new meeting when its minutes of the month are used up, and what runs goes on', async () => {
    await create('school', 'name=Room&meetingID=r1')
    const { minutes, clock, database } = coop.app.gateway.context
    const now = clock.now()
    const row = {
      instance: 'i',
      organisation: 'moodle',
      meeting_id: 'm',
      user_key: 'k',
      role: 'VIEWER',
      source: 'event',
    }
    await database.read((db) =>
      db
        .insertInto('attendance')
        .values({ ...row, joined_at: now - 120_000, left_at: now, last_seen_at: now })
        .execute(),
    )
    await coop.local('POST', '/api/v1/organisations', { body: { id: college, limits: { minutes: 1 } } })
    await minutes.count()
    expect(minutes.of('moodle')).toBeGreaterThan(0)
    const federation = coop.app.gateway.context.organisations.find('federation')
    if (federation) {
      coop.app.gateway.context.organisations.put({ ...federation, limits: { ...federation.limits, minutes: 1 } })
    }
    expect((await create('school', 'name=Room&meetingID=r2')).text('messageKey')).toBe('minutesUsedUp')
    expect((await create('school', 'name=Room&meetingID=r1')).text('returncode')).toBe('SUCCESS')
    expect((await create('other', 'name=Room&meetingID=r2')).text('returncode')).toBe('SUCCESS')
  })
})

describe('the status of an organisation', () => {
  let lesson: string

  beforeAll(start)
  afterAll(end)
  beforeEach(async () => {
    lesson = String((await add({ id: college })).body['secret'])
    await call('create', 'name=Room&meetingID=r1')
  })

  const add = (body: object) => coop.local('POST', '/api/v1/organisations', { body })
  const set = (id: string, status: string) => coop.local('PATCH', `/api/v1/organisations/${id}`, { body: { status } })
  const call = (name: string, query: string) =>
    coop.call(name, query, { secret: lesson, base: `/o/${college}/bigbluebutton/api` })

  it('read-only: what runs goes on, nothing new begins', async () => {
    await set(college, 'read-only')
    expect((await call('create', 'name=Room&meetingID=r2')).text('messageKey')).toBe('organisationReadOnly')
    expect((await call('create', 'name=Room&meetingID=r1')).text('returncode')).toBe('SUCCESS')
    expect((await call('join', 'fullName=Ada&meetingID=r1&role=VIEWER')).status).toBe(302)
  })

  it('suspended: its calls are those of a stranger, until it is active again', async () => {
    await set(college, 'suspended')
    expect((await call('getMeetings', '')).text('messageKey')).toBe('checksumError')
    await set(college, 'active')
    expect((await call('getMeetings', '')).text('returncode')).toBe('SUCCESS')
  })

  it('holds for what is below it', async () => {
    await coop.local('PATCH', `/api/v1/organisations/${college}`, { body: { kind: 'federation' } })
    const secret = String((await add({ id: 'course', parent: college })).body['secret'])
    await set(college, 'suspended')
    const options = { secret, base: '/o/course/bigbluebutton/api' }
    expect((await coop.call('getMeetings', '', options)).text('messageKey')).toBe('checksumError')
    const { body } = await coop.local('GET', '/api/v1/organisations/course')
    expect(body).toMatchObject({ status: 'active', standing: 'suspended' })
  })
})

describe('administrators', () => {
  beforeAll(start)
  afterAll(end)

  const ask = (who: SignedIn, method: string, path: string, body?: object) =>
    coop.ask(method, `/api/v1/organisations${path}`, { headers: who.headers, body })

  it('of the organisation above decide what one below may use', async () => {
    const above = await signIn(coop, { name: 'Fe', role: 'admin', organisation: 'federation' })
    expect((await ask(above, 'POST', '', { id: college, parent: 'federation' })).status).toBe(201)
    const limited = await ask(above, 'PATCH', `/${college}`, { limits: { users: 5 }, status: 'read-only' })
    expect(limited).toMatchObject({ status: 200, body: { limits: { users: 5 }, standing: 'read-only' } })
    expect((await ask(above, 'POST', '', { id: 'elsewhere' })).status).toBe(403)
    expect((await ask(above, 'PATCH', `/${college}`, { parent: null })).status).toBe(403)
    expect((await ask(above, 'DELETE', `/${college}`)).status).toBe(204)
  })

  it('of the organisation itself change how it shows itself, not what it may use', async () => {
    await coop.local('POST', '/api/v1/organisations', { body: { id: college, parent: 'federation' } })
    const own = await signIn(coop, { name: 'Ada', role: 'admin', organisation: college })
    expect((await ask(own, 'PATCH', `/${college}`, { name: 'A College', brand: { colour: '#2f6f4f' } })).status).toBe(
      200,
    )
    expect((await ask(own, 'PATCH', `/${college}`, { limits: { users: 5000 } })).status).toBe(403)
    expect((await ask(own, 'PATCH', `/${college}`, { status: 'active' })).status).toBe(403)
    expect((await ask(own, 'DELETE', `/${college}`)).status).toBe(403)
    expect((await ask(own, 'GET', '/federation')).status).toBe(404)
  })
})

describe('a place in the tree that cannot be', () => {
  beforeAll(start)
  afterAll(end)

  it.each([
    ['nothing', () => 'nowhere'],
    ['an application', () => 'moodle'],
    ['itself', () => college],
  ])('is refused: below %s', async (_, parent) => {
    await coop.local('POST', '/api/v1/organisations', { body: { id: college } })
    const answer = await coop.local('PATCH', `/api/v1/organisations/${college}`, { body: { parent: parent() } })
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid' } })
  })

  it('is left when the organisation is moved, and nobody is removed who has something below', async () => {
    await coop.local('POST', '/api/v1/organisations', { body: { id: college, kind: 'federation' } })
    await coop.local('POST', '/api/v1/organisations', { body: { id: `course-${tests}`, parent: college } })
    expect((await coop.local('DELETE', `/api/v1/organisations/${college}`)).status).toBe(409)
    await coop.local('PATCH', `/api/v1/organisations/course-${tests}`, { body: { parent: null } })
    expect((await coop.local('DELETE', `/api/v1/organisations/${college}`)).status).toBe(204)
  })

  it('keeps an organisation that has accounts', async () => {
    await coop.local('POST', '/api/v1/organisations', { body: { id: college } })
    await signIn(coop, { name: 'Ada', organisation: college })
    const answer = await coop.local('DELETE', `/api/v1/organisations/${college}`)
    expect(answer).toMatchObject({ status: 409, body: { message: expect.stringContaining('1 account') } })
  })
})
