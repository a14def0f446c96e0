import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem, Problems } from '../lib/problem.ts'
import { jsonSchema, namedEntries, sectionsHolding } from './json-schema.ts'
import { inspectConfig, loadConfig } from './load.ts'

const coop = 'coop: { name: Example Co-op, domain: Example.coop }\n'

test('a file with only the co-op has every default', () => {
  expect(loadConfig('coop.yaml', coop)).toEqual({
    coop: { name: 'Example Co-op', domain: 'example.coop' },
    web: { trusted_proxies: ['127.0.0.0/8', '::1/128'], metrics_from: [] },
    network: { outbound_allow: [] },
    meetings: { poll: 5, default_size: 20, servers: [], organisations: [] },
    ledger: { attendance_days: 400, close_after_days: 3 },
    people: [],
    groups: [],
    environments: [],
    hosts: [],
    machines: [],
    services: [],
    addresses: [],
    dns: [],
    backups: [],
    roadmap: {},
    drift: { every: 3600 },
    vision: { largest_mb: 25, public: false, storage_mb: 2000 },
    links: {
      hosts: [],
      former_hosts: [],
      visibility: 'unlisted',
      precedence: 'sources',
      statistics: 'months',
      sources: [],
    },
    notes: expect.objectContaining({ home_repository: 'organizing', language: 'english' }),
  })
})

test('a server and an organisation get their defaults, and addresses lose their final slash', () => {
  const { meetings } = loadConfig(
    'coop.yaml',
    `${coop}meetings:
  servers: [{ url: "https://BBB1.example.coop:8443/bigbluebutton/api/", secret: "env://BBB1" }]
  organisations: [{ id: main, secrets: ["secret://main"], hosts: [BBB.example.coop] }]
`,
  )
  expect(meetings.servers).toEqual([
    {
      id: 'bbb1.example.coop:8443',
      url: 'https://bbb1.example.coop:8443/bigbluebutton/api',
      secret: { kind: 'env', name: 'BBB1' },
      capacity: 150,
      weight: 1,
      tags: [],
      checksum: 'sha256',
    },
  ])
  expect(meetings.organisations).toEqual([
    {
      id: 'main',
      name: 'main',
      secrets: [{ kind: 'file', name: 'main' }],
      hosts: ['bbb.example.coop'],
      kind: 'organisation',
      status: 'active',
      brand: {},
      checksums: ['sha1', 'sha256', 'sha384', 'sha512'],
      limits: { recording: true },
      create: { defaults: {}, overrides: {} },
      join: { defaults: {}, overrides: {} },
      servers: { required: '', preferred: '' },
      sign_form_body: false,
      join_page: { enabled: false, per_second: 10 },
    },
  ])
})

test.each(['/bigbluebutton/', '/bigbluebutton', '/bigbluebutton/api', '/bigbluebutton/api/'])(
  'a server whose address ends in %s is asked at /bigbluebutton/api',
  (path) => {
    const server = `{ url: "https://bbb1.example.coop${path}", secret: "env://BBB1" }`
    const { config, warnings } = inspectConfig('coop.yaml', `${coop}meetings: { servers: [${server}] }\n`)
    expect(config?.meetings.servers[0]?.url).toBe('https://bbb1.example.coop/bigbluebutton/api')
    expect(warnings).toEqual([])
  },
)

test('a web.url of this machine alone is a warning when a server is elsewhere', () => {
  const text = (web: string, server: string) =>
    `${coop}web: { url: "${web}" }\nmeetings: { servers: [{ url: "${server}", secret: "env://BBB1" }] }\n`
  const remote = 'https://bbb1.example.coop/bigbluebutton/api'
  for (const web of ['http://127.0.0.1:8080', 'http://[::1]:8080', 'http://localhost:8080']) {
    expect(inspectConfig('coop.yaml', text(web, remote)).warnings).toMatchObject([
      {
        path: 'web.url',
        message: 'the server bbb1.example.coop cannot reach this address: it is that of this machine alone',
      },
    ])
    expect(inspectConfig('coop.yaml', text(web, 'http://127.0.0.1:9000/bigbluebutton/api')).warnings).toEqual([])
  }
})

test('keys that begin with x- are allowed anywhere, and anchors and merge keys work', () => {
  const { meetings } = loadConfig(
    'coop.yaml',
    `x-big: &big { capacity: 300, tags: [gpu] }
${coop}meetings:
  x-note: { any: thing }
  servers:
    - { <<: *big, url: "https://bbb1.example.coop/bigbluebutton/api", secret: "secret://bbb1", x-rack: 4 }
    - { <<: *big, url: "https://bbb2.example.coop/bigbluebutton/api", secret: "secret://bbb2", capacity: 50 }
`,
  )
  expect(meetings.servers.map(({ capacity, tags }) => [capacity, tags])).toEqual([
    [300, ['gpu']],
    [50, ['gpu']],
  ])
})

const complete = `
coop: { name: Example Co-op, domain: example.coop }
web: { url: "https://meet.example.coop/", trusted_proxies: ["127.0.0.0/8", "::1/128"] }
network: { outbound_allow: [10.20.0.0/16] }
database: "env://DATABASE_URL"
meetings:
  poll: 5
  default_size: 20
  greenlight: { secret: "secret://greenlight" }
  servers:
    - id: bbb1
      url: "https://bbb1.example.coop/bigbluebutton/api"
      secret: "secret://bbb1"
      capacity: 150
      weight: 1.5
      tags: [gpu, eu]
      checksum: sha512
  organisations:
    - id: main
      name: Example Co-op
      secrets: ["secret://main", "env://MAIN_2"]
      hosts: [bbb.example.coop]
      kind: organisation
      status: active
      brand: { name: Example, logo: "https://example.coop/logo.png", colour: "#2f6f4f", welcome: Hello, slide: "https://example.coop/a.pdf" }
      checksums: [sha1, sha256]
      limits: { meetings: 50, users: 500, duration: 240, recording: false }
      create: { defaults: { welcome: Hello, maxParticipants: 9 }, overrides: { record: false } }
      join: { defaults: {}, overrides: { redirect: true } }
      servers: { required: "eu and not old", preferred: "gpu" }
      sign_form_body: true
`

test('a file with every key is read without problem or warning', () => {
  const { config, problems, warnings } = inspectConfig('coop.yaml', complete)
  expect([problems, warnings]).toEqual([[], []])
  expect(config).toMatchObject({
    web: { url: 'https://meet.example.coop' },
    database: { kind: 'env', name: 'DATABASE_URL' },
    meetings: {
      greenlight: { secret: { kind: 'file', name: 'greenlight' } },
      organisations: [{ create: { defaults: { welcome: 'Hello', maxParticipants: 9 }, overrides: { record: false } } }],
    },
  })
})

test('Windows line ends and a byte order mark move no place', () => {
  const { problems } = inspectConfig('coop.yaml', `\uFEFF${coop}meetings:\n  poll: fast\n`.replaceAll('\n', '\r\n'))
  expect(problems).toMatchObject([{ path: 'meetings.poll', at: { line: 3, column: 9 } }])
})

test('a broken file throws Problems with all of them', () => {
  const load = () => loadConfig('coop.yaml', 'coop: { name: Example }\nmeetings: { poll: fast }\n')
  expect(load).toThrow(Problems)
  expect(inspectConfig('coop.yaml', 'coop: { name: Example }\nmeetings: { poll: fast }\n').problems).toMatchObject([
    { path: 'coop.domain', at: { file: 'coop.yaml', line: 1, column: 1 } },
    { path: 'meetings.poll', at: { file: 'coop.yaml', line: 2, column: 19 } },
  ])
})

test('the same host or secret twice within one organisation is harmless', () => {
  const text = `${coop}meetings:
  organisations: [{ id: main, secrets: ["secret://a", "secret://a"], hosts: [a.coop, a.coop] }]
`
  expect(inspectConfig('coop.yaml', text).problems).toEqual([])
})

test.each(['10.0.0.7', '[fd00::7]', 'localhost', 'bbb1', 'bbb1.lan'])('http:// to %s gives no warning', (host) => {
  const text = `${coop}meetings: { servers: [{ url: "http://${host}/bigbluebutton/api", secret: "secret://a" }] }\n`
  expect(inspectConfig('coop.yaml', text)).toMatchObject({ problems: [], warnings: [] })
})

test.each(['[', '{a: '])('ten thousand times %j is a problem, not a crash', (piece) => {
  expect(inspectConfig('coop.yaml', piece.repeat(10_000)).problems.length).toBeGreaterThan(0)
})

test('an alias that holds itself is a problem, not a crash', () => {
  expect(inspectConfig('coop.yaml', 'coop: &a { name: *a, domain: [*a] }\n').problems.length).toBeGreaterThan(0)
})

test('the key __proto__ is refused', () => {
  const text = `${coop}meetings: { organisations: [{ id: a, secrets: ["secret://a"], join: { defaults: { __proto__: 1 } } }] }\n`
  expect(inspectConfig('coop.yaml', text).problems).toMatchObject([{ message: '"__proto__" cannot be a key' }])
})

const keys = [...new Set(allKeys())]
const scalar = fc.oneof(
  fc.constantFrom('', 'true', '5', '-1', '1e400', '.nan', 'null', '~', '*a', '&a x', '!x y', '"', "'", '<<', '? x'),
  fc.constantFrom('https://bbb1.example.coop/bigbluebutton/api', 'secret://a', 'eu and (', '10.0.0.0/8', '|', '>-'),
  fc.string({ unit: 'binary' }),
)
const line = fc
  .tuple(fc.nat(8), fc.boolean(), fc.oneof(fc.constantFrom(...keys), fc.string()), scalar)
  .map(([indent, dash, key, value]) => `${' '.repeat(indent)}${dash ? '- ' : ''}${key}: ${value}`)
const textual = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(line).map((lines) => lines.join('\n')),
)

test('no text crashes the inspection, and every problem has a place and plain words', () => {
  fc.assert(
    fc.property(textual, (text) => expectSound(text)),
    { numRuns: 1000 },
  )
})

test('no document of the right keys and wrong values crashes the inspection', () => {
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom('secret://a', 'https://a.coop/api', 'sha1', 'main')),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 6 }),
    ),
  }))
  const root = fc.record({ coop: value, meetings: value, web: value, database: value }, { requiredKeys: [] })
  fc.assert(
    fc.property(root, (document) => expectSound(JSON.stringify(document))),
    { numRuns: 1000 },
  )
})

function expectSound(text: string): void {
  const { config, problems } = inspectConfig('coop.yaml', text)
  expect(config === undefined).toBe(problems.length > 0)
  for (const problem of problems) {
    expect(problem).toBeInstanceOf(Problem)
    expect(problem.at?.line).toBeGreaterThan(0)
    expect(problem.at?.column).toBeGreaterThan(0)
    expect(problem.message).not.toMatch(/Invalid|expected|undefined|\[object/)
  }
}

function allKeys(node = jsonSchema): string[] {
  const children = [...Object.values(node.properties ?? {}), node.items, namedEntries(node)].filter((one) => !!one)
  const here = Object.keys(node.properties ?? {})
  expect(here.every((key) => sectionsHolding(key).length > 0)).toBe(true)
  return [...here, ...children.flatMap((child) => allKeys(child))]
}

test('a join page without an address to send browsers to is a warning', () => {
  const text = (web: string) => `coop: { name: Example Co-op, domain: example.coop }
${web}
meetings: { organisations: [{ id: main, secrets: ["secret://main"], join_page: { enabled: true, per_second: 50 } }] }
`
  const { problems, warnings } = inspectConfig('coop.yaml', text('web: {}'))
  expect(problems).toEqual([])
  expect(warnings).toMatchObject([{ path: 'meetings.organisations[0].join_page', at: { line: 3 } }])
  expect(inspectConfig('coop.yaml', text('web: { url: "https://meet.example.coop" }')).warnings).toEqual([])
})
