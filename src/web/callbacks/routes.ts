import type { FastifyInstance, FastifyRequest } from 'fastify'
import { httpStatus, Problem } from '../../lib/problem.ts'
import { endedByCallback } from '../../meetings/ending.ts'
import type { Gateway } from '../../meetings/gateway.ts'
import { relayAnalytics, relayReady } from '../../meetings/inbound.ts'
import { parseQuery, valueOf } from '../../protocol/query.ts'

interface Params {
  readonly kind: string
  readonly instance: string
  readonly proof: string
}

/**
 * Takes the calls of our servers about their meetings. Who may call: whoever was given the address, which bears a proof
 * that we made it; events, recording and analytics messages must moreover be signed with the server's secret.
 */
export async function serveCallbacks(app: FastifyInstance, gateway: Gateway): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 8 * 1024 * 1024 }, (_, body, done) => done(null, body))
  app.setErrorHandler((error, request, reply) => {
    const status = httpStatus(error)
    if (status >= 500) gateway.context.log.error({ err: error, path: request.routeOptions.url }, 'a callback failed')
    void reply
      .code(status)
      .type('text/plain')
      .send(error instanceof Problem ? error.message : 'it could not be taken in')
  })
  // Before the body is read: nobody without an address of ours makes us hold one.
  app.addHook<{ Params: Params }>('onRequest', async ({ params: { kind, instance, proof } }) => {
    if (!gateway.context.addresses.isOurs(kind, instance, proof)) throw new Problem('not-found', 'no such address')
  })
  app.all<{ Params: Params }>('/callbacks/:kind/:instance/:proof', async (request, reply) => {
    await takeIn(gateway, request)
    return await reply.code(204).send()
  })
}

async function takeIn(gateway: Gateway, request: FastifyRequest<{ Params: Params }>): Promise<void> {
  const { context } = gateway
  const { kind, instance, proof } = request.params
  if (!context.addresses.isOurs(kind, instance, proof)) throw new Problem('not-found', 'no such address')
  const body = typeof request.body === 'string' ? request.body : ''
  switch (kind) {
    case 'events': {
      const authorization = request.headers.authorization ?? ''
      return await gateway.serverEvents.takeIn(instance, { query: queryOf(request), authorization, body })
    }
    case 'end':
      return await endedByCallback(context, instance, hasMarks(request))
    case 'ready':
      return await relayReady(context, instance, new URLSearchParams(body).get('signed_parameters') ?? '')
    case 'analytics':
      return await relayAnalytics(context, instance, request.headers.authorization ?? '', body)
  }
}

function hasMarks(request: FastifyRequest): boolean {
  return valueOf(parseQuery(queryOf(request)), 'recordingmarks') === 'true'
}

function queryOf(request: FastifyRequest): string {
  const url = request.raw.url ?? ''
  return url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
}
