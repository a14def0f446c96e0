import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import { isProof, prove } from '../../people/proof.ts'
import { readCookie } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { formValue } from '../pages/form.ts'
import { setCookie } from '../session-cookie.ts'

/** The cookie to which the forms of one browser are bound, before anybody has signed in. */
const formCookie = 'mycel_form'
const purpose = 'form'

/** What a form of ours must bear: it is bound to a cookie of this browser, which is given if it has none. */
export function formProof(installation: Installation, request: FastifyRequest, reply: FastifyReply): string {
  const there = readCookie(request, formCookie) ?? ''
  const isOurs = /^[a-z0-9]{32}$/.test(there)
  const value = isOurs ? there : randomId(32)
  if (!isOurs) setCookie(installation, reply, formCookie, value, undefined)
  return prove(installation.signIn.key, purpose, value)
}

/** Throws Problem 'forbidden' when a form was not sent from one of our own pages in this browser. */
export function requireOurForm(installation: Installation, request: FastifyRequest): void {
  const cookie = readCookie(request, formCookie) ?? ''
  const isBound = cookie !== '' && isProof(installation.signIn.key, purpose, cookie, formValue(request, 'proof'))
  if (isBound && comesFromUs(request)) return
  throw new Problem('forbidden', 'the form does not come from our own pages')
}

/** Browsers say where a request comes from, and scripts cannot make them lie. */
function comesFromUs({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin } = headers
  // Our pages tell no referrer, so their origin may be "null".
  if (origin === undefined || origin === 'null') return true
  return URL.canParse(origin) && new URL(origin).host === host
}
