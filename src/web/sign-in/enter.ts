import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Person } from '../../people/people.ts'
import { hasSecondFactor } from '../../people/second-factor.ts'
import { beginSession, endSessions, readSession } from '../../people/sessions.ts'
import { settingsOf } from '../../people/sign-in-settings.ts'
import { beginSignIn } from '../../people/sign-ins.ts'
import { readCookie, sessionCookie } from '../caller.ts'
import { link } from '../pages/layout.ts'
import { giveSession, setCookie } from '../session-cookie.ts'
import { type Desk, goTo, viewFor } from './desk.ts'
import { rememberDevice } from './devices.ts'

/** The cookie of a sign-in that waits for a code. */
export const codeCookie = 'mycel_sign_in'

/** Seconds; the sign-in itself lasts as long. */
const codeSeconds = 600

/**
 * Lets somebody go on who has shown their password: to the code, if they have a second factor; to setting one up, if their
 * organisation asks for it; else in.
 */
export async function goOnAfterPassword(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  target: string,
): Promise<FastifyReply> {
  const { signIn } = desk.installation
  const hasOne = await hasSecondFactor(signIn, person.id)
  const { secondFactor } = await settingsOf(signIn, person.organisation)
  if (!hasOne && secondFactor === 'optional') {
    await enter(desk, request, reply, person)
    return await goTo(reply, target)
  }
  const { organisation, id } = person
  const begun = await beginSignIn(signIn, { kind: 'code', organisation, person: id, target, details: {} })
  setCookie(desk.installation, reply, codeCookie, begun.reveal(), codeSeconds)
  return await goTo(reply, link(viewFor(desk, request, undefined), hasOne ? '/sign-in/code' : '/sign-in/second-step'))
}

/**
 * Signs somebody in in this browser. The session is always a new one, and the one that the browser had is over: whoever
 * planted a cookie gains nothing.
 */
export async function enter(
  { installation }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  person: Person,
  providerSession: string | null = null,
): Promise<void> {
  const { signIn } = installation
  const before = await readSession(signIn, readCookie(request, sessionCookie) ?? '')
  if (before) await endSessions(signIn, before.person.id, before.session.id)
  const { cookie } = await beginSession(signIn, person, request.headers['user-agent'] ?? '', providerSession)
  giveSession(installation, reply, cookie)
  setCookie(installation, reply, codeCookie, '', 0)
  if (person.email !== undefined) rememberDevice(installation, reply, person.email)
}
