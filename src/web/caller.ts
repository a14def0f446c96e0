import type { FastifyRequest } from 'fastify'
import { Problem } from '../lib/problem.ts'
import type { Person } from '../people/people.ts'
import { allows, type Grant, grantOf, observer, operator, type Right } from '../people/rights.ts'
import type { ServiceAccount } from '../people/service-accounts.ts'
import { verifyService } from '../people/service-tokens.ts'
import { readSession, type Session } from '../people/sessions.ts'
import type { Installation } from './installation.ts'

/** Who makes a request, and what they may do. */
export interface Caller {
  /** For the audit log: `local:ada`, `token:ci`, `person:<id>`, `service:<organisation>/<name>`. */
  readonly actor: string
  /** Set when it is a person who signed in, with the session they did it in. */
  readonly signedIn?: { readonly person: Person; readonly session: Session } | undefined
  /** Set when it is a program with an account of its own. */
  readonly service?: ServiceAccount | undefined
  /** The organisation that they belong to; undefined for whoever belongs to the installation. */
  readonly organisation?: string | undefined
  /** Whether they hold the right in that organisation or above it; without one, in the installation. */
  may(right: Right, organisation?: string): boolean
}

/** Whoever calls what is public. */
export const nobody: Caller = { actor: 'nobody', may: () => false }

/** The cookie that a session is kept in. */
export const sessionCookie = 'mycel_session'

/** Carries the session's `csrf` whenever something is changed by its cookie. */
export const csrfHeader = 'x-mycel-csrf'

const userHeader = 'x-mycel-user'

/**
 * Finds out who calls: whoever reaches the Unix socket has the rights of the program itself, everybody else shows a
 * token or the cookie of a session. Throws Problem 'unauthenticated', in the same words for every reason, and 'forbidden'
 * when a cookie comes to change something without its proof.
 */
export async function identify(installation: Installation, request: FastifyRequest): Promise<Caller> {
  if (installation.local.has(request.raw))
    return caller(installation, `local:${localUser(installation, request)}`, [operator])

  const { authorization } = request.headers
  if (authorization === undefined) {
    const signedIn = await identifySession(installation, request)
    if (signedIn) return signedIn
  }
  const [, text] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? []
  const service = text === undefined ? undefined : await verifyService(installation.people, text)
  if (service) return identifyService(installation, service)
  const token = text === undefined ? undefined : await installation.tokens.verify(text)
  if (token) return caller(installation, `token:${token.name}`, [token.scope === 'manage' ? operator : observer])
  throw new Problem(
    'unauthenticated',
    text === undefined ? 'a token is needed' : 'the token is unknown or has expired',
    {
      hint: 'sign in, or send "Authorization: Bearer <token>"; make one with: mycel token add',
    },
  )
}

/**
 * Throws Problem 'not-found' for an organisation that the caller does not see, in the words for one that does not exist;
 * 'forbidden' when the right is missing.
 */
export function requireRight(caller: Caller, right: Right, organisation?: string): void {
  if (caller.may(right, organisation)) return
  if (organisation !== undefined) requireSeen(caller, organisation)
  throw lacks(right)
}

/** The refusal for whom a right is missing. */
export function lacks(right: Right): Problem {
  const hint = 'ask somebody who has it: an administrator, or whoever runs the installation'
  return new Problem('forbidden', `this needs the right ${right}`, { hint })
}

/** Throws Problem 'not-found' unless the caller may know of that organisation. */
export function requireSeen(caller: Caller, organisation: string): void {
  if (caller.may('organisation.see', organisation)) return
  throw new Problem('not-found', `there is no organisation ${organisation}`, { hint: 'see: mycel organisation list' })
}

/** The value of a cookie of the request. */
export function readCookie({ headers }: Pick<FastifyRequest, 'headers'>, name: string): string | undefined {
  for (const part of (headers.cookie ?? '').split(';')) {
    const [key, ...value] = part.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}

/** The person whose session's cookie the request bears, if any. Throws Problem 'forbidden' as `identify` does. */
export async function identifySession(
  installation: Installation,
  request: FastifyRequest,
): Promise<Caller | undefined> {
  const found = await recognise(installation, request)
  if (found && changesSomething(request.method) && request.headers[csrfHeader] !== found.signedIn.session.csrf) {
    throw new Problem('forbidden', 'the request does not prove that it comes from our own pages', {
      hint: `send the session's csrf in the header ${csrfHeader}; reload the page if you see this in a browser`,
    })
  }
  return found
}

/** The same for pages, which must themselves ask a form that changes something for the session's csrf. */
export async function recognise(
  installation: Installation,
  request: FastifyRequest,
): Promise<(Caller & { readonly signedIn: NonNullable<Caller['signedIn']> }) | undefined> {
  const cookie = readCookie(request, sessionCookie)
  const signedIn = cookie === undefined ? undefined : await readSession(installation.people, cookie)
  if (!signedIn) return undefined
  const { person } = signedIn
  return { ...caller(installation, `person:${person.id}`, [grantOf(person.role, person.organisation)]), signedIn }
}

function identifyService(installation: Installation, service: ServiceAccount): Caller {
  const { name, organisation, rights } = service
  const grant: Grant = { rights: new Set(rights), organisation }
  return { ...caller(installation, `service:${organisation}/${name}`, [grant]), service }
}

function changesSomething(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
}

function caller({ gateway }: Installation, actor: string, grants: readonly Grant[]): Caller {
  const { organisations } = gateway.context
  return {
    actor,
    organisation: grants[0]?.organisation,
    may: (right, organisation) => allows(grants, right, organisation, (id) => organisations.standing(id).lineage),
  }
}

/** The command line says on whose behalf it calls; only who may do anything can say so. */
function localUser({ localUser }: Installation, request: FastifyRequest): string {
  const said = request.headers[userHeader]
  return typeof said === 'string' && /^[\w.@-]{1,64}$/.test(said) ? said : localUser
}
