import type { FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { isProof, prove } from '../../people/proof.ts'
import { readCookie } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { setCookie } from '../session-cookie.ts'

/**
 * A browser in which somebody has signed in before. Its tries are counted by themselves: whoever guesses at an account from
 * elsewhere cannot shut its owner out.
 */
const deviceCookie = 'mycel_device'
const purpose = 'device'
const yearSeconds = 365 * 86_400

/** Under which name the tries for this address are counted. */
export function countedAs({ signIn }: Installation, request: FastifyRequest, email: string): string {
  const account = email.toLowerCase()
  const [id = '', proof = ''] = (readCookie(request, deviceCookie) ?? '').split('.')
  return isProof(signIn.key, purpose, `${id} ${account}`, proof) ? `${account} ${id}` : account
}

/** Remembers that somebody with this address has signed in here. */
export function rememberDevice(installation: Installation, reply: FastifyReply, email: string): void {
  const id = randomId(20)
  const proof = prove(installation.signIn.key, purpose, `${id} ${email.toLowerCase()}`)
  setCookie(installation, reply, deviceCookie, `${id}.${proof}`, yearSeconds)
}
