import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Gateway } from '../../meetings/gateway.ts'
import { failure, Refusal } from '../../protocol/failures.ts'
import { answer } from './answer.ts'
import { isSigned } from './authenticate.ts'
import type { ChecksumGuard } from './checksum-guard.ts'
import type { GreenlightSettings } from './open-calls.ts'
import type { Reply } from './reply.ts'
import type { BbbRequest } from './request.ts'

/** Counts and times the calls; `seconds` since the request was taken up. */
export interface CallMetrics {
  record(call: string, outcome: string, seconds: number): void
}

export interface BbbOptions {
  readonly gateway: Gateway
  readonly greenlight: GreenlightSettings | undefined
  readonly metrics: CallMetrics
  readonly guard: ChecksumGuard
}

/** Slides as base64 text make large bodies; the servers' own proxies usually accept less. */
export const largestBody = 16 * 1024 * 1024

const base = '/bigbluebutton/api'

/** Serves the BigBlueButton API. Who may call: whoever can sign with a secret of an enabled organisation. */
export async function serveBbb(app: FastifyInstance, options: BbbOptions): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBody }, (_, body, done) => done(null, body))
  // Not asynchronous: every join passes here, and a promise would cost it a turn of the queue.
  app.addHook('onRequest', (request, _, done) => {
    if (hasLargeBody(request) && !isSigned(options.gateway, read(request))) done(new Refusal('checksumError'))
    else done()
  })
  app.setErrorHandler((error, _, reply) => {
    void reply
      .code(200)
      .type(xmlType)
      .send(failure(toRefusal(options.gateway, error)))
  })
  const handler = (request: FastifyRequest, reply: FastifyReply) => serve(options, request, reply)
  for (const prefix of [base, `/o/:organisation${base}`]) {
    app.all(prefix, handler)
    app.all(`${prefix}/*`, handler)
  }
}

const xmlType = 'text/xml;charset=utf-8'

/** A large body is read only when the query says that somebody with a secret sent it. */
function hasLargeBody({ headers }: FastifyRequest): boolean {
  if (headers['transfer-encoding'] !== undefined) return true
  return Number(headers['content-length'] ?? 0) > unsignedBody
}

/** Forms that bear their checksum themselves are small. */
const unsignedBody = 256 * 1024

/** What the web server refuses before a handler sees it is the client's fault; anything else here is a bug. */
function toRefusal({ context }: Gateway, error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status < 500) {
    return new Refusal('validationError', `The request could not be read, or is larger than ${largestBody} bytes`)
  }
  context.log.error({ err: error }, 'an answer could not be sent')
  return new Refusal('internalError')
}

function serve(
  options: BbbOptions,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | Promise<FastifyReply> {
  const started = performance.now()
  const bbb = read(request)
  const finish = (result: Reply): FastifyReply => {
    options.metrics.record(bbb.call, result.outcome, (performance.now() - started) / 1000)
    if (result.outcome !== 'checksumError') return send(reply, result)
    const delay = options.guard.failed(request.ip)
    if (delay > 0) setTimeout(() => send(reply, result), delay)
    else send(reply, result)
    return reply
  }
  const result = answer(options.gateway, bbb, options.greenlight)
  return result instanceof Promise ? result.then(finish) : finish(result)
}

function read(request: FastifyRequest): BbbRequest {
  const url = request.raw.url ?? ''
  const mark = url.indexOf('?')
  const path = mark < 0 ? url : url.slice(0, mark)
  const start = path.indexOf(base) + base.length + 1
  const { organisation } = request.params as { organisation?: string }
  return {
    method: request.method,
    organisation,
    host: hostOf(request.headers.host),
    address: () => request.ip,
    call: path.slice(start).replace(/\/$/, ''),
    query: mark < 0 ? '' : url.slice(mark + 1),
    contentType: request.headers['content-type'],
    body: request.body instanceof Buffer ? request.body : undefined,
  }
}

function hostOf(header: string | undefined): string | undefined {
  if (!header) return undefined
  const colon = header.lastIndexOf(':')
  return (colon > 0 && !header.endsWith(']') ? header.slice(0, colon) : header).toLowerCase()
}

function send(reply: FastifyReply, result: Reply): FastifyReply {
  reply.header('cache-control', 'no-cache')
  if (result.kind === 'redirect') return reply.code(302).header('location', result.location).send()
  if (result.kind === 'xml') return reply.header('content-type', xmlType).send(result.body)
  const type = 'application/json;charset=utf-8'
  return reply
    .code(result.status ?? 200)
    .header('content-type', type)
    .send(result.body)
}
