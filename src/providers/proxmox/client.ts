import { setTimeout } from 'node:timers/promises'
import { BrokenExchange, type Incoming, type Outgoing } from '../outbound/exchange.ts'
import { authorization, checkAccess, type ProxmoxAccess } from './access.ts'
import { failureOf, isFailure, ProxmoxFailure } from './failure.ts'
import { type Release, readRelease } from './release.ts'
import { overHttp, type Transport } from './transport.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
/** Undefined is left out; true and false are written as 1 and 0. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>

/** One Proxmox VE, a host or a cluster. Disposing it cuts its connections. */
export interface Proxmox extends AsyncDisposable {
  readonly name: string
  /** Whose token we use: `mycel@pve!apply`. */
  readonly owner: string
  /** Requests made so far. */
  requests(): number
  /** Asked once. Throws Problem 'refused' for a release that we do not know. */
  release(signal: AbortSignal): Promise<Release>
  /** For one piece of work: once the signal is aborted it begins no request, waits for nothing and throws. */
  session(signal: AbortSignal): Session
}

/** All of it throws `ProxmoxFailure`. */
export interface Session {
  readonly signal: AbortSignal
  get(path: string, parameters?: Parameters): Promise<unknown>
  /**
   * Says something that changes something. It is said again only when Proxmox refused it before doing anything, because a
   * lock was held; when the answer is lost the failure is 'lost', and whoever asked must look.
   */
  send(method: Method, path: string, parameters?: Parameters): Promise<unknown>
  pause(ms: number): Promise<void>
}

export interface ProxmoxOptions {
  readonly access: ProxmoxAccess
  /** Instead of HTTP. */
  readonly transport?: Transport
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>
  /** From 0 to 1. */
  readonly random?: () => number
  readonly log?: { debug(fields: Readonly<Record<string, unknown>>, message: string): void } | undefined
}

const readTimeoutMs = 30_000
/** A change waits up to 10 s for each of two locks, and older releases resize a disk before they answer. */
const writeTimeoutMs = 120_000
const mostTries = 6
const firstPauseMs = 500

/** Opens nothing yet. Throws Problem 'invalid' for a token, an address or a fingerprint that is none. */
export function createProxmox({ access, random = Math.random, log, ...options }: ProxmoxOptions): Proxmox {
  checkAccess(access)
  const headers = { authorization: authorization(access) }
  const transport = options.transport ?? overHttp(access)
  const pause = options.pause ?? ((ms, signal) => setTimeout(ms, undefined, { signal }))
  let count = 0
  let release: Promise<Release> | undefined

  async function call(method: Method, path: string, parameters: Parameters, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    count += 1
    const what = `Proxmox ${access.name}, ${method} ${path}`
    const outgoing = toOutgoing(method, path, parameters, headers)
    try {
      return dataOf(what, await untilAborted(transport.carry(outgoing), signal))
    } catch (error) {
      const failure = error instanceof BrokenExchange ? broken(what, error) : error
      if (failure instanceof ProxmoxFailure) log?.debug({ method, path, kind: failure.kind }, failure.message)
      throw failure
    }
  }

  async function repeat(method: Method, path: string, parameters: Parameters, signal: AbortSignal): Promise<unknown> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await call(method, path, parameters, signal)
      } catch (error) {
        if (!isFailure(error, 'busy') || tries === mostTries) throw error
        await pause(firstPauseMs * 2 ** (tries - 1) * (0.5 + random()), signal)
      }
    }
  }

  return {
    name: access.name,
    owner: access.tokenId,
    requests: () => count,
    release(signal) {
      const asked = release ?? call('GET', '/version', {}, signal).then((data) => versionIn(access.name, data))
      release = asked
      asked.catch(() => {
        release = undefined
      })
      return asked
    },
    session: (signal) => ({
      signal,
      get: (path, parameters = {}) => call('GET', path, parameters, signal),
      send: (method, path, parameters = {}) => repeat(method, path, parameters, signal),
      pause: (ms) => pause(ms, signal),
    }),
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  }
}

/** A path of the API, each part of it encoded: `at('nodes', 'kvm1', 'tasks', 'UPID:…')`. */
export function at(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${encodeURIComponent(part)}`).join('')
}

function toOutgoing(
  method: Method,
  path: string,
  parameters: Parameters,
  headers: Readonly<Record<string, string>>,
): Outgoing {
  const form = formOf(parameters)
  const inQuery = method === 'GET' || method === 'DELETE'
  return {
    method,
    path: `/api2/json${path}${inQuery && form !== '' ? `?${form}` : ''}`,
    headers,
    body: inQuery ? undefined : { type: 'application/x-www-form-urlencoded', content: form },
    timeoutMs: method === 'GET' ? readTimeoutMs : writeTimeoutMs,
  }
}

function formOf(parameters: Parameters): string {
  const form = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters)) {
    if (value !== undefined) form.append(key, typeof value === 'boolean' ? String(Number(value)) : String(value))
  }
  return form.toString()
}

function dataOf(what: string, incoming: Incoming): unknown {
  if (incoming.status !== 200) throw failureOf(what, incoming)
  try {
    const { data } = Object(JSON.parse(incoming.body))
    return data ?? null
  } catch (cause) {
    throw new ProxmoxFailure('garbled', 'the answer is not JSON; is this the address of a Proxmox?', what, cause)
  }
}

function broken(what: string, { reason, progress, message, cause }: BrokenExchange): ProxmoxFailure {
  if (reason === 'not HTTP' || reason === 'too large') return new ProxmoxFailure('garbled', message, what, cause)
  // Node has a dozen words for a certificate that it does not believe.
  const isDistrusted = !progress.started && /certificate|self-signed|altnames/i.test(message)
  if (isDistrusted) return new ProxmoxFailure('distrusted', message.replace(/; if the root CA.*$/, ''), what, cause)
  if (!progress.started) return new ProxmoxFailure('unreachable', message, what, cause)
  return new ProxmoxFailure('lost', `the answer was lost (${message})`, what, cause)
}

function versionIn(name: string, data: unknown): Release {
  const { version } = Object(data)
  return readRelease(name, String(version))
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
