import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { createRateLimit } from '../../lib/rate-limit.ts'
import type { Gateway } from '../../meetings/gateway.ts'
import type { Ticket } from '../../meetings/tickets.ts'
import { failurePage } from '../pages/failure-page.ts'
import type { Page } from '../pages/layout.ts'
import { sendPage, viewOf } from '../pages/reply.ts'
import { busyPage, leftPage, lookPage, type Ways, wrongTicketPage } from './join-page.ts'

export interface JoinPageOptions {
  readonly gateway: Gateway
  readonly coop: { readonly name: string }
}

/** A large school behind one address still gets in: each of its people asks once a second at most. */
const asksPerAddress = 20_000
const wrongTicketsPerAddress = 60
const windowMs = 10_000

/**
 * Serves the join page. Who may see it: whoever bears a ticket that this installation made; a ticket is a secret, so it
 * is neither logged nor kept by browsers nor told to other sites.
 */
export function serveJoinPage(app: FastifyInstance, options: JoinPageOptions): void {
  const { context, joinPage } = options.gateway
  const asks = createRateLimit(context.clock, asksPerAddress, windowMs)
  const wrongTickets = createRateLimit(context.clock, wrongTicketsPerAddress, windowMs)
  const send = (request: FastifyRequest, reply: FastifyReply, status: number, draw: Draw) => {
    const view = viewOf(request, options.coop.name, undefined)
    return sendPage(reply, status, view, draw(view))
  }

  // A ticket may be longer than what Fastify takes for one segment of a path.
  app.get('/j/*', { exposeHeadRoute: false }, async (request, reply) => {
    if (!asks.take(request.ip)) return send(request, reply.header('retry-after', 5), 429, busyPage)
    const { text, isBack } = readPath(request)
    const ticket = joinPage.read(text)
    if (!ticket) {
      const status = wrongTickets.take(request.ip) ? 404 : 429
      return send(request, reply, status, (view) => wrongTicketPage(view))
    }
    const ways = waysOf(request, text, ticket)
    if (isBack) return await comeBack(ticket, ways)
    const look = await joinPage.look(ticket)
    if (look.kind === 'enter') return await redirect(reply, look.address)
    return await send(request, reply, 200, (view) => lookPage(view, look, ways))

    async function comeBack(returned: Ticket, { again, home }: Ways) {
      const what = await joinPage.lookBack(returned)
      if (what === 'thrown out') return await redirect(reply, again)
      if (home !== undefined) return await redirect(reply, home)
      const draw: Draw = (view) => (what === 'left' ? leftPage(view, again) : lookPage(view, { kind: 'over' }, ways))
      return await send(request, reply, 200, draw)
    }
  })
  app.setErrorHandler((error, request, reply) => {
    const incident = randomId(9)
    context.log.error({ err: error, path: request.routeOptions.url, incident }, 'a page met a bug')
    return send(request, reply, 500, (view) => failurePage(view, 'bug', [], incident))
  })
}

type Draw = (view: ReturnType<typeof viewOf>) => Page

function readPath(request: FastifyRequest): { text: string; isBack: boolean } {
  const { '*': rest } = request.params as { '*': string }
  const isBack = rest.endsWith('/back')
  return { text: isBack ? rest.slice(0, -'/back'.length) : rest, isBack }
}

/** Where somebody can go on to: into the meeting again, and home, where only http and https lead. */
function waysOf(request: FastifyRequest, text: string, { home }: Ticket): Ways {
  const query = /\?lang=(en|fr)$/.exec(request.url)?.[0] ?? ''
  const isSafe = /^https?:\/\//i.test(home) && URL.canParse(home)
  return { again: `/j/${text}${query}`, home: isSafe ? new URL(home).href : undefined }
}

async function redirect(reply: FastifyReply, address: string): Promise<FastifyReply> {
  return await reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
    .redirect(address, 303)
}
