import type { ServerResponse } from 'node:http'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Gateway } from '../meetings/gateway.ts'
import { failure, Refusal } from '../protocol/failures.ts'
import { createChecksumGuard } from './bbb/checksum-guard.ts'
import type { GreenlightSettings } from './bbb/open-calls.ts'
import { type CallMetrics, serveBbb } from './bbb/routes.ts'
import { serveCallbacks } from './callbacks/routes.ts'

/** What the web server needs of the program behind it. */
export interface WebOptions {
  readonly gateway: Gateway
  readonly greenlight: GreenlightSettings | undefined
  readonly metrics: CallMetrics
  /** CIDR ranges of reverse proxies whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[]
}

/** Long create queries are signed as they are: they need more than Node's 16 KiB. */
const largestHeader = 64 * 1024

/** The HTTP server with every route, not yet listening. */
export async function createWebServer(options: WebOptions): Promise<FastifyInstance> {
  const app = Fastify({
    trustProxy: [...options.trustedProxies],
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: largestHeader },
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (_, __, reply) => refuseUnreadable(reply.raw),
  })
  const guard = createChecksumGuard(() => options.gateway.context.clock.now())
  await app.register((bbb) => serveBbb(bbb, { ...options, guard }))
  await app.register((callbacks) => serveCallbacks(callbacks, options.gateway))
  return app
}

/** A path that cannot be decoded is no call of any API. */
function refuseUnreadable(response: ServerResponse): void {
  const body = failure(new Refusal('unsupportedRequest'))
  response.writeHead(200, { 'content-type': 'text/xml;charset=utf-8' }).end(body)
}
