import { Agent } from 'undici'
import type { ChatEvent, ChatPage, ChatServer, PurgeState } from '../../chat/server.ts'
import { Problem } from '../../lib/problem.ts'
import type { Secret } from '../../lib/secret.ts'
import { type Access, type Call, request } from './request.ts'

export interface MatrixOptions {
  /** Without a trailing slash. */
  readonly homeserver: string
  readonly token: Secret
  /** Waits; tests need not. */
  readonly pause?: (ms: number) => Promise<void>
}

const pageSize = 500
const admin = '/_synapse/admin/v1'
const client = '/_matrix/client/v3'

/** Speaks to a Synapse homeserver through its admin API. The token goes in a header, never in an address. */
export function createMatrix(options: MatrixOptions): ChatServer & AsyncDisposable {
  const agent = new Agent({ connections: 2, headersTimeout: 60_000, bodyTimeout: 60_000 })
  const access: Access = { ...options, agent }
  const ask = (call: Call) => request(access, call)
  return {
    async whoAmI() {
      return String((await ask({ method: 'GET', path: `${client}/account/whoami` }))['user_id'])
    },
    describe: (room) => describe(ask, room),
    read: (room, from) => read(ask, room, from),
    async purge(room, upTo) {
      const body = { delete_local_events: true, purge_up_to_event_id: upTo }
      const answer = await ask({ method: 'POST', path: `${admin}/purge_history/${encodeURIComponent(room)}`, body })
      return text(answer['purge_id'], 'purge_id')
    },
    purgeState: (id) => readPurge(ask, id),
    async mediaIn(room) {
      const answer = await ask({ method: 'GET', path: `${admin}/room/${encodeURIComponent(room)}/media` })
      return [...texts(answer['local']), ...texts(answer['remote'])]
    },
    deleteMedia: (address) => deleteMedia(ask, address),
    async deleteOldMedia(before) {
      const answer = await ask({ method: 'POST', path: `${admin}/media/delete?before_ts=${before}&keep_profiles=true` })
      return number(answer['total'])
    },
    async deleteCachedMedia(before) {
      return number((await ask({ method: 'POST', path: `${admin}/purge_media_cache?before_ts=${before}` }))['deleted'])
    },
    async say(room, words, transaction) {
      const path = `${client}/rooms/${encodeURIComponent(room)}/send/m.room.message/${encodeURIComponent(transaction)}`
      const answer = await ask({ method: 'PUT', path, body: { msgtype: 'm.notice', body: words } })
      return text(answer['event_id'], 'event_id')
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  }
}

type Ask = (call: Call) => Promise<Readonly<Record<string, unknown>>>

async function describe(ask: Ask, room: string): ReturnType<ChatServer['describe']> {
  const path = `${admin}/rooms/${encodeURIComponent(room)}`
  const facts = await ask({ method: 'GET', path })
  const beginning = await ask({ method: 'GET', path: `${path}/state?type=m.room.create` })
  return {
    name: typeof facts['name'] === 'string' ? facts['name'] : undefined,
    members: number(facts['joined_members']),
    stateEvents: number(facts['state_events']),
    isEncrypted: typeof facts['encryption'] === 'string',
    hasBeginning: Array.isArray(beginning['state']) && beginning['state'].length === 1,
  }
}

/** Forwards from the beginning: going back, Synapse would fetch from other servers what was deleted here. */
async function read(ask: Ask, room: string, from: string | undefined): Promise<ChatPage> {
  const query = new URLSearchParams({ dir: 'f', limit: String(pageSize) })
  if (from !== undefined) query.set('from', from)
  const answer = await ask({ method: 'GET', path: `${admin}/rooms/${encodeURIComponent(room)}/messages?${query}` })
  const events = Array.isArray(answer['chunk']) ? answer['chunk'].map(toEvent) : []
  const next = typeof answer['end'] === 'string' && events.length > 0 ? answer['end'] : undefined
  return { events, next }
}

async function readPurge(ask: Ask, id: string): Promise<PurgeState> {
  try {
    const { status, error } = await ask({
      method: 'GET',
      path: `${admin}/purge_history_status/${encodeURIComponent(id)}`,
    })
    if (status === 'failed') return { kind: 'failed', why: typeof error === 'string' ? error : 'it does not say why' }
    if (status === 'active' || status === 'complete') return { kind: status }
    throw new Problem('upstream', `the homeserver calls the state of a purge ${JSON.stringify(status)}`)
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return { kind: 'unknown' }
    throw error
  }
}

async function deleteMedia(ask: Ask, address: string): Promise<boolean> {
  const [, server = '', id = ''] = /^mxc:\/\/([^/]+)\/([^/]+)$/.exec(address) ?? []
  if (server === '') return false
  try {
    const path = `${admin}/media/${encodeURIComponent(server)}/${encodeURIComponent(id)}`
    return number((await ask({ method: 'DELETE', path }))['total']) > 0
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return false
    throw error
  }
}

function toEvent(raw: unknown): ChatEvent {
  const event = record(raw)
  return {
    id: text(event['event_id'], 'event_id'),
    at: number(event['origin_server_ts']),
    isState: event['state_key'] !== undefined,
    media: mediaOf(record(event['content'])),
  }
}

/** A file, its thumbnail, and both again where the file itself is encrypted but the event is not. */
function mediaOf(content: Readonly<Record<string, unknown>>): string[] {
  const info = record(content['info'])
  const places = [
    content['url'],
    record(content['file'])['url'],
    info['thumbnail_url'],
    record(info['thumbnail_file'])['url'],
  ]
  return places.filter((place): place is string => typeof place === 'string' && place.startsWith('mxc://'))
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string' && value !== '') return value
  throw new Problem('upstream', `the homeserver answered without ${name}`)
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
