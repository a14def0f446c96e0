import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { createRateLimit } from '../../lib/rate-limit.ts'
import type { Gateway } from '../../meetings/gateway.ts'
import { Refusal } from '../../protocol/failures.ts'
import { serveAssets } from './assets.ts'
import { type Failure, failurePage, statuses, type Way } from './failure-page.ts'
import { homePage, readinessOf } from './home.ts'
import { link, type View } from './layout.ts'
import { type Entry, enterRoom, findFaults, listRooms, practiceServers } from './practice.ts'
import { practicePage } from './practice-page.ts'
import { queryText, sendPage, viewOf } from './reply.ts'

export interface PageOptions {
  readonly gateway: Gateway
  readonly coop: { readonly name: string }
  /** Where browsers reach us, without a trailing slash. */
  readonly publicUrl: () => string
  /** Where the documentation of Mycel is; pages link to it when it is given. */
  readonly documentation?: string | undefined
}

/** So many rooms may be entered from one address within a minute; a school class behind one address still gets in. */
const entriesPerMinute = 60

/**
 * Serves the public pages. Who may see them: everybody; so they show numbers, and names only of practice rooms. Also
 * answers whatever no route takes.
 */
export function servePages(app: FastifyInstance, options: PageOptions): void {
  const { context } = options.gateway
  const limit = createRateLimit(context.clock, entriesPerMinute, 60_000)
  const see = (request: FastifyRequest) => viewOf(request, options.coop.name, options.documentation)

  serveAssets(app)
  app.get('/', (request, reply) => {
    const page = homePage(see(request), readinessOf(context), practiceServers(context).length > 0)
    return sendPage(reply, 200, see(request), page)
  })
  app.get('/practice', (request, reply) => showPractice(options, see(request), request, reply))
  app.get('/practice/meet', (request, reply) => {
    const view = see(request)
    if (practiceServers(context).length === 0) return fail(reply, view, 'notFound')
    if (!limit.take(request.ip)) return fail(reply.header('retry-after', 60), view, 'tooMany', [toPractice(view)])
    return meet(options, view, request, reply)
  })
  app.setNotFoundHandler((request, reply) => {
    if (isForBrowsers(request)) return fail(reply, see(request), 'notFound')
    return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing at this address.\n')
  })
  app.setErrorHandler((error, request, reply) => {
    if (statusOf(error) < 500) return fail(reply, see(request), 'notUnderstood')
    const incident = randomId(9)
    context.log.error({ err: error, path: request.routeOptions.url, incident }, 'a page met a bug')
    return fail(reply, see(request), 'bug', [], incident)
  })
}

function showPractice({ gateway }: PageOptions, view: View, request: FastifyRequest, reply: FastifyReply) {
  const servers = practiceServers(gateway.context)
  if (servers.length === 0) return fail(reply, view, 'notFound')
  return sendPage(
    reply,
    200,
    view,
    practicePage(view, readEntry(request), listRooms(gateway.context)),
    origins(gateway),
  )
}

async function meet(options: PageOptions, view: View, request: FastifyRequest, reply: FastifyReply) {
  const { gateway, publicUrl } = options
  const entry = readEntry(request)
  const faults = findFaults(entry)
  if (faults.name || faults.room) {
    return sendPage(reply, 422, view, practicePage(view, entry, listRooms(gateway.context), faults), origins(gateway))
  }
  try {
    const address = await enterRoom(gateway, entry, `${publicUrl()}/practice`)
    return await reply
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(address, 302)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    gateway.context.log.warn({ err: error }, 'a practice room could not be entered')
    const failure = limits.has(error.key) ? 'limit' : 'unavailable'
    const again: Way = { text: 'error.again', address: request.url }
    return fail(reply.header('retry-after', 10), view, failure, [again, toPractice(view)])
  }
}

const limits: ReadonlySet<string> = new Set(['meetingLimitReached', 'maxParticipantsReached'])

function readEntry(request: FastifyRequest): Entry {
  const role = queryText(request, 'role').toLowerCase() === 'viewer' ? 'VIEWER' : 'MODERATOR'
  return { name: queryText(request, 'name'), room: queryText(request, 'room'), role }
}

function origins({ context }: Gateway): string[] {
  return practiceServers(context).map(({ access }) => new URL(access.url).origin)
}

function toPractice(view: View): Way {
  return { text: 'error.toPractice', address: link(view, '/practice') }
}

function fail(reply: FastifyReply, view: View, failure: Failure, ways: readonly Way[] = [], incident = '') {
  return sendPage(reply, statuses[failure], view, failurePage(view, failure, ways, incident))
}

/** Programs that call an API are not sent pages. */
function isForBrowsers({ url, headers }: FastifyRequest): boolean {
  return (headers.accept ?? '').includes('text/html') && !/^\/(api|o|bigbluebutton|callbacks|metrics)(\/|$)/.test(url)
}

function statusOf(error: unknown): number {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof status === 'number' ? status : 500
}
