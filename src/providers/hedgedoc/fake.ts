import { randomUUID } from 'node:crypto'
import { type FakeServer, serveFake } from '../issues/fake-http.ts'

export interface FakeHedgedocOptions {
  /** Default: true, as HedgeDoc has it. */
  readonly allowAnonymous?: boolean
  /** Whether pads may have an alias; default: false, as HedgeDoc has it. */
  readonly allowFreeUrl?: boolean
  /** The value of the cookie of somebody who is signed in. */
  readonly session?: string
}

export interface FakeHedgedoc extends FakeServer {
  /** The texts of the pads by id or alias. */
  readonly pads: Map<string, string>
}

/** A small HedgeDoc 1, after its public API description: pads are made and read, and changed by nobody but people. */
export async function startFakeHedgedoc(options: FakeHedgedocOptions = {}): Promise<FakeHedgedoc> {
  const { allowAnonymous = true, allowFreeUrl = false, session } = options
  const pads = new Map<string, string>()
  const server = await serveFake(({ method, path, headers, body }) => {
    const isSignedIn = session !== undefined && (headers.cookie ?? '').split('; ').includes(`connect.sid=${session}`)
    const [, verb = '', rest = ''] = path.split('/')
    if (verb === 'new' && method === 'POST') {
      if (!isSignedIn && !allowAnonymous) return { status: 403, body: '403 Forbidden' }
      if (rest !== '' && !allowFreeUrl) return { status: 403, body: '403 Forbidden' }
      const id = rest === '' ? randomUUID().replaceAll('-', '').slice(0, 22) : decodeURIComponent(rest)
      if (pads.has(id)) return { status: 409, body: '409 Conflict' }
      // Bodies of another type are not read as the pad's text.
      pads.set(id, headers['content-type']?.startsWith('text/markdown') ? body : '')
      return { status: 302, headers: { location: `${server.url}/${id}` }, body: '' }
    }
    const text = pads.get(decodeURIComponent(verb))
    if (method !== 'GET' || rest !== 'download' || text === undefined) return { status: 404, body: '404 Not Found' }
    return { status: 200, headers: { 'content-type': 'text/markdown; charset=UTF-8' }, body: text }
  })
  return { ...server, pads }
}
