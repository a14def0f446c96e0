import type { FastifyInstance } from 'fastify'

/** Headers for everything that is not an answer of the BigBlueButton API: no guessing of types, no frames, no traces. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', async (_, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    })
  })
}
