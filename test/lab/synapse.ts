import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../free-port.ts'
import type { TestHomeserver } from '../matrix.ts'

/**
 * The Python that has Synapse: that of MYCEL_SYNAPSE, or of `.mycel/synapse`, made with
 * `python3 -m venv .mycel/synapse && .mycel/synapse/bin/pip install matrix-synapse`. Undefined where there is none.
 */
export function findSynapse(): string | undefined {
  const python = process.env['MYCEL_SYNAPSE'] ?? join(import.meta.dirname, '../../.mycel/synapse/bin/python')
  return existsSync(python) && existsSync(join(python, '../synapse_homeserver')) ? python : undefined
}

/** A real Synapse on SQLite in a temporary folder, with an admin, somebody who is none, and a bridge that speaks in the past. */
export async function startSynapse(python: string): Promise<TestHomeserver> {
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'mycel-synapse-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const port = await findFreePort()
  await configure(folder, port)
  const child = spawn(python, ['-m', 'synapse.app.homeserver', '-c', join(folder, 'homeserver.yaml')], {
    cwd: folder,
    stdio: 'ignore',
  })
  stack.defer(() => end(child))
  const url = `http://127.0.0.1:${port}`
  await untilUp(url, child)
  const token = await register(url, 'retention', true)
  const plainToken = await register(url, 'ada', false)
  const asBridge = (path: string, at: number, method: string, body: object) =>
    ask(url, `/_matrix/client/v3${path}${path.includes('?') ? '&' : '?'}ts=${at}`, { method, token: bridgeToken, body })
  let transaction = 0
  const resources = stack.move()
  return {
    url,
    token,
    plainToken,
    async makeRoom(at, { joined = true } = {}) {
      const made = await asBridge('/createRoom', at, 'POST', { preset: 'public_chat' })
      const room = String(made['room_id'])
      const path = `/_matrix/client/v3/join/${encodeURIComponent(room)}`
      if (joined) await ask(url, path, { method: 'POST', token, body: {} })
      return room
    },
    async send(room, content, at) {
      const path = `/rooms/${encodeURIComponent(room)}/send/m.room.message/t${transaction++}`
      return String((await asBridge(path, at, 'PUT', content))['event_id'])
    },
    async upload() {
      const response = await fetch(`${url}/_matrix/media/v3/upload?filename=a.txt`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bridgeToken}`, 'content-type': 'text/plain' },
        body: 'a file',
      })
      return String(((await response.json()) as { content_uri: string }).content_uri)
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

const bridgeToken = 'token-of-a-bridge'
const registrationSecret = 'a-secret-for-registering'

async function configure(folder: string, port: number): Promise<void> {
  await mkdir(join(folder, 'media'))
  const bridge = {
    id: 'bridge',
    url: null,
    as_token: bridgeToken,
    hs_token: 'unused',
    sender_localpart: 'bridge',
    rate_limited: false,
    namespaces: { users: [], rooms: [], aliases: [] },
  }
  const settings = {
    server_name: 'lab.example',
    pid_file: join(folder, 'pid'),
    listeners: [
      { port, type: 'http', bind_addresses: ['127.0.0.1'], resources: [{ names: ['client'], compress: false }] },
    ],
    database: { name: 'sqlite3', args: { database: join(folder, 'homeserver.db') } },
    media_store_path: join(folder, 'media'),
    signing_key_path: join(folder, 'signing.key'),
    log_config: join(folder, 'log.yaml'),
    registration_shared_secret: registrationSecret,
    macaroon_secret_key: 'x',
    form_secret: 'x',
    report_stats: false,
    trusted_key_servers: [],
    suppress_key_server_warning: true,
    app_service_config_files: [join(folder, 'bridge.yaml')],
    rc_joins: { local: { per_second: 100, burst_count: 100 } },
    enable_authenticated_media: true,
  }
  const log = {
    version: 1,
    handlers: { file: { class: 'logging.FileHandler', filename: join(folder, 'log') } },
    root: { level: 'WARNING', handlers: ['file'] },
  }
  // JSON is YAML.
  await writeFile(join(folder, 'homeserver.yaml'), JSON.stringify(settings))
  await writeFile(join(folder, 'bridge.yaml'), JSON.stringify(bridge))
  await writeFile(join(folder, 'log.yaml'), JSON.stringify(log))
  await writeFile(join(folder, 'signing.key'), 'ed25519 a_test AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n')
}

async function untilUp(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const response = await fetch(`${url}/_matrix/client/versions`).catch(() => undefined)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('Synapse did not start')
}

async function register(url: string, name: string, isAdmin: boolean): Promise<string> {
  const { createHmac } = await import('node:crypto')
  const path = '/_synapse/admin/v1/register'
  const { nonce } = await ask(url, path, { method: 'GET' })
  const password = 'a password of the lab'
  const mac = createHmac('sha1', registrationSecret)
    .update([nonce, name, password, isAdmin ? 'admin' : 'notadmin'].join('\0'))
    .digest('hex')
  const body = { nonce, username: name, password, admin: isAdmin, mac }
  return String((await ask(url, path, { method: 'POST', body }))['access_token'])
}

async function ask(
  url: string,
  path: string,
  { method, token, body }: { method: string; token?: string; body?: object },
): Promise<Record<string, unknown>> {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const answer = (await response.json()) as Record<string, unknown>
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
  return answer
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
