import { type App, createApp } from '../src/app.ts'
import type { SecretRef } from '../src/config/config.ts'
import { loadConfig } from '../src/config/load.ts'
import type { Clock } from '../src/lib/clock.ts'
import { Secret } from '../src/lib/secret.ts'
import type { Log } from '../src/meetings/context.ts'
import { type Algorithm, signQuery } from '../src/protocol/checksum.ts'
import { type Element, parseXml } from '../src/protocol/xml.ts'
import { type PracticeServer, startPracticeServer } from '../src/providers/bigbluebutton/fake/server.ts'
import { memoryDatabase } from './databases.ts'

export interface RigOptions {
  /** How many practice servers; default 2. */
  readonly servers?: number
  /** Replaces the organisations part of the configuration; YAML flow or block text, indented by four. */
  readonly organisations?: string
  /** More of the configuration, at the top level. */
  readonly extra?: string
  readonly clock?: Clock
  /** Seconds between two looks at each server; default 1. */
  readonly poll?: number
  readonly database?: Parameters<typeof createApp>[2]['database']
  readonly practice?: PracticeServer[]
  /** The Redis of an installation with several replicas. */
  readonly redis?: string
  readonly log?: Log
  /** The path of a Unix socket to listen on too. */
  readonly socket?: string
  readonly onRoute?: Parameters<typeof createApp>[2]['onRoute']
  /** The folder that the portal was built into. */
  readonly portal?: string
  /** Where the history of the machines is. */
  readonly machines?: Parameters<typeof createApp>[2]['machines']
  /** Where the logos of organisations come from. */
  readonly pictures?: Parameters<typeof createApp>[2]['pictures']
}

/** The real program with an embedded database in memory, on a free port, before real practice servers. */
export interface Rig extends AsyncDisposable {
  readonly app: App
  readonly url: string
  readonly servers: PracticeServer[]
  /** Calls the API of the organisation `main`, or of another address and secret, and reads the answer. */
  call(call: string, query?: string, options?: CallOptions): Promise<ApiAnswer>
  /** The signed address of a call. */
  sign(call: string, query?: string, options?: CallOptions): string
  /** Looks at every server now. */
  look(): Promise<void>
}

export interface CallOptions {
  readonly secret?: string
  readonly algorithm?: Algorithm
  readonly base?: string
  readonly init?: RequestInit
}

export interface ApiAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: string
  readonly root: Element | undefined
  /** The text of the first element of that name directly below the root. */
  text(name: string): string
}

export const mainSecret = 'a-secret-of-the-main-organisation'

const defaultOrganisations = `[{ id: main, name: Example Co-op, secrets: ["secret://main"] }]`

/** Whatever secret a test's configuration names, its value is its name, except for that of `main`. */
function secretOf(name: string): Secret {
  return new Secret(name === 'main' ? mainSecret : name)
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** Fails the test that provoked a bug: nothing may be logged as an error. */
export function strictLog(errors: unknown[]): Log {
  return { ...silentLog, error: (details, message) => errors.push({ details, message }) }
}

export async function rig(options: RigOptions = {}): Promise<Rig> {
  await using stack = new AsyncDisposableStack()
  const servers = options.practice ?? (await startServers(options.servers ?? 2, stack))
  const config = loadConfig('coop.yaml', configText(options, servers))
  const app = stack.use(
    await createApp(config, secretsOf(config), {
      database: options.database ?? (await memoryDatabase()),
      log: options.log ?? silentLog,
      clock: options.clock,
      redis: options.redis,
      onRoute: options.onRoute,
      portal: options.portal,
      machines: options.machines,
      pictures: options.pictures,
    }),
  )
  const url = await app.listen({ host: '127.0.0.1', port: 0, socket: options.socket })
  const sign: Rig['sign'] = (call, query = '', { secret = mainSecret, algorithm = 'sha256', base } = {}) =>
    `${url}${base ?? '/bigbluebutton/api'}/${call}?${signQuery(algorithm, call, query, secret)}`

  const resources = stack.move()
  return {
    app,
    url,
    servers,
    sign,
    call: async (call, query, callOptions) =>
      await read(await fetch(sign(call, query, callOptions), { redirect: 'manual', ...callOptions?.init })),
    async look() {
      await Promise.all(app.gateway.context.pool.list().map((server) => app.gateway.poller.look(server)))
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

/** Reads any answer; `root` is undefined when it is not XML. */
export async function read(response: Response): Promise<ApiAnswer> {
  const body = await response.text()
  const root = body.startsWith('<') ? parseXml(body) : undefined
  return {
    status: response.status,
    headers: response.headers,
    body,
    root,
    text: (name) => root?.children.find((element) => element.name === name)?.text.trim() ?? '',
  }
}

async function startServers(count: number, stack: AsyncDisposableStack): Promise<PracticeServer[]> {
  const servers: PracticeServer[] = []
  for (let i = 1; i <= count; i++) {
    servers.push(stack.use(await startPracticeServer({ name: `practice-${i}`, secret: `secret-of-server-${i}` })))
  }
  return servers
}

function configText(options: RigOptions, servers: readonly PracticeServer[]): string {
  const declared = servers.map(
    (server, i) => `    - { id: s${i + 1}, url: "${server.url}", secret: "env://SERVER_${i + 1}", tags: [t${i + 1}] }`,
  )
  return `coop: { name: Example Co-op, domain: example.coop }
network: { outbound_allow: ["127.0.0.0/8"] }
${options.extra ?? ''}
meetings:
  poll: ${options.poll ?? 1}
  servers:${declared.length === 0 ? ' []' : `\n${declared.join('\n')}`}
  organisations: ${options.organisations ?? defaultOrganisations}
`
}

function secretsOf(config: ReturnType<typeof loadConfig>) {
  return {
    servers: new Map(config.meetings.servers.map(({ id }) => [id, new Secret(`secret-of-server-${id.slice(1)}`)])),
    organisations: new Map(config.meetings.organisations.map(({ id, secrets }) => [id, secrets.map(secretValue)])),
    greenlight: config.meetings.greenlight && new Secret('greenlight'),
    chat: config.chat && secretValue(config.chat.token),
    oidc: new Map(
      config.meetings.organisations.flatMap(({ id, sign_in: signIn }) => {
        const ref = signIn?.oidc?.client_secret
        return ref ? [[id, secretValue(ref)]] : []
      }),
    ),
    notes: { board: new Secret('board'), hedgedoc: new Secret('hedgedoc') },
  }
}

function secretValue(ref: SecretRef): Secret {
  return ref.kind === 'literal' ? ref.value : secretOf(ref.name)
}

/** Goes to an address as a browser does: follows redirects and carries the cookies it is given on the way. */
export async function browse(url: string): Promise<Response> {
  const cookies: string[] = []
  for (let address = url, i = 0; i < 10; i++) {
    const response = await fetch(address, { redirect: 'manual', headers: { cookie: cookies.join('; ') } })
    for (const cookie of response.headers.getSetCookie()) cookies.push(cookie.split(';')[0] ?? '')
    const location = response.headers.get('location')
    if (!location) return response
    address = new URL(location, address).href
  }
  throw new Error(`redirected too often from ${url}`)
}
