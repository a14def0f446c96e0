import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { addRoom, changeRoom, removeRoom } from '../../rooms/change-room.ts'
import { enter } from '../../rooms/enter.ts'
import type { RoomParts } from '../../rooms/parts.ts'
import { changeOverrides } from '../../rooms/presets.ts'
import { listRooms } from '../../rooms/rooms.ts'
import { type Caller, requireRight } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'
import { requireShared, toRoomView } from './room-access.ts'
import { roomChange, roomParams, roomRequest, roomView } from './room-view.ts'

const tags = ['rooms']
const base = '/organisations/:organisation/rooms'
const one = `${base}/:room`
const params = z.object({ organisation: z.string() })
const config = { right: 'rooms.own' as const }

/**
 * The rooms of an organisation. Who may call: its people for the rooms that they share, administrators (`rooms.see`,
 * `rooms.manage`) for all of its rooms. A room of others is not there.
 */
export function serveRooms(api: Api, { rooms }: Installation): void {
  serveViews(api, rooms)
  serveCreation(api, rooms)
  serveChanges(api, rooms)
  serveStart(api, rooms)
}

function serveViews(api: Api, rooms: RoomParts): void {
  api.get(
    base,
    {
      config,
      schema: {
        summary: 'The rooms of an organisation that you may see',
        tags,
        params,
        querystring: z.strictObject({
          mine: z.enum(['true', 'false']).optional().describe('Only those that you share.'),
        }),
        response: { 200: z.object({ rooms: z.array(roomView) }), ...failures },
      },
    },
    async ({ params: { organisation }, query, caller }) => {
      const all = query.mine !== 'true' && caller.may('rooms.see', organisation)
      const owner = all ? undefined : (caller.signedIn?.person.id ?? '')
      const list = await listRooms(rooms, organisation, owner)
      return { rooms: await Promise.all(list.map((room) => toRoomView(rooms, room, caller))) }
    },
  )
  api.get(
    one,
    { config, schema: { summary: 'One room', tags, params: roomParams, response: { 200: roomView, ...failures } } },
    async ({ params: { organisation, room }, caller }) =>
      await toRoomView(rooms, await requireShared(rooms, organisation, room, caller), caller),
  )
}

function serveCreation(api: Api, rooms: RoomParts): void {
  api.post(
    base,
    {
      config,
      schema: { summary: 'Add a room', tags, params, body: roomRequest, response: { 201: roomView, ...failures } },
    },
    async ({ params: { organisation }, body, caller, actor }, reply) => {
      const { settings, owners, ...said } = body
      if (owners !== undefined || !belongsTo(caller, organisation)) requireRight(caller, 'rooms.manage', organisation)
      const self = belongsTo(caller, organisation) && caller.signedIn ? [caller.signedIn.person.id] : []
      const overrides = changeOverrides({}, settings ?? {})
      const room = await addRoom(rooms, { ...said, organisation, overrides, owners: owners ?? self }, actor)
      return await reply.code(201).send(await toRoomView(rooms, room, caller))
    },
  )
}

function serveChanges(api: Api, rooms: RoomParts): void {
  api.patch(
    one,
    {
      config,
      schema: {
        summary: 'Change a room; what the request does not name stays',
        tags,
        params: roomParams,
        body: roomChange,
        response: { 200: roomView, ...failures },
      },
    },
    async ({ params: { organisation, room: id }, body, caller, actor }) => {
      const room = await requireShared(rooms, organisation, id, caller)
      return await toRoomView(rooms, await changeRoom(rooms, room, body, actor), caller)
    },
  )
  api.delete(
    one,
    {
      config,
      schema: {
        summary: 'Remove a room with its names; a meeting in it goes on',
        tags,
        params: roomParams,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, room: id }, caller, actor }, reply) => {
      await removeRoom(rooms, await requireShared(rooms, organisation, id, caller), actor)
      return await reply.code(204).send(null)
    },
  )
}

function serveStart(api: Api, rooms: RoomParts): void {
  const body = z.strictObject({
    name: z.string().trim().min(1).max(100).optional().describe('What you are called there. Default: your name.'),
  })
  api.post(
    `${one}/start`,
    {
      config,
      schema: {
        summary: 'Begin the meeting of a room, unless it goes on, and get the way in as its moderator',
        tags,
        params: roomParams,
        body,
        response: { 200: z.object({ address: z.string().describe('For one browser, within minutes.') }), ...failures },
      },
    },
    async ({ params: { organisation, room: id }, body: { name: given }, caller }) => {
      const room = await requireShared(rooms, organisation, id, caller)
      const person = caller.signedIn?.person
      const name = given ?? person?.name
      if (name === undefined) throw new Problem('invalid', 'name: is missing; a token has none of its own')
      const host = { isModerator: true, isGuest: false, mayStart: true }
      const entry = await enter(rooms, room, { ...host, name, person: person?.id })
      if (entry.kind === 'enter') return { address: entry.address }
      throw new Problem('refused', `the meetings of the organisation ${organisation} are paused`)
    },
  )
}

function belongsTo({ signedIn }: Caller, organisation: string): boolean {
  return signedIn?.person.organisation === organisation
}
