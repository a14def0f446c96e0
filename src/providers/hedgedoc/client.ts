import { Agent, type Dispatcher, request } from 'undici'
import { Problem } from '../../lib/problem.ts'
import type { Secret } from '../../lib/secret.ts'
import type { PadService } from '../../notes/parts.ts'

export interface HedgedocSettings {
  /** Without a trailing slash. */
  readonly url: string
  /** The value of the cookie of a session; undefined to work without an account. */
  readonly session: Secret | undefined
}

const timeoutMs = 15_000
/** No meeting was ever that long. */
const mostBytes = 2_000_000

/** Speaks with a HedgeDoc 1, whose API makes and reads pads; only people can change one. Disposing it closes connections. */
export function createHedgedoc({ url, session }: HedgedocSettings): PadService & AsyncDisposable {
  const agent = new Agent({
    connections: 2,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxResponseSize: mostBytes,
  })
  const host = new URL(url).host
  const cookie: Readonly<Record<string, string>> = session ? { cookie: `connect.sid=${session.reveal()}` } : {}
  const send = async (method: 'GET' | 'POST', path: string, body?: string) =>
    await request(`${url}${path}`, {
      method,
      dispatcher: agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'user-agent': 'Mycel', ...cookie, ...(body === undefined ? {} : { 'content-type': 'text/markdown' }) },
      body: body ?? null,
    }).catch((cause: unknown) => {
      throw new Problem('unavailable', `HedgeDoc at ${host} does not answer`, { cause })
    })

  const read = async (id: string): Promise<string | undefined> => {
    const response = await send('GET', `/${id}/download`)
    if (response.statusCode === 404) {
      await response.body.dump()
      return undefined
    }
    if (response.statusCode !== 200) throw await explain(response, host)
    return await response.body.text()
  }

  return {
    async read(address) {
      const id = idIn(address, url)
      const text = await read(id)
      if (text === undefined) throw new Problem('not-found', `HedgeDoc at ${host} has no pad ${id}`)
      return text
    },
    async create(text, alias) {
      // Not every version refuses a second pad of one alias as it should.
      if (alias !== undefined && (await read(encodeURIComponent(alias))) !== undefined) throw taken(alias, host)
      const path = alias === undefined ? '/new' : `/new/${encodeURIComponent(alias)}`
      const response = await send('POST', path, text)
      const { location } = response.headers
      if (response.statusCode === 409 && alias !== undefined) throw taken(alias, host)
      if (response.statusCode !== 302 || typeof location !== 'string') throw await explain(response, host, alias)
      await response.body.dump()
      return new URL(location, url).href
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

/** The id of a pad in its address. Throws Problem 'invalid' for any other address: nothing is asked of strangers. */
function idIn(address: string, url: string): string {
  const [, rest] = address.startsWith(`${url}/`) ? ['', address.slice(url.length + 1)] : []
  const [id = ''] = (rest ?? '').split(/[?#/]/)
  if (/^[\w~.%-]{1,200}$/.test(id) && id !== '.' && id !== '..') return id
  throw new Problem('invalid', `${address} is no pad of ${url}`, { hint: `write an address such as ${url}/weekly` })
}

function taken(alias: string, host: string): Problem {
  return new Problem('conflict', `HedgeDoc at ${host} has a pad ${alias} already`, { hint: 'choose another alias' })
}

async function explain({ statusCode, body }: Dispatcher.ResponseData, host: string, alias?: string): Promise<Problem> {
  await body.dump()
  if (statusCode === 403) {
    const hint =
      alias === undefined
        ? 'it wants an account: name the cookie of a session in notes.hedgedoc.session of coop.yaml'
        : 'it wants an account, or its setting allowFreeURL, without which no pad has an alias'
    return new Problem('refused', `HedgeDoc at ${host} does not allow it`, { hint })
  }
  if (statusCode >= 500) return new Problem('unavailable', `HedgeDoc at ${host} failed (HTTP ${statusCode})`)
  return new Problem('upstream', `HedgeDoc at ${host} answers HTTP ${statusCode}, which it should not`)
}
