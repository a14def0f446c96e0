import { createServer } from 'node:http'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadRegistry } from '../../src/meetings/registry.ts'
import { startPracticeServer } from '../../src/providers/bigbluebutton/fake/server.ts'
import { type RestRig, restRig } from '../rest.ts'
import { mainSecret, strictLog } from '../rig.ts'

const v1 = '/api/v1'
const errors: unknown[] = []
let coop: RestRig
/** What was done before the test, the latest first. */
let earlier: string[]

// One program for all: a test that leaves servers or meetings takes them away again.
beforeAll(async () => {
  coop = await restRig({ servers: 1, log: strictLog(errors) })
})
beforeEach(async () => {
  earlier = await actions(coop)
})
afterAll(async () => await coop[Symbol.asyncDispose]())
afterEach(() => expect(errors.splice(0)).toEqual([]))

describe('servers', () => {
  it('are added after a look at them, drained, and removed', async () => {
    await using other = await startPracticeServer({ name: 'other', secret: 'other-secret' })
    const body = { url: other.url.replace(/api$/, ''), secret: 'other-secret', id: 'other', capacity: 30, tags: ['eu'] }
    const added = await coop.local('POST', `${v1}/servers`, { body })
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({ id: 'other', url: other.url, origin: 'database', condition: 'online' })
    expect(added.body).toMatchObject({ takesMeetings: true, whyNot: null, seats: 0, draining: null, tags: ['eu'] })
    expect((await coop.local('POST', `${v1}/servers`, { body })).status).toBe(409)

    const drained = await coop.local('PUT', `${v1}/servers/other/state`, { body: { state: 'draining' } })
    expect(drained.body).toMatchObject({ state: 'draining', takesMeetings: false, whyNot: 'draining' })
    expect(drained.body['draining']).toEqual({ meetings: 0, people: 0, emptyBy: expect.stringMatching(/Z$/) })

    expect((await coop.local('DELETE', `${v1}/servers/other`)).status).toBe(204)
    expect((await coop.local('GET', `${v1}/servers/other`)).status).toBe(404)
    expect(await newActions()).toEqual(['server.remove', 'server.draining', 'server.add'])
  })

  it('that do not answer or do not trust us are refused, unless nobody asks', async () => {
    await using other = await startPracticeServer({ name: 'other', secret: 'other-secret' })
    const wrong = { url: other.url, secret: 'another-secret' }
    const refused = await coop.local('POST', `${v1}/servers`, { body: wrong })
    expect(refused).toMatchObject({
      status: 502,
      body: { code: 'upstream', hint: expect.stringContaining('bbb-conf') },
    })
    const gone = { url: `http://127.0.0.1:${await freePort()}/bigbluebutton/api`, secret: 'x' }
    expect(await coop.local('POST', `${v1}/servers`, { body: gone })).toMatchObject({ status: 502 })
    const unchecked = await coop.local('POST', `${v1}/servers?unchecked=true`, { body: gone })
    expect(unchecked.status).toBe(201)
    expect((await coop.local('DELETE', `${v1}/servers/${unchecked.body['id']}`)).status).toBe(204)
  })

  it('of the file can be drained but not removed, and keep their meetings until they are given up', async () => {
    await coop.call('create', 'name=Blue&meetingID=room')
    expect((await coop.local('GET', `${v1}/servers/s1`)).body).toMatchObject({
      seats: 20,
      meetings: [{ organisation: 'main', meetingId: 'room', server: 's1', people: 0, seats: 20 }],
    })
    const refused = await coop.local('DELETE', `${v1}/servers/s1`)
    expect(refused).toMatchObject({ status: 409, body: { hint: expect.stringContaining('coop.yaml') } })
    await coop.local('DELETE', `${v1}/meetings/main/room`)
    await coop.look()
  })

  it('with wrong fields are refused with the name of each', async () => {
    const body = { url: 'ftp://x', secret: ' ', capacity: 0, tags: ['a b'], colour: 'red' }
    const { status, body: answer } = await coop.local('POST', `${v1}/servers`, { body })
    expect(status).toBe(422)
    const fields = (answer['fields'] as { field: string }[]).map(({ field }) => field)
    expect(fields).toEqual(['url', 'secret', 'capacity', 'tags.0', 'body'])
    expect(answer['message']).toContain('capacity: must be at least 1; ')
    expect(answer['message']).toContain('body: there is no field "colour" here')

    const missing = await coop.local('POST', `${v1}/servers`, { body: { secret: 7, checksum: 'md5' } })
    expect(missing.body['message']).toBe(
      'url: is missing; secret: must be text; checksum: must be one of sha1, sha256, sha384, sha512',
    )
    const headers = { 'content-type': 'application/json' }
    expect((await coop.local('POST', `${v1}/servers`, { headers })).body['message']).toMatch(/^the body is empty/)
  })
})

describe('organisations', () => {
  it('are added with a secret made for them, changed, and removed', async () => {
    const added = await coop.local('POST', `${v1}/organisations`, {
      body: { id: 'school', hosts: ['BBB.school.example'] },
    })
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({
      id: 'school',
      name: 'school',
      origin: 'database',
      hosts: ['bbb.school.example'],
    })
    expect(added.body['url']).toBe(`http://bbb.school.example:${new URL(coop.url).port}/bigbluebutton/api`)
    const secret = String(added.body['secret'])
    const base = '/o/school/bigbluebutton/api'
    expect((await coop.call('getMeetings', '', { base, secret })).text('returncode')).toBe('SUCCESS')

    const rotated = await coop.local('POST', `${v1}/organisations/school/secrets`)
    expect(rotated.status).toBe(201)
    const second = String(rotated.body['secret'])
    expect((await coop.call('getMeetings', '', { base, secret: second })).text('returncode')).toBe('SUCCESS')
    const [first] = (await secretsOf(coop, 'school')).filter(
      ({ fingerprint }) => fingerprint !== rotated.body['fingerprint'],
    )
    expect(first?.lastUsedAt).toMatch(/Z$/)
    const path = `${v1}/organisations/school/secrets`
    expect((await coop.local('DELETE', `${path}/${first?.fingerprint}`)).status).toBe(204)
    expect((await coop.call('getMeetings', '', { base, secret })).text('messageKey')).toBe('checksumError')
    const last = await coop.local('DELETE', `${path}/${rotated.body['fingerprint']}`)
    expect(last).toMatchObject({ status: 409, body: { code: 'refused' } })

    await coop.local('PATCH', `${v1}/organisations/school`, { body: { status: 'suspended' } })
    expect((await coop.call('getMeetings', '', { base, secret: second })).text('messageKey')).toBe('checksumError')
    expect((await coop.local('DELETE', `${v1}/organisations/school`)).status).toBe(204)
    expect((await coop.local('GET', `${v1}/organisations/school`)).status).toBe(404)
  })

  it('lose no secret when several are made at once, and are made once when asked twice', async () => {
    const body = { id: 'college' }
    const twice = await Promise.all([1, 2].map(() => coop.local('POST', `${v1}/organisations`, { body })))
    expect(twice.map(({ status }) => status).toSorted()).toEqual([201, 409])
    const path = `${v1}/organisations/college/secrets`
    const made = await Promise.all([1, 2, 3].map(() => coop.local('POST', path)))
    const fingerprints = (await secretsOf(coop, 'college')).map(({ fingerprint }) => fingerprint)
    expect(fingerprints).toHaveLength(4)
    for (const { body: one } of made) {
      expect(fingerprints).toContain(one['fingerprint'])
      const options = { base: '/o/college/bigbluebutton/api', secret: String(one['secret']) }
      expect((await coop.call('getMeetings', '', options)).text('returncode')).toBe('SUCCESS')
    }
  })

  it('are the same after a restart', async () => {
    await using alone = await restRig({ servers: 0 })
    const body = { id: 'school', limits: { users: 5 }, create: { overrides: { record: false } }, signFormBody: true }
    await alone.local('POST', `${v1}/organisations`, { body })
    await alone.local('POST', `${v1}/organisations/school/secrets`)
    await alone.local('PATCH', `${v1}/organisations/school`, { body: { status: 'read-only' } })
    const { context } = alone.app.gateway
    const before = context.organisations.find('school')
    context.organisations.remove('school')
    await loadRegistry(context, { servers: [], organisations: [] })
    expect(context.organisations.find('school')).toEqual(before)
    expect(before).toMatchObject({
      status: 'read-only',
      signFormBody: true,
      limits: { users: 5, recording: true },
      create: { overrides: { record: false } },
      secrets: [{}, {}],
    })
  })

  it.each([
    ['DELETE', ''],
    ['PATCH', ''],
    ['POST', '/secrets'],
  ])('of the file cannot be changed: %s %s', async (method, rest) => {
    const body = method === 'PATCH' ? { status: 'suspended' } : undefined
    const answer = await coop.local(method, `${v1}/organisations/main${rest}`, { body })
    expect(answer).toMatchObject({ status: 409, body: { hint: expect.stringContaining('coop.yaml') } })
  })
})

describe('meetings', () => {
  it.each(['room 7', 'a/b/c?d=e#f%2F%', 'é🍄'.repeat(80), '..%2f..', '100% + more;=&'])(
    'are found and ended by any ID: %s',
    async (meetingId) => {
      const query = `name=Blue&meetingID=${encodeURIComponent(meetingId)}&meta_endCallbackUrl=http%3A%2F%2F127.0.0.1%3A9%2Fend`
      expect((await coop.call('create', query)).text('returncode')).toBe('SUCCESS')
      const path = `${v1}/meetings/main/${encodeURIComponent(meetingId)}`
      const { status, body, text } = await coop.local('GET', path)
      expect(status).toBe(200)
      expect(body).toMatchObject({ meetingId, organisation: 'main', server: 's1', state: 'running', running: false })
      expect(body['decision']).toMatchObject({
        server: 's1',
        because: expect.any(String),
        at: expect.stringMatching(/Z$/),
      })
      expect(body['callbacks']).toEqual([{ kind: 'end', url: 'http://127.0.0.1:9/end' }])
      expect(text).not.toContain('mycel-')

      expect((await coop.local('DELETE', path)).status).toBe(202)
      await coop.look()
      expect((await coop.local('GET', path)).status).toBe(404)
      expect(await newActions()).toEqual(['meeting.end'])
    },
  )

  it('are listed by organisation and by server', async () => {
    await coop.call('create', 'name=Blue&meetingID=room')
    const count = async (query: string) =>
      ((await coop.local('GET', `${v1}/meetings${query}`)).body['meetings'] as unknown[]).length
    expect(await Promise.all(['', '?organisation=main', '?server=s1&organisation=main'].map(count))).toEqual([1, 1, 1])
    for (const query of ['?organisation=other', '?server=s2']) {
      expect((await coop.local('GET', `${v1}/meetings${query}`)).status).toBe(404)
    }
    expect((await coop.local('GET', `${v1}/status`)).body).toMatchObject({ servers: 1, meetings: 1, ready: true })
  })
})

describe('tokens', () => {
  it('are shown once, listed without what they are, and open nothing once removed', async () => {
    const made = await coop.local('POST', `${v1}/tokens`, { body: { name: 'ci', scope: 'manage' } })
    expect(made.status).toBe(201)
    const token = String(made.body['token'])
    expect(token).toMatch(/^mycel_[a-z0-9]{40}$/)
    expect((await coop.local('POST', `${v1}/tokens`, { body: { name: 'ci', scope: 'read' } })).status).toBe(409)

    const listed = await coop.ask('GET', `${v1}/tokens`, { token })
    expect(listed.body['tokens']).toMatchObject([{ name: 'ci', scope: 'manage', lastUsedAt: expect.any(String) }])
    expect(listed.text).not.toContain(token)
    expect(listed.text).not.toContain('hash')
    await coop.ask('PUT', `${v1}/servers/s1/state`, { token, body: { state: 'enabled' } })
    expect((await coop.local('GET', `${v1}/audit?limit=1`)).body['changes']).toMatchObject([{ actor: 'token:ci' }])

    expect((await coop.ask('DELETE', `${v1}/tokens/${made.body['id']}`, { token })).status).toBe(204)
    expect((await coop.ask('GET', `${v1}/status`, { token })).status).toBe(401)
    expect(await newActions()).toEqual(['token.remove', 'server.enabled', 'token.create'])
  })
})

describe('callbacks', () => {
  it('that were given up are listed with their reason and tried again', async () => {
    const { outbox } = coop.app.gateway.context
    const request = { method: 'GET' as const, url: 'http://192.168.0.1/end' }
    await outbox.send({ kind: 'end', organisation: 'main', meetingId: 'm', request })
    const failed = async () =>
      (await coop.local('GET', `${v1}/callbacks?state=failed`)).body['callbacks'] as { id: string; lastError: string }[]
    await expect.poll(failed, { timeout: 10_000 }).toHaveLength(1)
    const [callback] = await failed()
    expect(callback).toMatchObject({ kind: 'end', url: request.url, tries: 1, nextAt: null })
    expect(callback?.lastError).toMatch(/./)
    expect((await coop.local('POST', `${v1}/callbacks/nonsense/retry`)).status).toBe(404)
    const retried = await coop.local('POST', `${v1}/callbacks/${callback?.id.slice(0, 8)}/retry`)
    expect(retried).toMatchObject({ status: 202, body: { id: callback?.id } })
    expect(await newActions()).toEqual(['callback.retry'])
  })
})

describe('failures', () => {
  it('that are ours are told by number alone, and are in the log', async () => {
    const logged: unknown[] = []
    await using broken = await restRig({ servers: 0, log: strictLog(logged) })
    Object.assign(broken.app.gateway.context.pool, {
      list() {
        throw new Error('the innermost secret')
      },
    })
    const answer = await broken.local('GET', `${v1}/servers`)
    expect(answer.status).toBe(500)
    expect(answer.body).toMatchObject({
      code: 'bug',
      message: expect.stringMatching(/^Incident [a-z0-9]{9} is in the log/),
    })
    expect(answer.text).not.toContain('innermost')
    expect(logged).toHaveLength(1)
  })

  it('of the database are told as what they are', async () => {
    await using broken = await restRig({ servers: 0 })
    await broken.app.database.connection.close()
    expect(await broken.local('GET', `${v1}/audit`)).toMatchObject({ status: 503, body: { code: 'unavailable' } })
  })

  it('to write a request are explained', async () => {
    const headers = { 'content-type': 'application/json' }
    expect(await coop.local('POST', `${v1}/servers`, { headers })).toMatchObject({
      status: 400,
      body: { code: 'usage' },
    })
    const long = { name: 'x'.repeat(2_000_000), scope: 'read' }
    expect(await coop.local('POST', `${v1}/tokens`, { body: long })).toMatchObject({ status: 413 })
    expect(await coop.local('GET', `${v1}/servers/%zz`)).toMatchObject({ status: 400, body: { code: 'usage' } })
    const wrong = await coop.local('GET', `${v1}/audit?limit=many`)
    expect(wrong).toMatchObject({ status: 422, body: { fields: [{ field: 'limit' }] } })
  })
})

describe('secrets', () => {
  it('are in no answer but the one that makes them, and in no log', async () => {
    const lines: string[] = []
    const write = (details: object, message: string) => lines.push(inspect({ message, details }, { depth: 9 }))
    await using wordy = await restRig({ servers: 1, log: { debug: write, info: write, warn: write, error: write } })
    const made = await wordy.local('POST', `${v1}/organisations`, { body: { id: 'school' } })
    const given = { url: 'http://127.0.0.1:9/bigbluebutton/api', secret: 'a-secret-that-is-given' }
    await wordy.local('POST', `${v1}/servers`, { body: given })
    await wordy.local('POST', `${v1}/servers?unchecked=1`, { body: { ...given, id: 'gone' } })
    const token = await wordy.token('manage')
    await wordy.call('create', 'name=Blue&meetingID=room&moderatorPW=the-password')
    await wordy.look()

    const paths = ['status', 'servers', 'servers/s1', 'organisations', 'organisations/school', 'meetings']
    const all = [...paths, 'meetings/main/room', 'callbacks', 'tokens', 'audit'].map((path) => `${v1}/${path}`)
    const answers = await Promise.all([...all, '/metrics'].map((path) => wordy.ask('GET', path, { token })))
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    expect(lines.length).toBeGreaterThan(0)
    const text = [...answers.map((answer) => answer.text), ...lines].join()
    const secrets = [String(made.body['secret']), token, given.secret, mainSecret, 'secret-of-server-1', 'the-password']
    for (const secret of secrets) expect(text).not.toContain(secret)
  })
})

/** What was done since the test began, the latest first. */
async function newActions(): Promise<string[]> {
  const all = await actions(coop)
  expect(all.slice(all.length - earlier.length)).toEqual(earlier)
  return all.slice(0, all.length - earlier.length)
}

async function actions(rest: RestRig): Promise<string[]> {
  const { body } = await rest.local('GET', `${v1}/audit`)
  return (body['changes'] as { action: string }[]).map(({ action }) => action)
}

async function secretsOf(rest: RestRig, id: string) {
  const { body } = await rest.local('GET', `${v1}/organisations/${id}`)
  return body['secrets'] as { fingerprint: string; lastUsedAt: string | null }[]
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
