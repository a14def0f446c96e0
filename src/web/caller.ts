import type { FastifyRequest } from 'fastify'
import { Problem } from '../lib/problem.ts'
import type { Scope } from '../people/tokens.ts'
import type { Installation } from './installation.ts'

/** Who makes a request, and what they may do. */
export interface Caller {
  /** For the audit log: `local:ada`, `token:ci`. */
  readonly actor: string
  readonly scope: Scope
}

const userHeader = 'x-mycel-user'

/**
 * Finds out who calls: whoever reaches the Unix socket has the rights of the program itself, everybody else shows a
 * token. Throws Problem 'unauthenticated', in the same words for every reason.
 */
export async function identify(installation: Installation, request: FastifyRequest): Promise<Caller> {
  if (installation.local.has(request.raw))
    return { actor: `local:${localUser(installation, request)}`, scope: 'manage' }

  const [, text] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
  const token = text === undefined ? undefined : await installation.tokens.verify(text)
  if (token) return { actor: `token:${token.name}`, scope: token.scope }
  throw new Problem(
    'unauthenticated',
    text === undefined ? 'a token is needed' : 'the token is unknown or has expired',
    {
      hint: 'send "Authorization: Bearer <token>"; make one with: mycel token add',
    },
  )
}

/** Throws Problem 'forbidden' when a token that may only read is used to change something. */
export function requireScope(caller: Caller, needed: Scope): void {
  if (needed === 'read' || caller.scope === 'manage') return
  throw new Problem('forbidden', 'this token may only read', { hint: 'use a token of the scope "manage"' })
}

/** The command line says on whose behalf it calls; only who may do anything can say so. */
function localUser({ localUser }: Installation, request: FastifyRequest): string {
  const said = request.headers[userHeader]
  return typeof said === 'string' && /^[\w.@-]{1,64}$/.test(said) ? said : localUser
}
