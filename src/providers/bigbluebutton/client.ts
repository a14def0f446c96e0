import type { CallOptions, ServerAccess, Servers } from '../../meetings/servers.ts'
import { signQuery } from '../../protocol/checksum.ts'
import { readListing } from '../../protocol/listing.ts'
import { readAnswer } from '../../protocol/meeting.ts'
import { ServerFailure } from '../../protocol/server-failure.ts'
import { MalformedXml } from '../../protocol/xml.ts'
import { type Connections, openConnections } from '../outbound/connections.ts'
import { BrokenExchange, exchange, type Incoming, type Outgoing } from '../outbound/exchange.ts'

/** Where the client reports calls that failed, and those it made a second time. */
export interface CallLog {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void
}

const usualTimeoutMs = 5_000

/** Calls that only read: they may be made twice. */
const readCalls: ReadonlySet<string> = new Set([
  '',
  'isMeetingRunning',
  'getMeetings',
  'getMeetingInfo',
  'getRecordings',
  'getRecordingTextTracks',
  'hooks/list',
])

/** Talks to BigBlueButton servers over HTTP, on connections that are kept open. Disposing it cuts them. */
export function createServers({ log }: { readonly log?: CallLog } = {}): Servers & AsyncDisposable {
  const open = new Map<string, Connections>()
  let isClosed = false

  return {
    async call(server, call, query, options) {
      const signed = signQuery(server.checksum, call, query, server.secret.reveal())
      const incoming = await request(server, call, signed, options)
      return readWith(readAnswer, server, call, incoming)
    },

    async list(server, known, timeoutMs) {
      const signed = signQuery(server.checksum, 'getMeetings', '', server.secret.reveal())
      const incoming = await request(server, 'getMeetings', signed, { timeoutMs })
      try {
        const digest = incoming.digest()
        if (known === digest && incoming.status === 200) return 'same'
        return { ...readWith(readListing, server, 'getMeetings', incoming), digest }
      } finally {
        incoming.release()
      }
    },

    async session(server, call, query, options) {
      const { status, type, body } = await request(server, call, query, options)
      return { status, type, body }
    },

    async forget(server) {
      const connections = open.get(keyOf(server))
      open.delete(keyOf(server))
      await connections?.pool.close()
    },

    async [Symbol.asyncDispose]() {
      isClosed = true
      const all = [...open.values()]
      open.clear()
      await Promise.all(all.map(({ pool }) => pool.destroy()))
    },
  }

  async function request(
    server: ServerAccess,
    call: string,
    query: string,
    options: CallOptions = {},
  ): Promise<Incoming> {
    const { body, timeoutMs = usualTimeoutMs, mostBytes } = options
    const outgoing = { path: pathOf(server, call, query), body, timeoutMs, mostBytes }
    if (isClosed) throw new ServerFailure('unreachable', `${describe(server, call)} came while Mycel was shutting down`)
    const mayRepeat = !body && readCalls.has(call)
    try {
      return await send(connectionsTo(server), outgoing, mayRepeat)
    } catch (error) {
      const failure = toFailure(server, call, error)
      log?.debug({ server: server.id, call, kind: failure.kind, err: failure }, 'a call to a server failed')
      throw failure
    }
  }

  function connectionsTo(server: ServerAccess): Connections {
    const key = keyOf(server)
    const existing = open.get(key)
    if (existing) return existing

    const connections = openConnections(server.url)
    open.set(key, connections)
    return connections
  }
}

/** A server that restarted leaves dead connections behind: a read that met one is made once more. */
async function send({ pool, wasReused }: Connections, outgoing: Outgoing, mayRepeat: boolean): Promise<Incoming> {
  try {
    return await exchange(pool, outgoing)
  } catch (error) {
    const isStale = error instanceof BrokenExchange && error.reason === 'connection' && wasReused(error.cause)
    if (!mayRepeat || !isStale || error.progress.answered) throw error
    return await exchange(pool, outgoing)
  }
}

function readWith<T>(read: (body: string) => T, server: ServerAccess, call: string, { status, body }: Incoming): T {
  const said = `${describe(server, call)} was answered`
  if (status >= 300 && status < 400) {
    throw new ServerFailure('garbled', `${said} with HTTP ${status}, a redirect; check the address of the server`)
  }
  if (status !== 200) throw new ServerFailure('garbled', `${said} with HTTP ${status}`)
  try {
    return read(body)
  } catch (cause) {
    if (!(cause instanceof MalformedXml)) throw cause
    throw new ServerFailure('garbled', `${said} with something that is not XML of the BigBlueButton API`, cause)
  }
}

function toFailure(server: ServerAccess, call: string, error: unknown): ServerFailure {
  if (!(error instanceof BrokenExchange)) throw error
  const { reason, progress, message } = error
  const said = describe(server, call)

  if (reason === 'not HTTP') return new ServerFailure('garbled', `${said} was answered with something that is not HTTP`)
  if (reason === 'too large') return new ServerFailure('garbled', `${said} was answered with ${message}`)
  if (!progress.started) return new ServerFailure('unreachable', `${said} could not be sent: ${message}`, error.cause)
  return new ServerFailure('lost', `${said} was sent, but its answer was lost: ${message}`, error.cause)
}

function describe(server: ServerAccess, call: string): string {
  return `server ${server.id}: ${call === '' ? 'the index call' : call}`
}

function pathOf(server: ServerAccess, call: string, query: string): string {
  const base = new URL(server.url).pathname.replace(/\/$/, '')
  return `${base}/${call}${query === '' ? '' : `?${query}`}`
}

function keyOf(server: ServerAccess): string {
  return `${server.id} ${server.url}`
}
