import { Agent, type Dispatcher } from 'undici'
import { Problem } from '../../lib/problem.ts'
import type { Secret } from '../../lib/secret.ts'
import type { Origin, Reading, Version } from '../../links/sources/origin.ts'
import { explain } from '../outbound/deliver.ts'

export interface UrlOptions {
  readonly url: string
  readonly everyMs: number
  /** Sent as a bearer token, to this address alone. */
  readonly token?: Secret | undefined
}

const timeoutMs = 10_000

/** Bytes; more is no table of links. */
const largest = 64 * 1024 * 1024

/**
 * A table at an address, asked for with the conditions that HTTP has, so that one that did not change costs a few bytes. The
 * address is declared by whoever runs the program, so it may be a private one; redirects are not followed, for they are not.
 */
export function urlOrigin({ url, everyMs, token }: UrlOptions): Origin & AsyncDisposable {
  const agent = new Agent({ connections: 1, allowH2: false, connect: { timeout: timeoutMs } })
  const { origin, pathname, search, host } = new URL(url)
  return {
    name: `${host}${pathname}`,
    everyMs,
    async read(known) {
      const signal = AbortSignal.timeout(timeoutMs)
      const headers = { ...conditions(known), ...(token && { authorization: `Bearer ${token.reveal()}` }) }
      try {
        const response = await agent.request({
          origin,
          path: pathname + search,
          method: 'GET',
          headers: { 'user-agent': 'Mycel', accept: 'text/csv, text/plain, */*;q=0.1', ...headers },
          signal,
        })
        return await understand(response, host)
      } catch (error) {
        throw explain(error, origin, timeoutMs)
      }
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

function conditions(known: Version | undefined): Record<string, string> {
  return {
    ...(known?.['etag'] && { 'if-none-match': known['etag'] }),
    ...(known?.['lastModified'] && { 'if-modified-since': known['lastModified'] }),
  }
}

async function understand({ statusCode, headers, body }: Dispatcher.ResponseData, host: string): Promise<Reading> {
  if (statusCode === 200) return { kind: 'text', text: await readText(body, host), version: versionOf(headers) }
  await body.dump({ limit: 64 * 1024 }).catch(() => {})
  if (statusCode === 304) return { kind: 'unchanged' }
  if (statusCode === 429 || statusCode === 503) {
    return { kind: 'later', afterMs: retryAfter(headers['retry-after']), why: `${host} answers ${statusCode}` }
  }
  const hint = statusCode >= 300 && statusCode < 400 ? 'redirects are not followed: name the last address' : undefined
  const code =
    statusCode === 404 || statusCode === 410
      ? 'not-found'
      : statusCode === 401 || statusCode === 403
        ? 'forbidden'
        : 'upstream'
  throw new Problem(code, `${host} answers ${statusCode}`, { hint })
}

function versionOf(headers: Dispatcher.ResponseData['headers']): Version {
  const [etag, lastModified] = [headers['etag'], headers['last-modified']]
  return {
    ...(typeof etag === 'string' && { etag }),
    ...(typeof lastModified === 'string' && { lastModified }),
  }
}

async function readText(body: Dispatcher.ResponseData['body'], host: string): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > largest) throw new Problem('upstream', `${host} sends more than ${largest} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const longestRetryMs = 3_600_000

/** Seconds, or a date. */
function retryAfter(value: string | string[] | undefined): number {
  const text = typeof value === 'string' ? value : ''
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), longestRetryMs)
}
