import { randomId } from '../../../lib/ids.ts'
import { carryOut, type FakeEvent, type FakeRoom, type FakeState } from './state.ts'

/** What a call gets: a status and the body of it. */
export type Reply = readonly [status: number, body: object]

export const refuse = (status: number, errcode: string, error: string): Reply => [status, { errcode, error }]

const noRoom = refuse(404, 'M_NOT_FOUND', 'Room not found')

export function describeRoom(room: FakeRoom | undefined): Reply {
  if (!room) return noRoom
  const state = presentState(room)
  return [
    200,
    {
      room_id: room.id,
      name: room.name ?? null,
      joined_members: room.members.size,
      joined_local_members: room.members.size,
      state_events: state.length,
      encryption: room.isEncrypted ? 'm.megolm.v1.aes-sha2' : null,
      tombstoned: false,
    },
  ]
}

export function stateOf(room: FakeRoom | undefined, type: string | null): Reply {
  if (!room) return noRoom
  return [
    200,
    {
      state: presentState(room)
        .filter((event) => type === null || event.type === type)
        .map(toClient),
    },
  ]
}

/** Forwards only, which is the one way in which we read. A room that is not there has no messages. */
export function messagesOf(room: FakeRoom | undefined, query: URLSearchParams): Reply {
  if (query.get('dir') !== 'f')
    return refuse(400, 'M_INVALID_PARAM', 'the fake reads forwards only: backwards fetches from other servers')
  const from = query.get('from')
  if (from !== null && !/^t\d+-\d+_0$/.test(from)) return refuse(400, 'M_UNKNOWN', "'from' parameter is invalid")
  const after = from === null ? 0 : Number(/^t(\d+)/.exec(from)?.[1])
  const limit = Math.min(Number(query.get('limit') ?? 10), 1000)
  const chunk = (room?.events ?? []).filter(({ depth }) => depth > after).slice(0, limit)
  const last = chunk.at(-1)
  return [200, { chunk: chunk.map(toClient), start: from ?? 't0-0_0', ...(last && { end: `t${last.depth}-1_0` }) }]
}

export function beginPurge(state: FakeState, id: string, body: Readonly<Record<string, unknown>>): Reply {
  const wanted = body['purge_up_to_event_id']
  if (typeof wanted !== 'string') {
    return refuse(400, 'M_BAD_JSON', 'must specify purge_up_to_event_id or purge_up_to_ts')
  }
  const holder = [...state.rooms.values()].find(({ events }) => events.some((event) => event.id === wanted))
  const upTo = holder?.events.find((event) => event.id === wanted)
  if (!holder || !upTo) return refuse(404, 'M_NOT_FOUND', `Could not find event ${wanted}`)
  if (holder.id !== id) return refuse(400, 'M_UNKNOWN', 'Event is for wrong room.')
  const purge = randomId(16)
  const deleteLocal = body['delete_local_events'] === true
  state.purges.set(purge, { room: holder, upTo, deleteLocal, looks: state.looks, state: 'active' })
  return [200, { purge_id: purge }]
}

export function purgeStatus(state: FakeState, id: string): Reply {
  const purge = state.purges.get(id)
  if (!purge) return refuse(404, 'M_NOT_FOUND', `purge id '${id}' not found`)
  if (purge.state === 'active' && purge.looks-- <= 0) carryOut(state, purge)
  return [200, { status: purge.state, ...(purge.error === undefined ? {} : { error: purge.error }) }]
}

export function mediaIn(state: FakeState, room: FakeRoom | undefined): Reply {
  const shown = (room?.events ?? []).flatMap(({ content }) => addressesIn(content))
  const isLocal = (address: string) => address.startsWith(`mxc://${state.server}/`)
  return [200, { local: shown.filter(isLocal), remote: shown.filter((address) => !isLocal(address)) }]
}

export function deleteMedia(state: FakeState, server: string, id: string): Reply {
  if (server !== state.server) return refuse(400, 'M_UNKNOWN', 'Can only delete local media')
  if (!state.media.delete(`mxc://${server}/${id}`)) return refuse(404, 'M_NOT_FOUND', 'Unknown media')
  return [200, { deleted_media: [id], total: 1 }]
}

export function deleteOld(state: FakeState, query: URLSearchParams, isRemote: boolean): Reply {
  const before = Number(query.get('before_ts'))
  if (!(before >= 30_000_000_000)) {
    return refuse(
      400,
      'M_INVALID_PARAM',
      'Query parameter before_ts you provided is from the year 1970. Double check that you are providing a timestamp in milliseconds.',
    )
  }
  const old = [...state.media].filter(([, file]) => file.isRemote === isRemote && file.usedAt < before)
  for (const [address] of old) state.media.delete(address)
  const ids = old.map(([address]) => address.split('/').at(-1))
  return [200, isRemote ? { deleted: old.length } : { deleted_media: ids, total: old.length }]
}

/** The newest event of each type and key. */
function presentState({ events }: FakeRoom): FakeEvent[] {
  const newest = new Map<string, FakeEvent>()
  for (const event of events) {
    if (event.stateKey !== undefined) newest.set(JSON.stringify([event.type, event.stateKey]), event)
  }
  return [...newest.values()]
}

function toClient({ id, type, at, stateKey, content }: FakeEvent): object {
  return {
    event_id: id,
    type,
    origin_server_ts: at,
    content,
    sender: '@ada:fake',
    ...(stateKey === undefined ? {} : { state_key: stateKey }),
  }
}

function addressesIn(content: Readonly<Record<string, unknown>>): string[] {
  const info = (content['info'] ?? {}) as Readonly<Record<string, unknown>>
  return [content['url'], info['thumbnail_url']].filter((url): url is string => typeof url === 'string')
}
