import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { isFormOpen, setFormOpen } from '../../rooms/events/form.ts'
import { furthestMs } from '../../rooms/events/questions.ts'
import {
  type EventRequest,
  estimateEvent,
  fileRequest,
  listRequests,
  removeRequest,
  requireRequest,
} from '../../rooms/events/requests.ts'
import type { RoomParts } from '../../rooms/parts.ts'
import type { Caller } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'
import { eventRequestBody, eventRequestView, toEventRequestView } from './event-request-view.ts'

const tags = ['event requests']
const base = '/organisations/:organisation/event-requests'
const params = z.object({ organisation: z.string() })
const paramsOfOne = params.extend({ id: z.string() })
const config = { right: 'rooms.manage' as const }

/**
 * What people ask for on the form for events. Who may call: the people of an organisation may file, its administrators
 * see and decide; the operator does so without seeing who asks.
 */
export function serveEventRequests(api: Api, { rooms }: Installation): void {
  serveViews(api, rooms)
  serveFiling(api, rooms)
  serveForm(api, rooms)
}

/** The request with its estimate as of now. */
export async function viewRequest(rooms: RoomParts, request: EventRequest, caller: Caller) {
  const seesPeople = caller.may('people.see', request.organisation)
  return toEventRequestView(request, seesPeople, await estimateEvent(rooms, request))
}

function serveViews(api: Api, rooms: RoomParts): void {
  api.get(
    base,
    {
      config,
      schema: {
        summary: 'The event requests of an organisation, newest first',
        tags,
        params,
        response: { 200: z.object({ requests: z.array(eventRequestView) }), ...failures },
      },
    },
    async ({ params: { organisation }, caller }) => {
      const seesPeople = caller.may('people.see', organisation)
      const list = await listRequests(rooms, organisation)
      return { requests: list.map((request) => toEventRequestView(request, seesPeople)) }
    },
  )
  api.get(
    `${base}/:id`,
    {
      config,
      schema: {
        summary: 'One event request, with what it takes and whether it fits',
        tags,
        params: paramsOfOne,
        response: { 200: eventRequestView, ...failures },
      },
    },
    async ({ params: { organisation, id }, caller }) =>
      await viewRequest(rooms, await requireRequest(rooms, organisation, id), caller),
  )
}

function serveFiling(api: Api, rooms: RoomParts): void {
  api.post(
    base,
    {
      config: { right: 'rooms.own' },
      schema: {
        summary: 'Ask for an event, whether the public form is open or not',
        tags,
        params,
        body: eventRequestBody,
        response: { 201: eventRequestView, ...failures },
      },
    },
    async ({ params: { organisation }, body: { contact, event }, caller }, reply) => {
      const startsAt = Date.parse(event.startsAt)
      const now = rooms.clock.now()
      if (startsAt < now || startsAt > now + furthestMs) {
        throw new Problem('invalid', 'event.startsAt: must be to come, within two years')
      }
      const request = await fileRequest(rooms, organisation, { contact, event: { ...event, startsAt } })
      return await reply.code(201).send(await viewRequest(rooms, request, caller))
    },
  )
  api.delete(
    `${base}/:id`,
    {
      config,
      schema: {
        summary: 'Delete an event request before its time; its room stays',
        tags,
        params: paramsOfOne,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, id }, actor }, reply) => {
      await removeRequest(rooms, await requireRequest(rooms, organisation, id), actor)
      return await reply.code(204).send(null)
    },
  )
}

function serveForm(api: Api, rooms: RoomParts): void {
  const path = '/organisations/:organisation/event-form'
  const form = z.object({ open: z.boolean().describe('Whether the public may fill it in.'), url: z.string() })
  const view = async (organisation: string) => ({
    open: await isFormOpen(rooms, organisation),
    url: rooms.formAddress(organisation),
  })
  api.get(
    path,
    { config, schema: { summary: 'The public form for events', tags, params, response: { 200: form, ...failures } } },
    async ({ params: { organisation } }) => await view(organisation),
  )
  api.put(
    path,
    {
      config,
      schema: {
        summary: 'Open the form for events to the public, or close it',
        tags,
        params,
        body: z.strictObject({ open: z.boolean() }),
        response: { 200: form, ...failures },
      },
    },
    async ({ params: { organisation }, body: { open }, actor }) => {
      await setFormOpen(rooms, organisation, open, actor)
      return await view(organisation)
    },
  )
}
