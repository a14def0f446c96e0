import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { errorPage, failed, html, type Reply } from './answer.ts'
import { answerCall } from './calls/calls.ts'
import type { Injection, Injections } from './injections.ts'
import { type Node, sweep } from './node.ts'
import { answerPage } from './page.ts'
import { type Request, readParameters } from './request.ts'

/** One request as it was received, for tests to look at. */
export interface ReceivedRequest {
  readonly call: string
  readonly method: string
  /** The raw text after the first `?`. */
  readonly query: string
  readonly contentType: string
  readonly userAgent: string
  readonly body: string
  /** Milliseconds since 1970, by the server's clock. */
  readonly time: number
}

const base = '/bigbluebutton/api'
const largestBody = 64 * 1024 * 1024
const logged = 1_000

/** The HTTP side of a practice server; `log` receives every request. */
export function createHttp(node: Node, injections: Injections, log: ReceivedRequest[]): Server {
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => {
      if (!outgoing.headersSent) send(outgoing, html(500, '<!doctype html><title>Error</title>'))
      else outgoing.destroy()
    })
  })
  server.keepAliveTimeout = 60_000
  return server

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming)
    remember(request, incoming)
    const injection = injections.take(request.call)
    if (injection?.latencyMs) await wait(injection.latencyMs, undefined, { ref: false })
    sweep(node)
    if (injection && isBreaking(injection)) misbehave(injection, request, outgoing)
    else send(outgoing, answer(request))
  }

  function answer(request: Request): Reply {
    if (request.call.startsWith('/')) return answerPage(node, request)
    return answerCall(node, request)
  }

  function misbehave(injection: Injection, request: Request, outgoing: ServerResponse): void {
    const reply = injection.carryOut || injection.truncate ? answer(request) : undefined
    if (injection.hang) return
    if (injection.resetConnection) outgoing.socket?.resetAndDestroy()
    else if (injection.status) send(outgoing, errorPage(injection.status))
    else if (injection.garbage) send(outgoing, html(200, '<!doctype html><title>Welcome</title><p>It works!'))
    else if (injection.failKey) send(outgoing, failed(injection.failKey, `${injection.failKey}, as it was asked for`))
    else if (reply) send(outgoing, { ...reply, body: reply.body.slice(0, reply.body.length / 2) })
  }

  function remember(request: Request, { headers }: IncomingMessage): void {
    const { call, method, query, contentType } = request
    const userAgent = headers['user-agent'] ?? ''
    log.push({
      call,
      method,
      query,
      contentType,
      userAgent,
      body: request.body.toString('utf8'),
      time: node.clock.now(),
    })
    if (log.length >= 2 * logged) log.splice(0, logged)
  }
}

function isBreaking({ hang, status, truncate, garbage, failKey, resetConnection }: Injection): boolean {
  return Boolean(hang || status || truncate || garbage || failKey || resetConnection)
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming
  const question = url.indexOf('?')
  const path = question < 0 ? url : url.slice(0, question)
  const query = question < 0 ? '' : url.slice(question + 1)
  const body = method === 'GET' ? Buffer.alloc(0) : await readBody(incoming)
  const contentType = headers['content-type'] ?? ''

  return {
    call: callOf(path),
    method,
    query,
    contentType,
    hasBody: Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined,
    body,
    cookie: headers.cookie ?? '',
    language: headers['accept-language'] ?? '',
    origin: `http://${headers.host ?? 'localhost'}`,
    parameters: await readParameters(query, contentType, body),
  }
}

/** The name of the call; for anything that is not one, the whole path with its leading slash. */
function callOf(path: string): string {
  if (path === base || path === `${base}/`) return ''
  return path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > largestBody) throw new Error('the body is too large')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

function send(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) })
  outgoing.end(body)
}
