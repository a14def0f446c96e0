import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { memoryDatabase } from '../databases.ts'
import { readExposition } from '../exposition.ts'
import { restRig } from '../rest.ts'
import { browse, rig, silentLog } from '../rig.ts'

const openMetrics = 'web: { metrics_from: ["127.0.0.0/8"] }'

describe('metrics', () => {
  it('tell of calls, servers, meetings, people and callbacks', async () => {
    await using coop = await rig({ servers: 2, extra: openMetrics })
    await coop.call('create', 'name=Blue&meetingID=room')
    const joined = await coop.call('join', 'fullName=Ada&meetingID=room&role=MODERATOR')
    await browse(joined.headers.get('location') ?? '')
    await coop.look()
    await fetch(`${coop.url}/bigbluebutton/api/nonsense`)

    const samples = readExposition(await (await fetch(`${coop.url}/metrics`)).text())
    const sum = (name: string, labels: Readonly<Record<string, string>> = {}) =>
      samples
        .filter((sample) => sample.name === name && Object.entries(labels).every(([k, v]) => sample.labels[k] === v))
        .reduce((total, { value }) => total + value, 0)
    expect(sum('mycel_bbb_requests_total', { call: 'create', outcome: 'success' })).toBe(1)
    expect(sum('mycel_bbb_requests_total', { call: 'unknown', outcome: 'unsupportedRequest' })).toBe(1)
    expect(sum('mycel_bbb_request_duration_seconds_count', { call: 'join' })).toBe(1)
    expect(sum('mycel_servers', { condition: 'online' })).toBe(2)
    expect(sum('mycel_servers')).toBe(2)
    expect(sum('mycel_server_up')).toBe(2)
    expect(sum('mycel_server_seats')).toBe(20)
    expect(sum('mycel_server_capacity_seats', { server: 's1' })).toBe(150)
    expect(sum('mycel_server_meetings')).toBe(1)
    expect(sum('mycel_meetings')).toBe(1)
    expect(sum('mycel_participants')).toBe(1)
    expect(samples.filter(({ name }) => name === 'mycel_callbacks').map(({ labels }) => labels['state'])).toHaveLength(
      5,
    )
    expect(sum('mycel_build_info')).toBe(1)
    expect(sum('process_resident_memory_bytes')).toBeGreaterThan(0)
  })

  it('say nothing of machines where coop.yaml declares none that could be looked at', async () => {
    await using coop = await restRig({ servers: 0 })
    expect((await coop.local('GET', '/metrics')).text).not.toContain('mycel_machines')
    expect((await coop.local('GET', '/api/v1/plan')).body).toMatchObject({ plan: null, looks: { hosts: 0, every: 0 } })
  })

  it('forget a server that was removed', async () => {
    await using coop = await restRig({ servers: 1 })
    const body = { id: 'gone', url: 'http://127.0.0.1:9/bigbluebutton/api', secret: 'x' }
    await coop.local('POST', '/api/v1/servers?unchecked=true', { body })
    expect((await coop.local('GET', '/metrics')).text).toContain('server="gone"')
    await coop.local('DELETE', '/api/v1/servers/gone')
    expect((await coop.local('GET', '/metrics')).text).not.toContain('server="gone"')
  })
})

describe('a pool without a server that takes meetings', () => {
  it('is told of by metrics, readiness and status, from the moment the last one is disabled', async () => {
    await using coop = await restRig({ servers: 1 })
    expect((await coop.local('GET', '/readyz')).text).toBe('ready\nservers: 1 online\n')
    await coop.local('PUT', '/api/v1/servers/s1/state', { body: { state: 'disabled' } })

    const metrics = (await coop.local('GET', '/metrics')).text
    expect(metrics).toContain('mycel_servers{condition="disabled"} 1')
    expect(metrics).not.toContain('mycel_server_up{')
    expect((await coop.local('GET', '/readyz')).text).toBe('ready\nservers: 1 disabled\nno server takes new meetings\n')
    const status = (await coop.local('GET', '/api/v1/status')).body
    expect(status).toMatchObject({ takesMeetings: false, serversBy: { online: 0, disabled: 1 } })
    const server = (await coop.local('GET', '/api/v1/servers/s1')).body
    expect(server).toMatchObject({ condition: 'unknown', lastSeenAt: null, people: null, whyNot: 'disabled' })
  })
})

describe('readiness', () => {
  it('is lost with the database, and metrics and liveness are not', async () => {
    await using coop = await rig({ servers: 1, extra: openMetrics })
    expect((await fetch(`${coop.url}/readyz`)).status).toBe(200)
    await coop.app.database.connection.close()
    const unready = await fetch(`${coop.url}/readyz`)
    expect(unready.status).toBe(503)
    expect(await unready.text()).toBe('the database does not answer\n')
    expect((await fetch(`${coop.url}/healthz`)).status).toBe(200)
    expect(await (await fetch(`${coop.url}/metrics`)).text()).toContain('mycel_meetings 0')
  })
})

describe('a program that is not running yet, or no more', () => {
  it('is alive but not ready', async () => {
    const config = loadConfig('coop.yaml', 'coop: { name: Example Co-op, domain: example.coop }\n')
    const secrets = { servers: new Map(), organisations: new Map(), greenlight: undefined }
    const app = await createApp(config, secrets, { database: await memoryDatabase(), log: silentLog })
    expect((await app.web.inject('/healthz')).statusCode).toBe(200)
    const unready = await app.web.inject('/readyz')
    expect(unready).toMatchObject({ statusCode: 503, body: 'the servers have not all been looked at yet\n' })

    const ending = app[Symbol.asyncDispose]()
    expect((await app.web.inject('/readyz')).statusCode).toBe(503)
    await ending
  })
})

describe('the OpenAPI document', () => {
  /** What programs are told before they have a token, and the key with which anybody verifies a statement. */
  const forEverybody = new Set(['/api/v1/openapi.json', '/api/v1/statement-key'])

  it('says of every call what it is for, who may make it and what it answers', async () => {
    await using coop = await rig({ servers: 0 })
    const document = (await (await fetch(`${coop.url}/api/v1/openapi.json`)).json()) as Document
    expect(document.openapi).toBe('3.1.0')
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ path, method, ...operation })),
    )
    expect(operations.length).toBeGreaterThan(20)
    for (const { path, method, summary, security, responses, parameters = [] } of operations) {
      expect(summary, path).toMatch(/^[A-Z]/)
      const bySession = method === 'get' ? { session: [] } : { session: [], csrf: [] }
      expect(security, path).toEqual(forEverybody.has(path) ? [] : [{ token: [] }, bySession])
      expect(
        Object.keys(responses).some((status) => status.startsWith('2')),
        path,
      ).toBe(true)
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`)
      expect(named, path).toEqual(path.match(/\{\w+\}/g) ?? [])
    }
  })

  it('refers to nothing that is not in it', async () => {
    await using coop = await rig({ servers: 0 })
    const text = await (await fetch(`${coop.url}/api/v1/openapi.json`)).text()
    const { components } = JSON.parse(text) as Document
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    expect(references).toContain('Server')
    expect(references.filter((name) => !(String(name) in components.schemas))).toEqual([])
    expect([...text.matchAll(/"\$ref":"(?!#\/components\/schemas\/)/g)]).toEqual([])
  })
})

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

interface Operation {
  readonly summary: string
  readonly security: unknown
  readonly responses: Readonly<Record<string, unknown>>
  readonly parameters?: readonly { readonly in: string; readonly name: string }[]
}
