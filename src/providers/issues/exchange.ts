import { Agent, request } from 'undici'
import { Problem } from '../../lib/problem.ts'

/** A service whose API speaks JSON. */
export interface Service {
  /** What messages call it: `GitHub`, `Forgejo at git.example.coop`. */
  readonly name: string
  /** The API's address, without a trailing slash. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: unknown
}

/** Speaks with one service; disposing it closes its connections. */
export interface Exchange extends AsyncDisposable {
  /**
   * Makes a request and gives what is answered below 400. Throws Problem 'unavailable' when there is no answer or the service
   * is overloaded, 'not-found', 'refused' for everything else that it does not do.
   */
  send(call: Call): Promise<Answer>
}

const timeoutMs = 15_000

export function createExchange(service: Service): Exchange {
  const agent = new Agent({ connections: 4, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })
  return {
    async send({ method, path, body }) {
      const response = await request(`${service.url}${path}`, {
        method,
        dispatcher: agent,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          accept: 'application/json',
          'user-agent': 'Mycel',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...service.headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
      }).catch((cause: unknown) => {
        throw new Problem('unavailable', `${service.name} does not answer`, {
          hint: `is ${new URL(service.url).origin} reachable from here?`,
          cause,
        })
      })
      const { statusCode: status, headers } = response
      const answer = { status, headers, body: parse(await response.body.text()) }
      if (status < 400) return answer
      throw explain(service, answer, path)
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function explain({ name }: Service, { status, headers, body }: Answer, path: string): Problem {
  const said = messageOf(body)
  if (status === 401) {
    return new Problem('refused', `${name} does not accept the token`, {
      hint: 'has it expired? Store a new one with: mycel secret set',
    })
  }
  const isLimited =
    status === 429 || (status === 403 && (headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers))
  if (isLimited) {
    const seconds = waitOf(headers)
    const hint = seconds === undefined ? 'try again later' : `try again in ${Math.ceil(seconds / 60)} minutes`
    return new Problem('unavailable', `${name} takes no more requests from this token for now`, { hint })
  }
  if (status === 403) {
    return new Problem('refused', `${name} does not let the token do this: ${said}`, {
      hint: 'it must be allowed to write issues of that repository',
    })
  }
  if (status === 404) {
    return new Problem('not-found', `${name} has nothing at ${path}, or the token may not see it`)
  }
  if (status >= 500) return new Problem('unavailable', `${name} failed (HTTP ${status})`, { hint: 'try again later' })
  return new Problem('refused', `${name} refuses it: ${said} (HTTP ${status})`)
}

function waitOf(headers: Answer['headers']): number | undefined {
  const after = Number(headers['retry-after'])
  return Number.isFinite(after) ? after : undefined
}

function messageOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('message' in body)) return 'it does not say why'
  const details = 'errors' in body && Array.isArray(body.errors) ? body.errors.map(detailOf).filter(Boolean) : []
  return [String(body.message), ...details].join('; ')
}

function detailOf(detail: unknown): string {
  if (typeof detail === 'string') return detail
  if (typeof detail !== 'object' || detail === null) return ''
  const { field, code, message, value } = detail as Readonly<Record<string, unknown>>
  return [message, field, code, value].filter((one) => typeof one === 'string').join(' ')
}
