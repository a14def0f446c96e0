import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Fastify, { type FastifyInstance, type RouteOptions } from 'fastify'
import { failure, Refusal } from '../protocol/failures.ts'
import { createChecksumGuard } from './bbb/checksum-guard.ts'
import type { GreenlightSettings } from './bbb/open-calls.ts'
import { type CallMetrics, serveBbb } from './bbb/routes.ts'
import { serveBrands } from './brand/routes.ts'
import { serveCallbacks } from './callbacks/routes.ts'
import type { Installation } from './installation.ts'
import { serveJoinPage } from './join/routes.ts'
import { createLinkListener } from './links/listener.ts'
import { serveLinks } from './links/routes.ts'
import { createCallCounters } from './ops/call-metrics.ts'
import { serveOps } from './ops/routes.ts'
import { servePages } from './pages/routes.ts'
import { servePortal } from './portal/routes.ts'
import { serveRest } from './rest/routes.ts'
import { serveRoomPages } from './rooms/routes.ts'
import { serveScim } from './scim/routes.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { serveSignIn } from './sign-in/routes.ts'
import { serveVision } from './vision/routes.ts'

/** What the web server needs of the program behind it. */
export interface WebOptions {
  readonly installation: Installation
  readonly coop: { readonly name: string }
  readonly greenlight: GreenlightSettings | undefined
  /** Learns of every call, as our own counters do. */
  readonly metrics: CallMetrics | undefined
  /** Told of every route, before any is served. */
  readonly onRoute?: ((route: RouteOptions) => void) | undefined
  /** CIDR ranges of reverse proxies whose X-Forwarded-* headers are believed. */
  readonly trustedProxies: readonly string[]
  /** CIDR ranges of those who may read the metrics without a token. */
  readonly metricsFrom: readonly string[]
  /** The folder that the web portal was built into. */
  readonly portal: string | undefined
}

/** Long create queries are signed as they are: they need more than Node's 16 KiB. */
const largestHeader = 64 * 1024

/** Milliseconds that a client may take to send a request, so that none holds a body in memory for good. */
const slowestRequestMs = 120_000

/** Milliseconds that a connection without a request is kept; longer than the usual proxy keeps it. */
const keptAliveMs = 72_000

/** The HTTP server with every route, not yet listening. */
export async function createWebServer(options: WebOptions): Promise<FastifyInstance> {
  const followLink = createLinkListener(options.installation.links)
  const app = Fastify({
    trustProxy: [...options.trustedProxies],
    forceCloseConnections: 'idle',
    serverFactory: (handle) =>
      createHttpServer((request, response) => followLink(request, response) || handle(request, response)),
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (_, request, reply) => refuseUnreadable(request.raw.url ?? '', reply.raw),
  })
  if (options.onRoute) app.addHook('onRoute', options.onRoute)
  const { installation, greenlight, coop } = options
  const { gateway } = installation
  const guard = createChecksumGuard(() => gateway.context.clock.elapsed())
  const counters = createCallCounters()
  const metrics = options.metrics ? both(counters, options.metrics) : counters
  await app.register((bbb) => serveBbb(bbb, { gateway, greenlight, metrics, guard }))
  await app.register(async (callbacks) => {
    addSecurityHeaders(callbacks)
    await serveCallbacks(callbacks, gateway)
  })
  await app.register((ops) => serveOps(ops, { installation, calls: counters, metricsFrom: options.metricsFrom }))
  await app.register((rest) => serveRest(rest, installation), { prefix: '/api/v1' })
  await app.register((scim) => serveScim(scim, installation), { prefix: '/scim/v2' })
  await app.register(async (pages) => serveJoinPage(pages, { gateway, coop }))
  await app.register(async (pages) => serveLinks(pages, installation, coop))
  await app.register(async (pages) => serveBrands(pages, installation.brands))
  await app.register(async (pages) => serveRoomPages(pages, installation, coop))
  await app.register(async (pages) => serveVision(pages, installation, coop))
  await app.register(async (pages) => serveSignIn(pages, installation, coop))
  await app.register(async (pages) => {
    if (options.portal !== undefined) servePortal(pages, options.portal)
    servePages(pages, { gateway, coop, publicUrl: () => installation.url() })
  })
  return app
}

function createHttpServer(handle: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer({ maxHeaderSize: largestHeader, requestTimeout: slowestRequestMs }, handle)
  server.keepAliveTimeout = keptAliveMs
  return server
}

function both(first: CallMetrics, second: CallMetrics): CallMetrics {
  return {
    record(call, outcome, seconds) {
      first.record(call, outcome, seconds)
      second.record(call, outcome, seconds)
    },
  }
}

/** A path that cannot be decoded is no call of any API; clients of BigBlueButton are told in their own way. */
function refuseUnreadable(url: string, response: ServerResponse): void {
  if (url.startsWith('/api/')) {
    const body = JSON.stringify({ code: 'usage', message: 'the address is not percent-encoded correctly' })
    response.writeHead(400, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body)
    return
  }
  const body = failure(new Refusal('unsupportedRequest'))
  response.writeHead(200, { 'content-type': 'text/xml;charset=utf-8' }).end(body)
}
