import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Counter } from '../../links/counts.ts'
import { findWay, readAsked } from '../../links/follow.ts'
import type { LinkParts } from '../../links/parts.ts'

/**
 * Answers links that lead somewhere before anything else looks at the request: short words are said in meetings, and all who
 * hear one follow it at once. Gives false for everything else, which is then served as usual; at a host of links its path is
 * put behind `/l` first, so that nothing else of this program can be reached there.
 */
export type LinkListener = (request: IncomingMessage, response: ServerResponse) => boolean

export function createLinkListener({
  live,
  counts,
  settings,
}: Pick<LinkParts, 'live' | 'counts' | 'settings'>): LinkListener {
  const isHost = createHostTest(settings.hosts)
  let ready = new Map<string, Ready>()
  live.onTable(() => {
    ready = new Map()
  })
  const find = (path: string): Ready | undefined => {
    const asked = readAsked(path)
    const location = findWay(live.table, asked)
    if (location === undefined) return undefined
    const way = { headers: headersTo(location), counter: counts.of(asked.keyword) }
    // Only keywords as they are: what visitors make up must not fill the memory.
    if (path === asked.keyword) ready.set(path, way)
    return way
  }
  return (request, response) => {
    const { url = '/', method } = request
    const isBehindL = url.startsWith('/l/')
    // The host is looked at only where it matters: Node reads headers when they are asked for.
    if (!isBehindL && !isHost(request)) return false
    const path = url.slice(isBehindL ? 3 : 1)
    if (method === 'GET' || method === 'HEAD') {
      const way = ready.get(path) ?? find(path)
      if (way) {
        response.writeHead(302, way.headers).end()
        if (method === 'GET') way.counter.n += 1
        return true
      }
    }
    if (!isBehindL && !url.startsWith('/assets/')) request.url = `/l${url}`
    return false
  }
}

interface Ready {
  readonly headers: string[]
  readonly counter: Counter
}

/** A link may lead elsewhere tomorrow, and nobody need know from which page it was followed. */
export function headersTo(location: string): string[] {
  return ['location', location, 'cache-control', 'no-store', 'referrer-policy', 'no-referrer', 'content-length', '0']
}

function createHostTest(hosts: readonly string[]): (request: IncomingMessage) => boolean {
  const known = new Set(hosts)
  if (known.size === 0) return () => false
  return ({ headers: { host = '' } }) => known.has(host) || known.has(host.toLowerCase().replace(/\.?(:\d+)?$/, ''))
}
