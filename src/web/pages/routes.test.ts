import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Coop, startCoop } from '../../../test/browser/coop.ts'
import { strictLog } from '../../../test/rig.ts'
import { manualClock } from '../../lib/clock.ts'

const clock = manualClock(Date.now())
const errors: unknown[] = []
let trying: Coop
let earnest: Coop

beforeAll(async () => {
  trying = await startCoop({ clock, log: strictLog(errors) })
  earnest = await startCoop({ practice: 0 })
  await trying.look()
})

afterAll(async () => {
  await trying[Symbol.asyncDispose]()
  await earnest[Symbol.asyncDispose]()
})

async function open(coop: Coop, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(coop.url + path, {
    redirect: 'manual',
    headers: { accept: 'text/html', ...headers },
  })
  return { status: response.status, headers: response.headers, body: await response.text() }
}

describe('with practice servers', () => {
  test('the home page says that it is ready, in numbers and without names', async () => {
    await open(trying, '/practice/meet?room=hush-hush&name=Ada')
    const { status, body, headers } = await open(trying, '/')
    expect(status).toBe(200)
    expect(body).toContain('Meetings of Example Co-op run here')
    expect(body).toContain('Ready for meetings')
    expect(body).toContain('<dd>2 of 2</dd>')
    expect(body).toContain('<dt>Meetings running</dt><dd>1</dd>')
    expect(body).not.toContain('hush-hush')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(body).not.toMatch(/<script|<style|style=|\son\w+=/)
  })

  test('a room is entered by its link, and listed with its server', async () => {
    const { status, headers } = await open(trying, '/practice/meet?room=first-meeting&name=Ada&role=viewer')
    expect(status).toBe(302)
    const target = new URL(headers.get('location') ?? '')
    expect([...target.searchParams.keys()].toSorted()).toEqual(['checksum', 'fullName', 'meetingID', 'role'])
    expect(target.searchParams.get('role')).toBe('VIEWER')

    const server = trying.practice.servers.find(({ url }) => url.startsWith(target.origin))
    expect(server?.meetings().find(({ name }) => name === 'first-meeting')?.logoutUrl).toBe(`${trying.url}/practice`)
    const { body } = await open(trying, '/practice')
    expect(body).toContain('first-meeting</a>')
    expect(body).toContain(`on ${server?.name}`)
    expect(body).toContain('opened just now')
  })

  test('meetings of the API are counted there and not named', async () => {
    const { creator, context } = trying.app.gateway
    const organisation = context.organisations.list()[0]
    if (!organisation) throw new Error('there is no organisation')
    const parameters = Object.entries({ name: 'Board', meetingID: 'board' }).map(([name, value]) => ({
      raw: `${name}=${value}`,
      name,
      value,
    }))
    await creator.create({ organisation, parameters, body: undefined })
    const { body } = await open(trying, '/practice')
    expect(body).not.toContain('Board')
    expect(body).toContain('One more meeting is running')
  })

  test('what is missing is said in the form, which keeps the rest, escaped', async () => {
    const room = '"><script>alert(1)</script>'
    const { status, body } = await open(trying, `/practice/meet?room=${encodeURIComponent(room)}&name=%20&lang=fr`)
    expect(status).toBe(422)
    expect(body).toContain('<html lang="fr">')
    expect(body).toContain('aria-describedby="name-wrong" aria-invalid="true"')
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(body).toContain('<input type="hidden" name="lang" value="fr">')
    expect(body).not.toContain('<script')
    const names = trying.practice.servers.flatMap((server) => server.meetings().map(({ name }) => name))
    expect(names).not.toContain(room)
  })

  test('when no server takes the room, a page says so and leads back', async () => {
    await using coop = await startCoop({ practice: 1 })
    coop.practice.servers[0]?.inject('create', { status: 500 })
    const { status, body, headers } = await open(coop, '/practice/meet?room=first-meeting&name=Ada')
    expect([status, headers.get('retry-after')]).toEqual([503, '10'])
    expect(body).toContain('The room could not be opened')
    expect(body).toContain('href="/practice/meet?room=first-meeting&amp;name=Ada"')
    expect(body).toContain('href="/practice"')
  })

  test('the limits of the organisation hold here too', async () => {
    await using coop = await startCoop({ practice: 1, limits: '{ meetings: 1 }' })
    expect((await open(coop, '/practice/meet?room=one&name=Ada')).status).toBe(302)
    const { status, body } = await open(coop, '/practice/meet?room=two&name=Ada')
    expect(status).toBe(503)
    expect(body).toContain('The limit is reached')
  })

  test('one address enters sixty rooms a minute and no more', async () => {
    clock.advance(60_000)
    const statuses = new Set<number>()
    for (let i = 0; i < 60; i++) statuses.add((await open(trying, '/practice/meet?room=first-meeting&name=Ada')).status)
    const refused = await open(trying, '/practice/meet?room=first-meeting&name=Ada')
    expect([...statuses, refused.status, refused.headers.get('retry-after')]).toEqual([302, 429, '60'])
    expect((await open(trying, '/practice')).status).toBe(200)
    clock.advance(60_000)
    expect((await open(trying, '/practice/meet?room=first-meeting&name=Ada')).status).toBe(302)
  })

  test('the practice rooms close when a real server bears the tag of practice', async () => {
    const { pool } = trying.app.gateway.context
    const [server] = pool.list()
    if (!server) throw new Error('there is no server')
    pool.put({ ...server, access: { ...server.access, id: 'real' }, origin: 'file' })
    const statuses = [await open(trying, '/practice'), await open(trying, '/practice/meet?room=first-meeting&name=Ada')]
    pool.remove('real')
    expect(statuses.map(({ status }) => status)).toEqual([404, 404])
    expect((await open(trying, '/practice')).status).toBe(200)
  })
})

describe('without practice servers', () => {
  test('there are no practice rooms, and no word of them', async () => {
    expect((await open(earnest, '/practice')).status).toBe(404)
    expect((await open(earnest, '/practice/meet?room=first-meeting&name=Ada')).status).toBe(404)
    const { status, body } = await open(earnest, '/')
    expect(status).toBe(200)
    expect(body).toContain('No meeting can begin at the moment')
    expect(body).not.toContain('practice')
  })
})

describe('what is nowhere', () => {
  test('is a page for browsers, in their language', async () => {
    const { status, body, headers } = await open(earnest, '/nowhere', { 'accept-language': 'fr' })
    expect([status, headers.get('content-language')]).toEqual([404, 'fr'])
    expect(body).toContain('Cette page n’existe pas')
  })

  test('leads nowhere else, however its address is written', async () => {
    for (const path of ['//evil.example/x', '/.//evil.example/x', '/\\evil.example/x']) {
      const { body } = await earnest.app.web.inject({ url: path, headers: { accept: 'text/html' } })
      expect(body).toContain('There is no such page')
      expect(body).not.toMatch(/href="(\/\/|\/\\|https?:)/)
    }
  })

  test('keeps the form of the API for programs', async () => {
    expect((await open(earnest, '/bigbluebutton/api/nowhere')).headers.get('content-type')).toContain('xml')
    expect((await open(earnest, '/api/v1/nowhere')).headers.get('content-type')).toContain('json')
    expect((await open(earnest, '/nowhere', { accept: '*/*' })).headers.get('content-type')).toContain('text/plain')
  })
})

test('a bug shows its incident number, which is in the log', async () => {
  const { pool } = trying.app.gateway.context
  const { list } = pool
  pool.list = () => {
    throw new Error('broken on purpose')
  }
  const { status, body } = await open(trying, '/')
  pool.list = list
  const incident = /Incident ([a-z0-9]{9}) is in the log/.exec(body)?.[1]
  expect(status).toBe(500)
  expect(body).not.toContain('broken on purpose')
  expect(errors).toEqual([expect.objectContaining({ details: expect.objectContaining({ incident }) })])
})

test('the style sheet may be kept for good', async () => {
  const path = /href="(\/assets\/[0-9a-f]{16}\.css)"/.exec((await open(earnest, '/')).body)?.[1] ?? ''
  const { status, headers } = await open(earnest, path)
  expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  expect(headers.get('cache-control')).toContain('immutable')
})
