import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { manualClock } from '../../../lib/clock.ts'
import type { ServerAccess } from '../../../meetings/servers.ts'
import type { Answer } from '../../../protocol/meeting.ts'
import { createServers } from '../client.ts'
import { type PracticeServer, type PracticeServerOptions, startPracticeServer } from './server.ts'

/** One practice server with a clock that stands still, and a client that calls it: for tests. */
export interface Rig extends AsyncDisposable {
  readonly clock: ReturnType<typeof manualClock>
  readonly server: PracticeServer
  call(call: string, query?: string, timeoutMs?: number): Promise<Answer>
}

export async function openRig(options: Partial<PracticeServerOptions> = {}): Promise<Rig> {
  const clock = manualClock()
  const server = await startPracticeServer({ name: 'practice-1', secret: 'k3yForTestsOnly', clock, ...options })
  const servers = createServers()
  const access: ServerAccess = { id: 'practice-1', url: server.url, secret: server.secret, checksum: 'sha256' }
  return {
    clock,
    server,
    call: (call, query = '', timeoutMs = 20_000) => servers.call(access, call, query, { timeoutMs }),
    async [Symbol.asyncDispose]() {
      await servers[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** A request that a listener received. */
export interface Heard {
  readonly method: string
  readonly url: string
  readonly headers: NodeJS.Dict<string | string[]>
  readonly body: string
}

/** Another program that practice servers call back. It answers with `status`, which may be changed. */
export interface Listener extends AsyncDisposable {
  readonly url: string
  readonly heard: Heard[]
  status: number
}

export async function openListener(): Promise<Listener> {
  const heard: Heard[] = []
  const state = { status: 200 }
  const http = createServer(async (incoming, outgoing) => {
    let body = ''
    for await (const chunk of incoming) body += String(chunk)
    heard.push({ method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body })
    outgoing.writeHead(state.status, { location: '/elsewhere' }).end()
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    heard,
    async [Symbol.asyncDispose]() {
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  })
}
