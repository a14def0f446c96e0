import type { FastifyReply } from 'fastify'
import type { Secret } from '../lib/secret.ts'
import { sessionCookie } from './caller.ts'
import type { Installation } from './installation.ts'

/** As long as a session can last; it may end before. */
const longestSeconds = 90 * 86_400

/** Gives the browser the cookie of its session. Scripts cannot read it, and other sites' forms do not bear it. */
export function giveSession(installation: Installation, reply: FastifyReply, cookie: Secret): void {
  setCookie(installation, reply, sessionCookie, cookie.reveal(), longestSeconds)
}

/** Takes the session's cookie away. */
export function clearSession(installation: Installation, reply: FastifyReply): void {
  setCookie(installation, reply, sessionCookie, '', 0)
}

/** Sets a cookie for so many seconds, 0 removes it; `undefined` keeps it until the browser is closed. */
export function setCookie(
  { url }: Pick<Installation, 'url'>,
  reply: FastifyReply,
  name: string,
  value: string,
  seconds: number | undefined,
): void {
  const age = seconds === undefined ? '' : `; Max-Age=${seconds}`
  const secure = url().startsWith('https:') ? '; Secure' : ''
  reply.header('set-cookie', `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${age}${secure}`)
}
