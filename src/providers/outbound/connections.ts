import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { buildConnector, Pool } from 'undici'

/** Connections to one server, and whether an error came from one that had already served an earlier request. */
export interface Connections {
  readonly pool: Pool
  wasReused(error: unknown): boolean
}

const connectTimeoutMs = 2_000
const usualIdleTimeoutMs = 30_000

/** How many connections there may be, and what of TLS is not usual. */
export interface ConnectionOptions {
  readonly connections?: number
  readonly idleTimeoutMs?: number
  /** PEM of the authorities that are believed, instead of those of the system. */
  readonly ca?: string | undefined
  /** Judges the other side before a byte is written to it, instead of its certificate's authority: what is wrong, if anything. */
  readonly judge?: ((socket: TLSSocket) => Error | undefined) | undefined
}

/** A pool of kept-alive HTTP/1.1 connections to the origin of `url`. */
export function openConnections(url: string, options: ConnectionOptions = {}): Connections {
  const { connections = 16, idleTimeoutMs = usualIdleTimeoutMs, ca, judge } = options
  // A resumed session shows no certificate to judge.
  const tls = { ...(ca && { ca }), ...(judge && { rejectUnauthorized: false, maxCachedSessions: 0 }) }
  const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false, ...tls })
  const reused = new WeakSet<object>()
  const watch = (socket: Socket) => {
    socket.once('error', (error) => {
      if (socket.bytesRead > 0) reused.add(error)
    })
  }

  const pool = new Pool(new URL(url).origin, {
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: idleTimeoutMs,
    keepAliveMaxTimeout: idleTimeoutMs,
    // The deadline of a call covers all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        const wrong = error ?? (socket instanceof TLSSocket ? judge?.(socket) : undefined)
        if (wrong) socket?.destroy()
        if (wrong || !socket) return callback(wrong ?? new Error('no connection'), null)
        watch(socket)
        callback(null, socket)
      }),
  })
  return { pool, wasReused: (error) => typeof error === 'object' && error !== null && wasRead(error, reused) }
}

function wasRead(error: object, reused: WeakSet<object>): boolean {
  return reused.has(error) || ('socket' in error && bytesRead(error.socket) > 0)
}

function bytesRead(socket: unknown): number {
  if (typeof socket !== 'object' || socket === null || !('bytesRead' in socket)) return 0
  return typeof socket.bytesRead === 'number' ? socket.bytesRead : 0
}
