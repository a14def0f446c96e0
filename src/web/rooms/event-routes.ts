import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../lib/problem.ts'
import { createRateLimit } from '../../lib/rate-limit.ts'
import { isFormOpen } from '../../rooms/events/form.ts'
import { fileRequest } from '../../rooms/events/requests.ts'
import type { RoomOrganisation, RoomParts } from '../../rooms/parts.ts'
import { type Failure, failurePage, statuses } from '../pages/failure-page.ts'
import { formText } from '../pages/form.ts'
import type { View } from '../pages/layout.ts'
import { sendPage } from '../pages/reply.ts'
import { emptyForm, findFaults, readForm, toAnswers } from './event-fields.ts'
import { eventPage, thanksPage } from './event-page.ts'

/** So many requests may be filed from one address within an hour, and looked at within a minute. */
const filedPerHour = 5
const hourMs = 3_600_000

/**
 * Serves the form for event requests. Who may see it: everybody, where the organisation has opened it; elsewhere it is
 * not there, as for an organisation that does not exist.
 */
export function serveEventForm(app: FastifyInstance, rooms: RoomParts, see: See): void {
  const limit = createRateLimit(rooms.clock, filedPerHour, hourMs)
  const fail = (request: FastifyRequest, reply: FastifyReply, failure: Failure) =>
    sendPage(reply, statuses[failure], see(request), failurePage(see(request), failure))

  app.get('/events/:organisation', async (request, reply) => {
    const organisation = await findOpen(rooms, request)
    if (!organisation) return fail(request, reply, 'notFound')
    const view = see(request, organisation.id)
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    return sendPage(reply, 200, view, eventPage(view, organisation, emptyForm(timeZone)))
  })
  app.post('/events/:organisation', async (request, reply) => {
    const organisation = await findOpen(rooms, request)
    if (!organisation) return fail(request, reply, 'notFound')
    const view = see(request, organisation.id)
    const filled = readForm(request)
    const faults = findFaults(filled, rooms.clock.now())
    if (Object.keys(faults).length > 0) return sendPage(reply, 422, view, eventPage(view, organisation, filled, faults))
    if (limit.isSpent(request.ip)) return fail(request, reply.header('retry-after', 3600), 'manyRequests')
    // Whoever fills in what people do not see is thanked, so that it does not learn.
    if (formText(request, 'website') !== '') return sendPage(reply, 200, view, thanksPage(view, organisation))
    limit.take(request.ip)
    try {
      await fileRequest(rooms, organisation.id, toAnswers(filled))
    } catch (error) {
      if (error instanceof Problem) return fail(request, reply, 'manyRequests')
      throw error
    }
    return sendPage(reply, 200, view, thanksPage(view, organisation))
  })
}

/** What a page is drawn with, in the name of an organisation where one is known. */
type See = (request: FastifyRequest, organisation?: string) => View

async function findOpen(rooms: RoomParts, { params }: FastifyRequest): Promise<RoomOrganisation | undefined> {
  const { organisation: id } = params as { organisation: string }
  const organisation = rooms.organisations.find(id)
  return organisation?.takesRooms && (await isFormOpen(rooms, id)) ? organisation : undefined
}
