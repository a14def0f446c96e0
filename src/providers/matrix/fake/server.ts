import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import {
  beginPurge,
  deleteMedia,
  deleteOld,
  describeRoom,
  mediaIn,
  messagesOf,
  purgeStatus,
  type Reply,
  refuse,
  stateOf,
} from './admin.ts'
import { adminAccount, append, createState, type FakeState, makeRoom } from './state.ts'

/** A small homeserver that does what Synapse's documentation says of the calls that we make, and refuses the same. */
export interface FakeSynapse extends AsyncDisposable {
  readonly url: string
  /** The token of a server admin, and that of somebody who is none. */
  readonly token: string
  readonly plainToken: string
  readonly state: FakeState
  /** Every request so far: method, address, and whether its token was in a header. */
  readonly requests: readonly { readonly method: string; readonly url: string; readonly hasHeader: boolean }[]
  makeRoom(at: number, options?: { joined?: boolean }): string
  /** Something that was said in a room at a time; gives the event. */
  send(room: string, content: Readonly<Record<string, unknown>>, at: number): string
  /** A file of this server, used at a time. */
  upload(at: number): string
}

export async function startFakeSynapse(now: () => number = Date.now): Promise<FakeSynapse> {
  const state = createState('fake.example', now)
  const requests: { method: string; url: string; hasHeader: boolean }[] = []
  const tokens = { token: 'token-of-an-admin', plainToken: 'token-of-ada' }
  const server = createServer((request, response) => {
    const { method = '', url = '' } = request
    requests.push({ method, url, hasHeader: request.headers.authorization !== undefined })
    void answer(state, tokens, request).then(([status, body]) => send(response, status, body))
  })
  await listen(server)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...tokens,
    state,
    requests,
    makeRoom: (at, options) => makeRoom(state, at, options).id,
    send(room, content, at) {
      const there = state.rooms.get(room)
      if (!there) throw new Error(`there is no room ${room}`)
      return append(state, there, { type: 'm.room.message', content, at, stateKey: undefined }).id
    },
    upload(at) {
      const address = `mxc://${state.server}/file${state.media.size}x${state.rooms.size}`
      state.media.set(address, { usedAt: at, isRemote: false })
      return address
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Tokens = Pick<FakeSynapse, 'token' | 'plainToken'>

async function answer(state: FakeState, tokens: Tokens, request: IncomingMessage): Promise<Reply> {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://fake')
  const path = pathname.split('/').map(decodeURIComponent)
  const body = request.method === 'GET' || request.method === 'DELETE' ? {} : await readBody(request)
  if (body === undefined) return refuse(400, 'M_NOT_JSON', 'Content not JSON.')
  const given = request.headers.authorization?.replace('Bearer ', '')
  if (given === undefined) return refuse(401, 'M_MISSING_TOKEN', 'Missing access token')
  if (given !== tokens.token && given !== tokens.plainToken)
    return refuse(401, 'M_UNKNOWN_TOKEN', 'Invalid access token passed.')
  if (state.limited > 0) {
    state.limited -= 1
    return [429, { errcode: 'M_LIMIT_EXCEEDED', error: 'Too Many Requests', retry_after_ms: 20 }]
  }
  const isAdmin = given === tokens.token
  const account = isAdmin ? adminAccount(state.server) : `@ada:${state.server}`
  if (path[1] === '_matrix') return asClient(state, account, request.method ?? '', path, body)
  if (!isAdmin) return refuse(403, 'M_FORBIDDEN', 'You are not a server admin')
  return asAdmin(state, request.method ?? '', path.slice(4), searchParams, body)
}

function asClient(
  state: FakeState,
  account: string,
  method: string,
  [, , , , noun, id = '', , , transaction = '']: readonly string[],
  body: Readonly<Record<string, unknown>>,
): Reply {
  if (method === 'GET' && noun === 'account') return [200, { user_id: account, is_guest: false }]
  if (method !== 'PUT' || noun !== 'rooms') return unrecognised
  const room = state.rooms.get(id)
  if (!room?.members.has(account)) return refuse(403, 'M_FORBIDDEN', `User ${account} not in room ${id}`)
  const key = `${account} ${id} ${transaction}`
  const known = state.transactions.get(key)
  const event =
    known ?? append(state, room, { type: 'm.room.message', content: body, stateKey: undefined, at: state.now() }).id
  state.transactions.set(key, event)
  return [200, { event_id: event }]
}

function asAdmin(
  state: FakeState,
  method: string,
  [noun, id = '', what, more]: readonly string[],
  query: URLSearchParams,
  body: Readonly<Record<string, unknown>>,
): Reply {
  const room = state.rooms.get(id)
  switch (`${method} ${noun} ${noun === 'media' ? '' : (what ?? '')}`.trim()) {
    case 'GET rooms':
      return describeRoom(room)
    case 'GET rooms state':
      return stateOf(room, query.get('type'))
    case 'GET rooms messages':
      return messagesOf(room, query)
    case 'POST purge_history':
      return beginPurge(state, id, body)
    case 'GET purge_history_status':
      return purgeStatus(state, id)
    case 'GET room media':
      return mediaIn(state, room)
    case 'DELETE media':
      return deleteMedia(state, id, what ?? more ?? '')
    case 'POST media':
      return deleteOld(state, query, false)
    case 'POST purge_media_cache':
      return deleteOld(state, query, true)
    default:
      return unrecognised
  }
}

const unrecognised = refuse(404, 'M_UNRECOGNIZED', 'Unrecognized request')

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (request.headers['content-length'] === undefined || request.headers['content-length'] === '0') return {}
  return (await json(request).catch(() => undefined)) as Readonly<Record<string, unknown>> | undefined
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}
