import type { FastifyReply, FastifyRequest } from 'fastify'
import { sanitize } from '../../protocol/query.ts'
import { chooseLanguage, isLanguage, translateTo } from './languages.ts'
import { type BrandView, layout, type Page, type View } from './layout.ts'

/** Text of the query by name: the first of several, tidied; empty when it is missing. */
export function queryText({ query }: FastifyRequest, name: string): string {
  const given = new Map(Object.entries(query ?? {})).get(name)
  const first: unknown = Array.isArray(given) ? given[0] : given
  return typeof first === 'string' ? sanitize(first.toWellFormed().replace(/\s+/g, ' ')) : ''
}

/** What a page is drawn with, in the name of the installation, or in that of an organisation. */
export function viewOf(
  request: FastifyRequest,
  coop: string,
  documentation: string | undefined,
  brand?: BrandView,
): View {
  const asked = queryText(request, 'lang')
  const language = chooseLanguage(asked, request.headers['accept-language'] ?? '')
  return {
    coop: brand?.name ?? coop,
    brand,
    language,
    isLanguageAsked: isLanguage(asked),
    translate: translateTo(language),
    address: request.url,
    documentation,
  }
}

/**
 * Sends a page. Nothing of it runs code but a script of ours that it names, comes from elsewhere or is shown in a frame. Its forms may lead to the
 * origins given: browsers also check where a form's answer redirects to.
 */
export function sendPage(
  reply: FastifyReply,
  status: number,
  view: View,
  page: Page,
  formOrigins: readonly string[] = [],
): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    // A script of ours shows what was chosen before it is sent.
    ...(page.script === undefined ? ["img-src 'self'"] : ["img-src 'self' blob:", "script-src 'self'"]),
    ["form-action 'self'", ...new Set(formOrigins)].join(' '),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]
  return reply
    .code(status)
    .headers({
      'content-security-policy': policy.join('; '),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-language': view.language,
      vary: 'Accept-Language',
    })
    .type('text/html; charset=utf-8')
    .send(layout(view, page).toString())
}
