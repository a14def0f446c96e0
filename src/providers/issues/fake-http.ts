import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** A request to a fake service. */
export interface FakeRequest {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

export interface FakeAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Text as it is, anything else as JSON. */
  readonly body?: unknown
}

export interface FakeServer extends AsyncDisposable {
  readonly url: string
  /** What was asked for so far: `POST /repos/…`. */
  readonly asked: string[]
  /** Answers the next request that matches with this instead; or with nothing at all. */
  interrupt(matches: (request: FakeRequest) => boolean, answer: FakeAnswer | 'silence'): void
}

/** Serves a fake on a free port of this machine. */
export async function serveFake(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
): Promise<FakeServer> {
  const asked: string[] = []
  const interruptions: { matches: (request: FakeRequest) => boolean; answer: FakeAnswer | 'silence' }[] = []
  const server = createServer(async (incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://fake')
    const request: FakeRequest = {
      method: incoming.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      headers: incoming.headers,
      body: await text(incoming),
    }
    asked.push(`${request.method} ${request.path}`)
    const at = interruptions.findIndex(({ matches }) => matches(request))
    const [interruption] = at < 0 ? [] : interruptions.splice(at, 1)
    if (interruption?.answer === 'silence') return void incoming.socket.destroy()
    const { status, headers = {}, body } = interruption?.answer ?? (await answer(request))
    const isText = typeof body === 'string'
    response.writeHead(status, {
      'content-type': isText ? 'text/plain' : 'application/json; charset=utf-8',
      ...headers,
    })
    response.end(isText ? body : body === undefined ? '' : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    interrupt: (matches, given) => void interruptions.push({ matches, answer: given }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
