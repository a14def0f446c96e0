import { createHash, hash, timingSafeEqual } from 'node:crypto'

/** The hash algorithms of the BigBlueButton API; the length of a checksum tells which one was used. */
export const algorithms = ['sha1', 'sha256', 'sha384', 'sha512'] as const
export type Algorithm = (typeof algorithms)[number]

const byLength: ReadonlyMap<number, Algorithm> = new Map([
  [40, 'sha1'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
])

/** lowerhex(H(call + query + secret)), the query still percent-encoded and without its checksum. */
export function checksum(algorithm: Algorithm, call: string, query: string, secret: string): string {
  return hash(algorithm, call + query + secret, 'hex')
}

/** The query with a checksum appended, ready to be sent. */
export function signQuery(algorithm: Algorithm, call: string, query: string, secret: string): string {
  const sum = checksum(algorithm, call, query, secret)
  return query === '' ? `checksum=${sum}` : `${query}&checksum=${sum}`
}

export interface SignedQuery {
  /** What was signed: the query without its checksum. */
  readonly query: string
  /** Lower-case hex, of one of the four lengths. */
  readonly checksum: string
  readonly algorithm: Algorithm
}

/**
 * Takes the checksum out of a raw query string. bbb-web replaces literally and by value, in this order:
 * `&checksum=v`, `checksum=v&`, `checksum=v`. Undefined when there is none, or it cannot be one.
 */
export function splitChecksum(raw: string): SignedQuery | undefined {
  const value = findChecksum(raw)
  if (value === undefined) return undefined

  const algorithm = byLength.get(value.length)
  if (!algorithm || !/^[0-9a-f]+$/i.test(value)) return undefined

  return { query: removeChecksum(raw, value), checksum: value.toLowerCase(), algorithm }
}

/** Compares a given checksum in constant time. An empty secret never matches: to bbb-web it means "do not check". */
export function matches(signed: SignedQuery, call: string, secret: string): boolean {
  return createMatcher(signed, call)(secret)
}

/** Characters from which on it is quicker to hash what comes before the secret apart. */
const longText = 1000

/**
 * The same for many secrets: a long query is hashed once, or whoever sends one would have it hashed again for each secret
 * of every organisation.
 */
export function createMatcher({ algorithm, query, checksum: given }: SignedQuery, call: string) {
  const text = call + query
  const begun = text.length > longText ? createHash(algorithm).update(text) : undefined
  return (secret: string): boolean => {
    if (secret === '') return false
    const expected = begun ? begun.copy().update(secret).digest('hex') : hash(algorithm, text + secret, 'hex')
    return timingSafeEqual(Buffer.from(expected, 'latin1'), Buffer.from(given, 'latin1'))
  }
}

/**
 * The string that bbb-web before 2.6.18 and 2.7.8 signed for a form POST without query: every parameter but the
 * checksum, keys sorted, values as Java's URLEncoder writes them.
 */
export function sortedForm(parameters: readonly { readonly name: string; readonly value: string }[]): string {
  return parameters
    .filter((p) => p.name !== 'checksum')
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map((p) => `${p.name}=${javaUrlEncode(p.value)}`)
    .join('&')
}

function findChecksum(raw: string): string | undefined {
  let at = raw.indexOf('checksum=')
  while (at > 0 && raw.charCodeAt(at - 1) !== 38) at = raw.indexOf('checksum=', at + 1)
  if (at < 0) return undefined

  const start = at + 'checksum='.length
  const end = raw.indexOf('&', start)
  return end < 0 ? raw.slice(start) : raw.slice(start, end)
}

function removeChecksum(raw: string, value: string): string {
  const last = `&checksum=${value}`
  const isLastAndOnly = raw.endsWith(last) && raw.indexOf('checksum=') === raw.length - last.length + 1
  if (isLastAndOnly) return raw.slice(0, -last.length)
  return raw.replaceAll(last, '').replaceAll(`checksum=${value}&`, '').replaceAll(`checksum=${value}`, '')
}

function javaUrlEncode(value: string): string {
  return encodeURIComponent(value.toWellFormed())
    .replace(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
}
