import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { addOwner, findByEmail, removeOwner } from '../../rooms/owners.ts'
import type { RoomParts } from '../../rooms/parts.ts'
import { requireRoom } from '../../rooms/rooms.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'
import { requireShared, toRoomView } from './room-access.ts'
import { roomParams, roomView } from './room-view.ts'

const tags = ['rooms']
const base = '/organisations/:organisation/rooms/:room/owners'
const config = { right: 'rooms.own' as const }

const body = z
  .strictObject({ id: z.string(), email: z.string().max(320) })
  .partial()
  .refine(({ id, email }) => (id === undefined) !== (email === undefined), 'give either the id or the e-mail address')

/** Who shares a room. Who may call: whoever shares it, and administrators. */
export function serveRoomOwners(api: Api, { rooms }: Installation): void {
  serveAddition(api, rooms)
  serveRemoval(api, rooms)
}

function serveAddition(api: Api, rooms: RoomParts): void {
  api.post(
    base,
    {
      config,
      schema: {
        summary: 'Share a room with one more person of the organisation',
        tags,
        params: roomParams,
        body,
        response: { 200: roomView, ...failures },
      },
    },
    async ({ params: { organisation, room: id }, body: { id: given, email = '' }, caller, actor }) => {
      const room = await requireShared(rooms, organisation, id, caller)
      await addOwner(rooms, room, given ?? (await findByEmail(rooms, organisation, email)), actor)
      return await toRoomView(rooms, await requireRoom(rooms, organisation, room.id), caller)
    },
  )
}

function serveRemoval(api: Api, rooms: RoomParts): void {
  api.delete(
    `${base}/:person`,
    {
      config,
      schema: {
        summary: 'Share a room no more with somebody',
        tags,
        params: roomParams.extend({ person: z.string() }),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, room: id, person }, caller, actor }, reply) => {
      const room = await requireShared(rooms, organisation, id, caller)
      if (room.owners.length === 1 && !caller.may('rooms.manage', organisation)) {
        throw new Problem('refused', 'a room keeps at least one owner', {
          hint: 'add another one before, or remove it',
        })
      }
      await removeOwner(rooms, room, person, actor)
      return await reply.code(204).send(null)
    },
  )
}
