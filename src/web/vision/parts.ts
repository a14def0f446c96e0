import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Installation } from '../installation.ts'
import { type Failure, failurePage, statuses } from '../pages/failure-page.ts'
import { link, type View } from '../pages/layout.ts'
import { sendPage, viewOf } from '../pages/reply.ts'
import { type Before, seeVisitor } from './visitor.ts'

/** What the routes of the wall share. */
export interface Parts {
  readonly installation: Installation
  see(request: FastifyRequest): View
  fail(request: FastifyRequest, reply: FastifyReply, failure: Failure): FastifyReply
  /** Who stands before which wall; undefined when they were answered already. */
  find(request: FastifyRequest, reply: FastifyReply): Promise<Before | undefined>
}

/** Goes on to another page of ours. */
export function redirect(reply: FastifyReply, address: string): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
    .redirect(address, 303)
}

export function partsOf(installation: Installation, coop: { readonly name: string }): Parts {
  const see = (request: FastifyRequest) => viewOf(request, coop.name, undefined)
  const fail: Parts['fail'] = (request, reply, failure) =>
    sendPage(reply, statuses[failure], see(request), failurePage(see(request), failure))
  return {
    installation,
    see,
    fail,
    async find(request, reply) {
      const { organisation: id } = request.params as { organisation: string }
      const before = await seeVisitor(installation, request, id)
      if (typeof before === 'object') return before
      if (before === undefined) fail(request, reply, 'notFound')
      else redirect(reply, link(see(request), '/sign-in', { to: request.url.split('?')[0] ?? '/vision' }))
      return undefined
    },
  }
}
