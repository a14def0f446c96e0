/**
 * The raw query string, as BigBlueButton signs it: nothing is decoded, re-encoded or re-ordered before the checksum
 * was verified, and what is sent on is made of the very pieces that came in.
 */

/** One `name=value` of a query. `raw` is the text as received; name and value are decoded. */
export interface Parameter {
  readonly raw: string
  readonly name: string
  readonly value: string
}

/** A query that cannot be decoded: a broken `%` sequence, or bytes that are not UTF-8. */
export class UndecodableQuery extends Error {
  override name = 'UndecodableQuery'
}

/**
 * Splits a query at `&` and decodes each part, in order, repeated names kept. Values lose control characters and
 * surrounding space, as bbb-web does for every parameter. Throws `UndecodableQuery`.
 */
export function parseQuery(query: string): Parameter[] {
  const parameters: Parameter[] = []
  for (let start = 0; start < query.length; ) {
    const end = query.indexOf('&', start)
    const raw = end < 0 ? query.slice(start) : query.slice(start, end)
    if (raw !== '') parameters.push(parseParameter(raw))
    if (end < 0) break
    start = end + 1
  }
  return parameters
}

/** The first value of that name: bbb-web, too, takes the first of several. */
export function valueOf(parameters: readonly Parameter[], name: string): string | undefined {
  for (const parameter of parameters) if (parameter.name === name) return parameter.value
  return undefined
}

/** A parameter from decoded text, encoded the strict way: space as %20. */
export function parameter(name: string, value: string): Parameter {
  return { raw: `${encode(name)}=${encode(value)}`, name, value }
}

/** The query text of these parameters, each exactly as it came or was made. */
export function formatQuery(parameters: readonly Parameter[]): string {
  return parameters.map((p) => p.raw).join('&')
}

/** The parameters with every `name` replaced by one of that value, in the place of the first, or at the end. */
export function withValue(parameters: readonly Parameter[], name: string, value: string): Parameter[] {
  const replacement = parameter(name, value)
  const index = parameters.findIndex((p) => p.name === name)
  if (index < 0) return [...parameters, replacement]
  return parameters.flatMap((p, i) => (i === index ? [replacement] : p.name === name ? [] : [p]))
}

/** The parameters without those of that name. */
export function without(parameters: readonly Parameter[], ...names: readonly string[]): Parameter[] {
  return parameters.filter((p) => !names.includes(p.name))
}

/** Control characters removed and surrounding space trimmed, as bbb-web does before it validates. */
export function sanitize(value: string): string {
  return untidy.test(value) ? value.replace(control, '').trim() : value
}

const control = /\p{Cc}/gu
const untidy = /\p{Cc}|^\s|\s$/u

function parseParameter(raw: string): Parameter {
  const equals = raw.indexOf('=')
  const name = equals < 0 ? raw : raw.slice(0, equals)
  const value = equals < 0 ? '' : raw.slice(equals + 1)
  return { raw, name: decode(name), value: sanitize(decode(value)) }
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch (cause) {
    throw new UndecodableQuery(`not decodable: ${text.slice(0, 80)}`, { cause })
  }
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
