import { z } from 'zod'
import { acceptRequest, declineRequest } from '../../rooms/events/accept.ts'
import { requireRequest } from '../../rooms/events/requests.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures } from './api.ts'
import { eventRequestView } from './event-request-view.ts'
import { viewRequest } from './event-requests.ts'
import { toRoomView } from './room-access.ts'
import { roomRequest, roomView } from './room-view.ts'

const tags = ['event requests']
const base = '/organisations/:organisation/event-requests/:id'
const params = z.object({ organisation: z.string(), id: z.string() })
const config = { right: 'rooms.manage' as const }

/** Who may decide about event requests: administrators, and the operator. */
export function serveEventDecisions(api: Api, { rooms }: Installation): void {
  api.post(
    `${base}/accept`,
    {
      config,
      schema: {
        summary: 'Make the room that was asked for, booked for the time of the event',
        tags,
        params,
        body: roomRequest
          .pick({ name: true, owners: true })
          .extend({ preset: roomRequest.shape.preset.removeDefault().optional() }),
        response: { 201: roomView, ...failures },
      },
    },
    async ({ params: { organisation, id }, body, caller, actor }, reply) => {
      const request = await requireRequest(rooms, organisation, id)
      const self = caller.signedIn?.person
      const owners = body.owners ?? (self?.organisation === organisation ? [self.id] : [])
      const room = await acceptRequest(rooms, request, { ...body, owners }, actor)
      return await reply.code(201).send(await toRoomView(rooms, room, caller))
    },
  )
  api.post(
    `${base}/decline`,
    {
      config,
      schema: { summary: 'Decline what was asked for', tags, params, response: { 200: eventRequestView, ...failures } },
    },
    async ({ params: { organisation, id }, caller, actor }) => {
      await declineRequest(rooms, await requireRequest(rooms, organisation, id), actor)
      return await viewRequest(rooms, await requireRequest(rooms, organisation, id), caller)
    },
  )
}
