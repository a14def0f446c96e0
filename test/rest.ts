import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, fetch, type RequestInit } from 'undici'
import { type Rig, type RigOptions, rig } from './rig.ts'

export interface RestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly body: Readonly<Record<string, unknown>>
}

type Headers = Awaited<ReturnType<typeof fetch>>['headers']

export interface RestRig extends Rig {
  readonly socket: string
  /** Makes a request over TCP, as if through a proxy from elsewhere, with a token if one is given. */
  ask(method: string, path: string, options?: Asking): Promise<RestAnswer>
  /** Makes a request through the Unix socket. */
  local(method: string, path: string, options?: Asking): Promise<RestAnswer>
  /** Makes a token through the Unix socket. */
  token(scope: 'read' | 'manage', name?: string): Promise<string>
}

export interface Asking {
  readonly token?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** The program with its Unix socket, and a way to call its REST API through either door. */
export async function restRig(options: RigOptions = {}): Promise<RestRig> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'mycel-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const socket = join(folder, 'mycel.sock')
  const coop = stack.use(await rig({ ...options, socket }))
  const agent = new Agent({ connect: { socketPath: socket } })
  stack.defer(() => agent.destroy())

  const local: RestRig['local'] = (method, path, asking = {}) =>
    send(`http://localhost${path}`, { ...toInit(method, asking), dispatcher: agent })
  const resources = stack.move()
  return {
    ...coop,
    socket,
    local,
    ask: (method, path, asking = {}) =>
      send(`${coop.url}${path}`, toInit(method, { ...asking, headers: { ...proxied, ...asking.headers } })),
    async token(scope, name = scope) {
      return String((await local('POST', '/api/v1/tokens', { body: { name, scope } })).body['token'])
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

const proxied = { 'x-forwarded-for': '198.51.100.7' }

function toInit(method: string, { token, body, headers = {} }: Asking): RequestInit {
  return {
    method,
    headers: {
      ...headers,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }
}

async function send(url: string, init: RequestInit): Promise<RestAnswer> {
  const response = await fetch(url, init)
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: isJson && text !== '' ? JSON.parse(text) : {},
  }
}
