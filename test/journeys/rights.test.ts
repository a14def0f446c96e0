import type { RouteOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { manualClock } from '../../src/lib/clock.ts'
import { type SignedIn, signIn } from '../people.ts'
import { type Asking, type RestRig, restRig } from '../rest.ts'
import { rig } from '../rig.ts'
import { chatRows } from '../rights/chat.ts'
import { gatewayRows } from '../rights/gateway.ts'
import { ledgerRows } from '../rights/ledger.ts'
import { linkRows } from '../rights/links.ts'
import { machineRows } from '../rights/machines.ts'
import { noteRows } from '../rights/notes.ts'
import { peopleRows, scimRows } from '../rights/people.ts'
import { planRows } from '../rights/plans.ts'
import { portalRows } from '../rights/portal.ts'
import { roomRows } from '../rights/rooms.ts'
import { allowed, type CallerName, callers, type Row, refusal, v1 } from '../rights/rows.ts'
import { signInRows } from '../rights/sign-in.ts'
import { visionRows } from '../rights/vision.ts'

/** Every route that there is, by area. */
const matrix: readonly Row[] = [
  ...gatewayRows,
  ...chatRows,
  ...ledgerRows,
  ...linkRows,
  ...machineRows,
  ...peopleRows,
  ...scimRows,
  ...planRows,
  ...portalRows,
  ...noteRows,
  ...roomRows,
  ...signInRows,
  ...visionRows,
]

/** Whose right to call is not a token's: a checksum, a proof in the address, or everybody's. */
const otherwise = [
  /^\/bigbluebutton\/api(\/|$)/,
  /^\/o\/:organisation\/bigbluebutton\/api(\/|$)/,
  /^\/callbacks\/:kind\/:instance\/:proof$/,
  /^\/$/,
  /^\/practice(\/meet)?$/,
  /^\/j\/\*$/,
  /^\/events\/:organisation$/,
  /^\/l(\/\*?)?$/,
  /^\/r\/:name(\/(in|go)\/\*)?$/,
  /^\/(sign-in|sign-out|invitation)(\/|$)/,
  /^\/assets\//,
  /^\/brand\/:organisation\/(logo|style\.css)$/,
  /^\/portal(\/|$)/,
  // Pages of people who are signed in, which the journeys of the wall try.
  /^\/vision(\/|$)/,
]

const routes = new Set<string>()
let coop: RestRig
const tokens: Partial<Record<CallerName, string>> = {}
const people: Partial<Record<CallerName, SignedIn>> = {}

beforeAll(async () => {
  const clock = manualClock()
  const onRoute = ({ method, url }: RouteOptions) => {
    for (const one of [method].flat()) routes.add(`${one} ${url}`)
  }
  coop = await restRig({
    clock,
    onRoute,
    servers: 1,
    organisations: '[{ id: main, secrets: ["secret://main"] }, { id: other, secrets: ["secret://other"] }]',
  })
  const body = { name: 'expired', scope: 'manage', expiresInDays: 1 }
  tokens.expired = String((await coop.local('POST', `${v1}/tokens`, { body })).body['token'])
  clock.advance(86_400_000)
  tokens.read = await coop.token('read')
  tokens.manage = await coop.token('manage')
  people.admin = await signIn(coop, { name: 'Ada', role: 'admin' })
  people.member = await signIn(coop, { name: 'Max' })
  people.stranger = await signIn(coop, { name: 'Eve', role: 'admin', organisation: 'other' })
})
afterAll(async () => {
  await coop[Symbol.asyncDispose]()
})

describe('who may call what', () => {
  const cells = matrix.flatMap((row) => callers.map((caller) => ({ row, caller, name: `${row[1]} ${row[2]}` })))

  it.each(cells)('$caller: $name', async ({ row, caller }) => {
    const [need, method, route, path, wanted, body] = row
    const asking: Asking = { body, token: tokens[caller], headers: people[caller]?.headers ?? {} }
    const answer = await (caller === 'socket' ? coop.local : coop.ask)(method, path, asking)
    const mayCall = new Set<CallerName>(allowed[need]).has(caller)
    expect(answer.status).toBe(mayCall ? wanted : refusal(caller, route))
    if (!mayCall && path.startsWith(v1)) {
      expect(answer.body).toEqual({ code: expect.any(String), message: expect.any(String), hint: expect.any(String) })
    }
  })

  it('is written down for every route that exists', () => {
    const known = new Set(matrix.map(([, method, route]) => `${method} ${route}`))
    const unknown = [...routes].filter((route) => {
      const [method = '', url = ''] = route.split(' ')
      return !otherwise.some((open) => open.test(url)) && !known.has(`${method === 'HEAD' ? 'GET' : method} ${url}`)
    })
    expect(unknown).toEqual([])
    expect([...known].filter((route) => !routes.has(route))).toEqual([])
  })

  it('is the same for HEAD as for GET', async () => {
    expect((await coop.ask('HEAD', `${v1}/servers`)).status).toBe(401)
    expect((await coop.ask('HEAD', `${v1}/servers`, { token: tokens.read })).status).toBe(200)
    expect((await coop.ask('HEAD', `${v1}/tokens`, { token: tokens.read })).status).toBe(403)
  })

  it('does not tell strangers which addresses exist', async () => {
    expect((await coop.ask('GET', `${v1}/nothing`)).status).toBe(401)
    expect((await coop.ask('GET', `${v1}/nothing`, { token: tokens.read })).status).toBe(404)
  })

  it.each([
    ['no scheme', 'mycel_abc'],
    ['another scheme', 'Basic bXljZWw6bXljZWw='],
    ['an empty token', 'Bearer '],
    ['two tokens', 'Bearer a b'],
    ['a token that nobody made', `Bearer mycel_${'a'.repeat(40)}`],
  ])('refuses %s', async (_, authorization) => {
    expect((await coop.ask('GET', `${v1}/servers`, { headers: { authorization } })).status).toBe(401)
  })
})

describe('a session', () => {
  it('changes nothing without the proof that the request comes from our own pages', async () => {
    const { cookie = '' } = people.admin?.headers ?? {}
    const path = `${v1}/organisations/main/secrets`
    expect((await coop.ask('POST', path, { headers: { cookie } })).status).toBe(403)
    expect((await coop.ask('POST', path, { headers: { cookie, 'x-mycel-csrf': 'guessed' } })).status).toBe(403)
    expect((await coop.ask('GET', `${v1}/organisations/main`, { headers: { cookie } })).status).toBe(200)
  })

  it('shows nothing of other organisations', async () => {
    const { headers = {} } = people.stranger ?? {}
    const shown = (await coop.ask('GET', `${v1}/organisations`, { headers })).body['organisations']
    expect((shown as { id: string }[]).map(({ id }) => id)).toEqual(['other'])
    const changes = (await coop.ask('GET', `${v1}/audit`, { headers })).body['changes'] as { organisation: string }[]
    expect(new Set(changes.map(({ organisation }) => organisation))).toEqual(new Set(['other']))
    expect((await coop.ask('GET', `${v1}/meetings?organisation=main`, { headers })).status).toBe(404)
    expect((await coop.ask('GET', `${v1}/meetings?organisation=none`, { headers })).status).toBe(404)
  })
})

describe('the Unix socket', () => {
  it.each([
    { 'x-mycel-user': 'root' },
    { host: 'localhost', 'x-forwarded-for': 'unix:', 'x-real-ip': 'unix:' },
    { 'x-forwarded-proto': 'unix', 'x-forwarded-host': 'localhost', forwarded: 'for=unix' },
  ])('cannot be feigned over TCP by headers %j', async (headers) => {
    expect((await coop.ask('GET', `${v1}/servers`, { headers })).status).toBe(401)
    expect((await coop.ask('POST', `${v1}/tokens`, { headers, body: { name: 'x', scope: 'manage' } })).status).toBe(401)
  })

  it('names who calls, whom the command line speaks for first', async () => {
    await coop.local('PUT', `${v1}/servers/s1/state`, {
      body: { state: 'enabled' },
      headers: { 'x-mycel-user': 'ada' },
    })
    await coop.local('PUT', `${v1}/servers/s1/state`, { body: { state: 'enabled' }, headers: { 'x-mycel-user': '<>' } })
    const { body } = await coop.local('GET', `${v1}/audit?limit=2`)
    const actors = (body['changes'] as { actor: string }[]).map(({ actor }) => actor)
    expect(actors[1]).toBe('local:ada')
    expect(actors[0]).toMatch(/^local:[^<]+$/)
  })
})

describe('metrics', () => {
  it('are given to nobody without a token, from this machine either', async () => {
    const direct = await fetch(`${coop.url}/metrics`)
    expect(direct.status).toBe(401)
    expect(await direct.text()).toContain('mycel token add')
  })

  it('are given without a token to the addresses that the configuration names, but not through a proxy there', async () => {
    await using open = await rig({ servers: 0, extra: 'web: { metrics_from: ["127.0.0.0/8"] }' })
    expect((await fetch(`${open.url}/metrics`)).status).toBe(200)
    const throughProxy = await fetch(`${open.url}/metrics`, { headers: { 'x-forwarded-for': '127.0.0.1' } })
    expect(throughProxy.status).toBe(401)
  })
})
