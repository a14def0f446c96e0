import { setTimeout } from 'node:timers/promises'
import { type Dispatcher, request as send } from 'undici'
import { type Code, Problem } from '../../lib/problem.ts'
import type { Secret } from '../../lib/secret.ts'

export interface Access {
  readonly homeserver: string
  readonly token: Secret
  readonly agent: Dispatcher
  readonly pause?: ((ms: number) => Promise<void>) | undefined
}

export interface Call {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** With its query. */
  readonly path: string
  readonly body?: object
}

/** How often one call waits because the homeserver asks for patience, and for how long at most. */
const mostPauses = 5
const longestPauseMs = 60_000

/**
 * Makes one call and reads its JSON. Throws Problem 'unauthenticated', 'forbidden' and 'not-found' for what the homeserver
 * says so of, 'unavailable' when it cannot be reached or is overloaded, 'upstream' for whatever else it answers.
 */
export async function request(access: Access, call: Call): Promise<Readonly<Record<string, unknown>>> {
  for (let pauses = 0; ; pauses++) {
    const { status, body } = await exchange(access, call)
    if (status === 200) return body
    if (status !== 429 || pauses === mostPauses) throw explain(access, call, status, body)
    const asked = body['retry_after_ms']
    const pause = access.pause ?? setTimeout
    await pause(Math.min(typeof asked === 'number' ? asked : 1000, longestPauseMs))
  }
}

async function exchange({ homeserver, token, agent }: Access, { method, path, body }: Call) {
  try {
    const response = await send(`${homeserver}${path}`, {
      method,
      dispatcher: agent,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.reveal()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.statusCode, body: toRecord(await response.body.text()) }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    const hint = 'check chat.homeserver in coop.yaml, and whether the homeserver runs'
    throw new Problem('unavailable', `the homeserver ${homeserver} does not answer${code}`, { hint, cause })
  }
}

function toRecord(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

const codes: Readonly<Record<number, Code>> = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not-found' }

const hints: { readonly [Key in Code]?: string } = {
  unauthenticated: 'the token is not known there (any more): store a new one under the name that chat.token has',
  forbidden: 'the account must be a server admin, and in the room where it is to speak',
  'not-found': 'see chat in coop.yaml',
}

/** A 404 without an errcode is none of Synapse's: a proxy does not pass its admin API on. */
function explain({ homeserver }: Access, { path }: Call, status: number, body: Readonly<Record<string, unknown>>) {
  const errcode = typeof body['errcode'] === 'string' ? body['errcode'] : undefined
  const said = typeof body['error'] === 'string' ? body['error'].slice(0, 300) : `HTTP ${status}`
  if (status === 404 && (errcode === undefined || errcode === 'M_UNRECOGNIZED')) {
    const hint = 'Synapse’s own port is usually 8008; proxies often hide /_synapse/admin, and rightly so'
    return new Problem('upstream', `the homeserver ${homeserver} has no ${path.split('/', 4).join('/')} there`, {
      hint,
    })
  }
  const code = codes[status] ?? (status >= 500 || status === 429 ? 'unavailable' : 'upstream')
  return new Problem(code, `the homeserver says: ${said}`, { hint: hints[code] })
}
