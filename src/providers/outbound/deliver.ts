import { Agent, type Dispatcher } from 'undici'
import { Problem } from '../../lib/problem.ts'
import { type Guard, problemOf } from './guard.ts'

export interface DeliveryRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Sends requests to URLs that clients supplied; disposing it closes its connections. */
export interface Delivery extends AsyncDisposable {
  /**
   * Sends one request and gives the status of the answer, whatever it is; redirects are not followed and the body is
   * thrown away. Throws Problem 'refused' when the URL is not allowed, 'unavailable' when nobody answered in time,
   * 'upstream' when what came was not HTTP or not trustworthy.
   */
  deliver(request: DeliveryRequest): Promise<{ status: number }>
}

export interface DeliveryOptions {
  readonly guard: Guard
  /** From connecting to the end of the answer, in milliseconds; looking up the name may take 3 s more. */
  readonly timeoutMs?: number
}

export function createDelivery({ guard, timeoutMs = 5_000 }: DeliveryOptions): Delivery {
  const agent = new Agent({
    connect: guard.connector,
    connections: 8,
    allowH2: false,
    maxHeaderSize: 16 * 1024,
    keepAliveTimeout: 4_000,
  })
  return {
    async deliver(request) {
      const verdict = await guard.check(request.url)
      if (!verdict.ok) throw problemOf(verdict)
      try {
        return await send(agent, request, AbortSignal.timeout(timeoutMs))
      } catch (error) {
        throw explain(error, new URL(request.url).origin, timeoutMs)
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

const longestBody = 64 * 1024

async function send(agent: Agent, request: DeliveryRequest, signal: AbortSignal): Promise<{ status: number }> {
  const { origin, pathname, search } = new URL(request.url)
  const response = await agent.request({
    origin,
    path: pathname + search,
    method: request.method,
    headers: { 'user-agent': 'Mycel', ...request.headers },
    body: request.body ?? null,
    signal,
  })
  await discard(response, signal)
  return { status: response.statusCode }
}

/** The status is the answer; a body that never ends or breaks off changes nothing about it. */
async function discard({ body }: Dispatcher.ResponseData, signal: AbortSignal): Promise<void> {
  await body.dump({ limit: longestBody, signal }).catch(() => {})
}

/** The Problem behind a request that failed; what is a mistake in this program is given back as it is. */
export function explain(error: unknown, origin: string, timeoutMs: number): unknown {
  if (error instanceof Problem) return error
  const { name, code } = describe(error)
  // What the caller passed is no HTTP request, such as a header with a line break: a mistake in this program.
  if (code === 'UND_ERR_INVALID_ARG') return error
  const more = { cause: error }
  if (name === 'TimeoutError') return new Problem('unavailable', `${origin}: no answer within ${timeoutMs} ms`, more)
  if (distrusted.test(code ?? '')) {
    return new Problem('upstream', `${origin}: its certificate is not trusted (${code})`, more)
  }
  if (name === 'HTTPParserError' || garbled.test(code ?? ''))
    return new Problem('upstream', `${origin}: its answer is not HTTP`, more)
  return new Problem('unavailable', `${origin}: ${silences[code ?? ''] ?? 'the connection failed'}`, more)
}

function describe(error: unknown): { name?: string; code?: string } {
  if (!(error instanceof Error)) return {}
  return 'code' in error && typeof error.code === 'string'
    ? { name: error.name, code: error.code }
    : { name: error.name }
}

const distrusted = /CERT|^ERR_TLS|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^ERR_SSL|^EPROTO$/
const garbled = /^UND_ERR_(HEADERS_OVERFLOW|RESPONSE|RES_)/

const silences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that host',
  UND_ERR_CONNECT_TIMEOUT: 'it does not accept connections',
}
