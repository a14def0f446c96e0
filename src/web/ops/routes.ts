import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpStatus, Problem } from '../../lib/problem.ts'
import { describeServers } from '../../meetings/server-counts.ts'
import { identify, requireRight } from '../caller.ts'
import { type Installation, whyNotReady } from '../installation.ts'
import { addSecurityHeaders } from '../security-headers.ts'
import type { CallCounters } from './call-metrics.ts'
import { createMetrics } from './metrics.ts'

/**
 * Serves what those who run the program look at. Who may call: anyone may ask whether it lives and is ready; metrics are
 * for this machine, the Unix socket and tokens.
 */
export async function serveOps(app: FastifyInstance, installation: Installation, calls: CallCounters): Promise<void> {
  const metrics = createMetrics(installation, calls)
  addSecurityHeaders(app)
  app.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8')
  })
  app.setErrorHandler((error, _, reply) => {
    const status = httpStatus(error)
    if (status >= 500) installation.gateway.context.log.error({ err: error }, 'metrics could not be given')
    if (status === 401) reply.header('www-authenticate', 'Bearer')
    void reply.code(status).send(error instanceof Problem ? `${error.message}\n` : 'it failed; see the log\n')
  })

  app.get('/healthz', async () => 'alive\n')
  app.get('/readyz', async (_, reply) => {
    const reasons = await whyNotReady(installation)
    const { clock, pool } = installation.gateway.context
    if (reasons.length === 0) return `${['ready', ...describeServers(pool.list(), clock.now())].join('\n')}\n`
    return await reply.code(503).send(`${reasons.join('\n')}\n`)
  })
  app.get('/metrics', async (request, reply) => {
    if (!isFromThisMachine(request)) requireRight(await identify(installation, request), 'installation.see')
    return await reply.type(metrics.type).send(await metrics.render())
  })
}

const loopback = /^(127\.|::1$|::ffff:127\.)/
const ofProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via']

/** A program on this machine, and not a reverse proxy on behalf of somebody elsewhere. */
function isFromThisMachine({ raw, headers }: FastifyRequest): boolean {
  return loopback.test(raw.socket.remoteAddress ?? '') && ofProxies.every((name) => headers[name] === undefined)
}
