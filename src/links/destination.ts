/** Rules about the addresses that links lead to. All of them are about text alone; nothing is looked up. */

/** Characters; browsers and servers take no longer ones for sure. */
export const longestDestination = 2000

/** What a link may lead to. Everything else, such as `javascript:`, is never sent to a browser. */
const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:', 'matrix:'])

export type DestinationFault = 'noAddress' | 'scheme' | 'tooLong' | 'blank'

/** Almost every address looks so, and is told from a wrong one without being taken apart. */
const plain = /^https?:\/\/[a-z0-9](?:[a-z0-9-]*\.)+[a-z][a-z0-9-]*(?:[/?#][\x21-\x7e]*)?$/i

/** Why it cannot be sent to a browser as an address; undefined when it can. It must be trimmed. */
export function faultOf(destination: string): DestinationFault | undefined {
  if (destination.length <= longestDestination && plain.test(destination)) return undefined
  if (destination.length > longestDestination) return 'tooLong'
  if (/[\s\p{Cc}]/u.test(destination)) return 'blank'
  if (!/^[a-z][a-z0-9+.-]*:/i.test(destination) || !URL.canParse(destination)) return 'noAddress'
  const { protocol, hostname } = new URL(destination)
  if (!schemes.has(protocol)) return 'scheme'
  return protocol.startsWith('http') && hostname === '' ? 'noAddress' : undefined
}

/** The address as a Location header takes it: to the letter if it is ASCII, else percent-encoded. */
export function toLocation(destination: string): string {
  return /^[\x21-\x7e]+$/.test(destination) ? destination : new URL(destination).href
}

interface Pieces {
  readonly path: string
  /** With its `?`, or empty. */
  readonly query: string
  /** With its `#`, or empty. */
  readonly fragment: string
}

function takeApart(address: string): Pieces {
  const hash = address.indexOf('#')
  const fragment = hash < 0 ? '' : address.slice(hash)
  const rest = hash < 0 ? address : address.slice(0, hash)
  const mark = rest.indexOf('?')
  return { path: mark < 0 ? rest : rest.slice(0, mark), query: mark < 0 ? '' : rest.slice(mark), fragment }
}

/** What somebody wrote after a keyword. */
export interface Rest {
  /** Without a slash before it, still percent-encoded; empty for none. */
  readonly path?: string
  /** Without its `?`; empty for none. */
  readonly query?: string
  /** With its `#`; empty for none. Browsers keep it to themselves, so it comes from aliases only. */
  readonly fragment?: string
}

/**
 * The address with what was written after the keyword, or undefined when that cannot be put there.
 *
 * - Query: the link's own parameters stay; others are added behind, to the letter. So nobody turns a link elsewhere.
 * - Fragment: the link's own wins; where it has none, the other one is taken (as browsers do by themselves).
 * - Path: added only where the link has neither query nor fragment, and only downwards.
 */
export function passOn(address: string, { path = '', query = '', fragment = '' }: Rest): string | undefined {
  if (path === '' && query === '' && fragment === '') return address
  const own = takeApart(address)
  if (path !== '' && (own.query !== '' || own.fragment !== '' || !isDownwards(path) || !/^https?:/i.test(own.path))) {
    return undefined
  }
  const place = path === '' ? own.path : `${own.path.replace(/\/$/, '')}/${path}`
  const added = addedTo(own.query, query)
  const joined = own.query === '' ? (added === '' ? '' : `?${added}`) : `${own.query}${added === '' ? '' : `&${added}`}`
  return `${place}${joined}${own.fragment || fragment}`
}

/** Segments that lead up, however they are encoded, would leave the place that the link names. */
function isDownwards(path: string): boolean {
  return path.split(/[/\\]|%2f|%5c/i).every((segment) => {
    const plain = segment.replaceAll(/%2e/gi, '.')
    return plain !== '.' && plain !== '..' && plain !== ''
  })
}

function addedTo(own: string, query: string): string {
  if (query === '') return ''
  const names = new Set(own.slice(1).split('&').map(nameOf))
  return query
    .split('&')
    .filter((parameter) => parameter !== '' && !names.has(nameOf(parameter)))
    .join('&')
}

function nameOf(parameter: string): string {
  const [name = ''] = parameter.split('=')
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}

const password =
  /([?&#;](?:pwd|pw|pass|passwd|password|passcode|passphrase|secret|token|access_token|api_?key)=)([^&#;]+)/gi
const userInfo = /^([a-z][a-z0-9+.-]*:\/\/)([^/@?#]*:[^/@?#]*)@/i

/** Whether the address itself opens what it leads to. */
export function holdsPassword(address: string): boolean {
  return userInfo.test(address) || address.search(password) >= 0
}

/** The address without its passwords, for pages and messages. */
export function maskPasswords(address: string): string {
  return address.replace(password, '$1••••').replace(userInfo, '$1••••@')
}

/** Whether it leads into a place that is private by its name, such as a repository called `organizing-private`. */
export function isPrivatePlace(address: string): boolean {
  return /^https?:\/\/[^/]+\/(?:[^?#]*\/)?[^/?#]*-private(?:[/?#.]|$)/i.test(address)
}

/** The host of an address, or its scheme where it has none. */
export function hostOf(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url === undefined ? '' : url.host || url.protocol
}
