import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { createRateLimit, type RateLimit } from '../../lib/rate-limit.ts'
import { type Asked, explainStop, findWay, readAsked } from '../../links/follow.ts'
import { foldKeyword } from '../../links/keyword.ts'
import type { Links } from '../../links/open.ts'
import type { Installation } from '../installation.ts'
import { type Failure, failurePage, statuses } from '../pages/failure-page.ts'
import { type Page, link as toOurs, type View } from '../pages/layout.ts'
import { qrPicture } from '../pages/qr-code.ts'
import { queryText, sendPage, viewOf } from '../pages/reply.ts'
import { addSecurityHeaders } from '../security-headers.ts'
import { previewPage } from './preview-page.ts'
import { searchPage } from './search-page.ts'
import { stopPage } from './stop-page.ts'

interface Parts {
  readonly links: Links
  readonly limit: RateLimit
  see(request: FastifyRequest): View
}

/** Keywords that lead nowhere, from one address in a minute. */
const missesPerMinute = 120

/**
 * Serves what there is about links besides following them, which the listener before this does. Who may: everybody. What
 * is shown of links that nobody asked for by name are public ones alone.
 */
export function serveLinks(app: FastifyInstance, installation: Installation, coop: { readonly name: string }): void {
  const { links, gateway } = installation
  const parts: Parts = {
    links,
    limit: createRateLimit(gateway.context.clock, missesPerMinute, 60_000),
    see: (request) => viewOf(request, coop.name, undefined),
  }
  addSecurityHeaders(app)
  app.get('/l', (request, reply) => reply.redirect(toOurs(parts.see(request), '/l/'), 308))
  app.get('/l/', (request, reply) => search(parts, request, reply))
  app.get('/l/*', (request, reply) => follow(parts, request, reply))
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status < 500) return fail(reply, parts.see(request), 'notUnderstood')
    const incident = randomId(9)
    gateway.context.log.error({ err: error, path: request.routeOptions.url, incident }, 'a page met a bug')
    return fail(reply, parts.see(request), 'bug', incident)
  })
}

const mostFound = 100

function search({ links, see }: Parts, request: FastifyRequest, reply: FastifyReply) {
  const text = queryText(request, 'q').slice(0, 100)
  const way = findWay(links.live.table, { keyword: foldKeyword(text), path: '', query: '', wants: 'way' })
  // Whoever writes a keyword means the link itself.
  if (way !== undefined) return goTo(reply, way)
  const view = see(request)
  const found = links.live.near.search(text, mostFound + 1)
  const page = searchPage(view, {
    text,
    links: found.slice(0, mostFound),
    isCut: found.length > mostFound,
    total: links.live.near.size,
  })
  return sendPage(reply, 200, view, page)
}

function follow(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const { links, see, limit } = parts
  const { table, near } = links.live
  const asked = readAsked(request.url.slice('/l/'.length))
  const way = findWay(table, asked)
  if (way !== undefined) return goTo(reply, way)
  const link = asked.wants === 'way' ? undefined : table.find(asked.keyword)
  if (link && asked.wants === 'qr') return sendPicture(reply, links.address(link.keyword), link.keyword)
  const view = see(request)
  if (link) return sendPage(reply, 200, view, previewPage(view, link, links.address(link.keyword)))
  if (!limit.take(request.ip)) return fail(reply.header('retry-after', 60), view, 'tooMany')
  const stop = explainStop(table, asked)
  const status = stop.kind === 'gone' ? 410 : 404
  const likely = stop.kind === 'unknown' ? near.suggest(asked.keyword) : []
  if (!(request.headers.accept ?? '').includes('text/html')) return sendWords(reply, status, asked, likely)
  return sendPage(reply, status, view, stopPage(view, asked, stop, likely))
}

function goTo(reply: FastifyReply, location: string) {
  return reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).redirect(location, 302)
}

function sendPicture(reply: FastifyReply, address: string, keyword: string) {
  return reply
    .type('image/svg+xml')
    .header('cache-control', 'public, max-age=86400')
    .header('content-security-policy', "default-src 'none'")
    .header('content-disposition', `inline; filename="${encodeURIComponent(keyword)}.svg"`)
    .send(qrPicture(address, address))
}

/** For programs, which read no pages. */
function sendWords(reply: FastifyReply, status: number, { keyword }: Asked, likely: readonly string[]) {
  const what = status === 410 ? 'This link is retired' : 'There is no link of this name'
  const more = likely.length === 0 ? '' : ` Did you mean: ${likely.join(', ')}?`
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send(`${what}: ${keyword.replaceAll(/\p{Cc}/gu, '')}.${more}\n`)
}

function fail(reply: FastifyReply, view: View, failure: Failure, incident = '') {
  const page: Page = failurePage(view, failure, [], incident)
  return sendPage(reply, statuses[failure], view, page)
}
