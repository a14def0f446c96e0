import type { FastifyReply, FastifyRequest } from 'fastify'
import { httpStatus, type Problem } from '../../lib/problem.ts'
import type { Organisation } from '../../meetings/organisations.ts'
import { brandView } from '../brand/routes.ts'
import type { Installation } from '../installation.ts'
import { formValue } from '../pages/form.ts'
import type { TextKey } from '../pages/languages.ts'
import type { Page, View } from '../pages/layout.ts'
import { queryText, sendPage, viewOf } from '../pages/reply.ts'
import { noticePage } from './notice-page.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** What the pages about signing in share. */
export interface Desk {
  readonly installation: Installation
  readonly coop: { readonly name: string }
  /** Wrong passwords and links, by network. A school behind one address signs in without counting. */
  readonly networks: Throttle
  /** Wrong passwords, by account: ten, then one a minute. */
  readonly accounts: Throttle
  /** Wrong codes, by account: each three-hundred-thousandth would be right. */
  readonly codes: Throttle
}

const minuteMs = 60_000

export function createDesk(installation: Installation, coop: Desk['coop']): Desk {
  const { clock } = installation.gateway.context
  return {
    installation,
    coop,
    networks: createThrottle(clock, 60, minuteMs / 10),
    accounts: createThrottle(clock, 10, minuteMs),
    codes: createThrottle(clock, 10, 5 * minuteMs),
  }
}

/** What a page is drawn with; in the organisation's name where it is known. */
export function viewFor(desk: Desk, request: FastifyRequest, organisation: Organisation | undefined): View {
  const brand = organisation && desk.installation.brands.of(organisation.id)
  return viewOf(request, desk.coop.name, undefined, brandView(brand))
}

/** Sends a page that search engines pass by. */
export function show(reply: FastifyReply, view: View, page: Page, status = 200): FastifyReply {
  return sendPage(reply, status, view, { ...page, isUnlisted: true })
}

/** Goes on to another page of ours; what was sent is not sent again. */
export async function goTo(reply: FastifyReply, address: string): Promise<FastifyReply> {
  return await reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }).redirect(address, 303)
}

/**
 * Whose sign-in page it is: by host name, as asked for, or the only organisation there is; undefined when nobody knows
 * yet.
 */
export function organisationFor({ installation }: Desk, request: FastifyRequest): Organisation | undefined {
  const { organisations } = installation.gateway.context
  const all = organisations.list()
  const byHost = all.find(({ hosts }) => hosts.includes(request.hostname.toLowerCase()))
  const asked = formValue(request, 'organisation') || queryText(request, 'organisation')
  return byHost ?? organisations.find(asked) ?? (all.length === 1 ? all[0] : undefined)
}

/** Says of a failure what somebody before a browser can do about it. */
export function showFailure(desk: Desk, request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  const view = viewFor(desk, request, organisationFor(desk, request))
  const text: TextKey = failureTexts[problem.code] ?? 'signIn.failed'
  return show(reply, view, noticePage(view, text, { way: '/sign-in' }), httpStatus(problem))
}

const failureTexts: Readonly<Record<string, TextKey>> = {
  forbidden: 'signIn.stale',
  unavailable: 'signIn.busy',
  upstream: 'signIn.noProvider',
  refused: 'signIn.failed',
}

/** Too many tries: the same words whether there is such an account or not. */
export function showTooMany(desk: Desk, request: FastifyRequest, reply: FastifyReply) {
  const view = viewFor(desk, request, organisationFor(desk, request))
  return show(reply.header('retry-after', 60), view, noticePage(view, 'signIn.tooMany', { way: '/sign-in' }), 429)
}
