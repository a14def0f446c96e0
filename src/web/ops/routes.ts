import type { FastifyInstance } from 'fastify'
import { httpStatus, Problem } from '../../lib/problem.ts'
import { describeServers } from '../../meetings/server-counts.ts'
import { identify, requireRight } from '../caller.ts'
import { type Installation, whyNotReady } from '../installation.ts'
import { addSecurityHeaders } from '../security-headers.ts'
import type { CallCounters } from './call-metrics.ts'
import { createMetrics } from './metrics.ts'
import { createScrapers } from './scrapers.ts'

export interface OpsOptions {
  readonly installation: Installation
  readonly calls: CallCounters
  /** CIDR ranges of those who may read the metrics without a token. */
  readonly metricsFrom: readonly string[]
}

/**
 * Serves what those who run the program look at. Who may call: anyone may ask whether it lives and is ready; metrics are
 * for the addresses that the configuration names, the Unix socket and tokens.
 */
export async function serveOps(app: FastifyInstance, options: OpsOptions): Promise<void> {
  const { installation, calls } = options
  const metrics = createMetrics(installation, calls)
  const isScraper = createScrapers(options.metricsFrom)
  addSecurityHeaders(app)
  app.addHook('onRequest', async (_, reply) => {
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8')
  })
  app.setErrorHandler((error, _, reply) => {
    const status = httpStatus(error)
    if (status >= 500) installation.gateway.context.log.error({ err: error }, 'metrics could not be given')
    if (status === 401) reply.header('www-authenticate', 'Bearer')
    void reply.code(status).send(error instanceof Problem ? wordsOf(error) : 'it failed; see the log\n')
  })

  app.get('/healthz', async () => 'alive\n')
  app.get('/readyz', async (_, reply) => {
    const reasons = await whyNotReady(installation)
    const { clock, pool } = installation.gateway.context
    if (reasons.length === 0) return `${['ready', ...describeServers(pool.list(), clock.elapsed())].join('\n')}\n`
    return await reply.code(503).send(`${reasons.join('\n')}\n`)
  })
  app.get('/metrics', async (request, reply) => {
    if (!isScraper(request.raw)) requireRight(await identify(installation, request), 'installation.see')
    return await reply.type(metrics.type).send(await metrics.render())
  })
}

function wordsOf({ message, hint }: Problem): string {
  return hint === undefined ? `${message}\n` : `${message}\n${hint}\n`
}
