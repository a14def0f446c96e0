import { createHash, timingSafeEqual } from 'node:crypto'
import type { Algorithm } from '../../../protocol/checksum.ts'
import { failed, type Reply } from './answer.ts'
import type { Profile } from './profile.ts'

/** A call as it arrived. `query` is the text after the first `?`, untouched. */
export interface Request {
  readonly call: string
  readonly method: string
  readonly query: string
  readonly contentType: string
  readonly hasBody: boolean
  readonly body: Buffer
  readonly cookie: string
  readonly language: string
  /** Scheme, host and port by which the caller reached us. */
  readonly origin: string
  /** Decoded: first those of the query, then those of a form. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
}

const javaControl = /\p{Cc}/gu

/** The first value of a parameter, without control characters and surrounding space. */
export function param(request: Request, name: string): string {
  return rawParam(request, name).replace(javaControl, '').trim()
}

/** The first value of a parameter as it came. */
export function rawParam(request: Request, name: string): string {
  return request.parameters.find(([key]) => key === name)?.[1] ?? ''
}

/** Decodes a query and, where it is a form, the body: the way a servlet does, not the way the gateway does. */
export async function readParameters(query: string, type: string, body: Buffer): Promise<[string, string][]> {
  const fromQuery = [...new URLSearchParams(query)]
  if (!isForm(type) || body.length === 0) return fromQuery
  if (!type.startsWith('multipart/')) return [...fromQuery, ...new URLSearchParams(body.toString('utf8'))]

  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => new FormData())
  const fields = [...form].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  return [...fromQuery, ...fields]
}

/** The refusal of a call that is not signed with our secret; undefined when it is. */
export function refuseChecksum(
  request: Request,
  profile: Profile,
  allowed: readonly Algorithm[],
  secret: string,
): Reply | undefined {
  const given = rawParam(request, 'checksum')
  if (given === '') {
    const isOld = profile.strictCase
    return failed('checksumError', isOld ? profile.messages.checksumError : 'You must provide the checksum')
  }
  const isRight = isSigned(request, profile, allowed, secret, given)
  return isRight ? undefined : failed('checksumError', profile.messages.checksumError)
}

function isSigned(
  request: Request,
  profile: Profile,
  allowed: readonly Algorithm[],
  secret: string,
  given: string,
): boolean {
  const algorithm = algorithmOf(given, profile)
  if (!algorithm || !allowed.includes(algorithm)) return false

  const signed = profile.signsForm && request.query === '' ? sortedForm(request) : withoutChecksum(request.query, given)
  const expected = createHash(algorithm).update(`${request.call}${signed}${secret}`, 'utf8').digest('hex')
  const found = profile.strictCase ? given : given.toLowerCase()
  return found.length === expected.length && timingSafeEqual(Buffer.from(found), Buffer.from(expected))
}

function algorithmOf(given: string, profile: Profile): Algorithm | undefined {
  if (profile.strictCase) return given.length === 64 ? 'sha256' : 'sha1'
  const byLength: Record<number, Algorithm> = { 40: 'sha1', 64: 'sha256', 96: 'sha384', 128: 'sha512' }
  return byLength[given.length]
}

/** Three replacements on the raw text, in this order, as bbb-web makes them. */
function withoutChecksum(query: string, given: string): string {
  return query
    .split(`&checksum=${given}`)
    .join('')
    .split(`checksum=${given}&`)
    .join('')
    .split(`checksum=${given}`)
    .join('')
}

function sortedForm(request: Request): string {
  return request.parameters
    .filter(([name]) => name !== 'checksum')
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${name}=${new URLSearchParams([['', value]]).toString().slice(1)}`)
    .join('&')
}

function isForm(type: string): boolean {
  return type.startsWith('application/x-www-form-urlencoded') || type.startsWith('multipart/form-data')
}
