import type { Socket } from 'node:net'
import { buildConnector, Pool } from 'undici'

/** Connections to one server, and whether an error came from one that had already served an earlier request. */
export interface Connections {
  readonly pool: Pool
  wasReused(error: unknown): boolean
}

const connectTimeoutMs = 2_000
const idleTimeoutMs = 30_000

/** A pool of kept-alive HTTP/1.1 connections to the origin of `url`. */
export function openConnections(url: string): Connections {
  const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false })
  const reused = new WeakSet<object>()
  const watch = (socket: Socket) => {
    socket.once('error', (error) => {
      if (socket.bytesRead > 0) reused.add(error)
    })
  }

  const pool = new Pool(new URL(url).origin, {
    connections: 16,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: idleTimeoutMs,
    keepAliveMaxTimeout: idleTimeoutMs,
    // The deadline of a call covers all of it.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) =>
      connect(options, (...[error, socket]) => {
        if (error) return callback(error, null)
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
