import { randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openPortalFiles, type PortalFile, type PortalFiles } from './files.ts'

const forGood = 'public, max-age=31536000, immutable'

/**
 * Serves the web portal. Who may see it: everybody, for it holds nothing; what it shows comes from the REST API, which
 * asks who calls. Any address below it is answered with the page, which finds its own way.
 */
export function servePortal(app: FastifyInstance, folder: string): void {
  const files = openPortalFiles(folder)
  app.get('/portal', (_, reply) => reply.redirect('/portal/', 301))
  app.get('/portal/*', (request, reply) => {
    const name = /^\/portal\/assets\/([\w.-]+)(?:\?|$)/.exec(request.url)?.[1]
    return name === undefined ? sendPage(files, request, reply) : sendFile(files, name, request, reply)
  })
}

async function sendPage(files: PortalFiles, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const page = await files.page()
  if (page === undefined || request.url.startsWith('/portal/assets/')) return notFound(reply)
  const nonce = randomBytes(16).toString('base64url')
  return reply
    .headers({
      'content-security-policy': policy(nonce),
      'cross-origin-opener-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .type('text/html; charset=utf-8')
    .send(page.replaceAll('__NONCE__', nonce))
}

async function sendFile(
  files: PortalFiles,
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const file = await files.find(name)
  if (!file) return notFound(reply)
  const { encoding, content } = choose(file, request.headers['accept-encoding'])
  if (encoding) reply.header('content-encoding', encoding)
  return reply
    .headers({ 'cache-control': forGood, vary: 'Accept-Encoding', 'x-content-type-options': 'nosniff' })
    .type(file.type)
    .send(content)
}

function notFound(reply: FastifyReply): FastifyReply {
  reply.callNotFound()
  return reply
}

/** The smallest form that the browser reads. */
function choose({ br, gzip, plain }: PortalFile, accepted = '') {
  const accepts = (encoding: string) =>
    new RegExp(`(^|[,\\s])${encoding}(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$))`).test(accepted)
  if (br && accepts('br')) return { encoding: 'br', content: br }
  if (gzip && accepts('gzip')) return { encoding: 'gzip', content: gzip }
  return { encoding: undefined, content: plain }
}

/**
 * Code comes from our files alone. The portal's components set a few rules at run time, in style elements that bear the
 * nonce of their page.
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    // Pictures that the portal fetched itself, to say who asks.
    "img-src 'self' blob:",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
