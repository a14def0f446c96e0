import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import { enter, findMeeting } from '../../rooms/enter.ts'
import { nameShape } from '../../rooms/names.ts'
import { issuePass, readPass } from '../../rooms/passes.ts'
import { findRoom } from '../../rooms/rooms.ts'
import { admit, type Hindrance, type Visit, type Visitor } from '../../rooms/visit.ts'
import { brandView } from '../brand/routes.ts'
import type { Installation } from '../installation.ts'
import { type Failure, statuses } from '../pages/failure-page.ts'
import { acceptForms, formText } from '../pages/form.ts'
import type { TextKey } from '../pages/languages.ts'
import { link, type Page, type View } from '../pages/layout.ts'
import { sendPage, viewOf } from '../pages/reply.ts'
import { serveEventForm } from './event-routes.ts'
import { createGuessLimit, type GuessLimit } from './guess-limit.ts'
import {
  type Attempt,
  type Door,
  hinderedPage,
  mostCharacters,
  onwardPage,
  roomFailure,
  roomPage,
  waitPage,
} from './room-page.ts'
import { nameOf, seeCaller } from './visitor.ts'

interface Parts {
  readonly installation: Installation
  readonly limit: GuessLimit
  /** In the name of the organisation whose room it is, where that is known. */
  see(request: FastifyRequest, organisation?: string): View
}

/**
 * Serves the public pages of rooms. Who may see them: whoever knows a room's name; they tell how many people are there,
 * and of nobody who. Whoever goes in shows what the room asks for, each time anew.
 */
export function serveRoomPages(
  app: FastifyInstance,
  installation: Installation,
  coop: { readonly name: string },
): void {
  const { context } = installation.gateway
  const parts: Parts = {
    installation,
    limit: createGuessLimit(context.clock),
    see: (request, organisation) =>
      viewOf(
        request,
        coop.name,
        undefined,
        brandView(organisation === undefined ? undefined : installation.brands.of(organisation)),
      ),
  }
  acceptForms(app)
  serveEventForm(app, installation.rooms, parts.see)
  app.get('/r/:name', (request, reply) => showRoom(parts, request, reply))
  app.post('/r/:name', (request, reply) => knock(parts, request, reply))
  // A pass may be longer than what Fastify takes for one segment of a path.
  app.get('/r/:name/in/*', { exposeHeadRoute: false }, (request, reply) => wait(parts, request, reply))
  app.get('/r/:name/go/*', { exposeHeadRoute: false }, (request, reply) => go(parts, request, reply))
  app.setErrorHandler((error, request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
    if (status < 500) return fail(parts, request, reply, 'notUnderstood')
    const incident = randomId(9)
    context.log.error({ err: error, path: request.routeOptions.url, incident }, 'a page met a bug')
    return fail(parts, request, reply, 'bug', incident)
  })
}

async function showRoom(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const door = await findDoor(parts, request)
  if (!door) return failUnknown(parts, request, reply)
  const { room } = door
  const view = parts.see(request, room.organisation)
  if (room.name !== nameIn(request)) return redirect(reply, link(view, `/r/${room.name}`))
  return sendPage(reply, 200, view, roomPage(view, door))
}

/** Somebody wants to come in. What is wrong is told; what is right becomes a pass. */
async function knock(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const { installation, limit } = parts
  const door = await findDoor(parts, request)
  if (!door) return failUnknown(parts, request, reply)
  const { room, caller } = door
  const view = parts.see(request, room.organisation)
  const name = nameOf(caller, formText(request, 'name'))
  const refuse = (status: number, fault: Attempt['fault']) =>
    sendPage(reply, status, view, roomPage(view, door, { name, ...(fault && { fault }) }))

  // Without it, another site could send somebody who is signed in here into a meeting.
  if (formText(request, 'csrf') !== caller.csrf) return refuse(403, { id: 'enter', text: 'room.stale' })
  if (name === '') return refuse(422, { id: 'name', text: 'problem.noName' })
  if (name.length > mostCharacters) return refuse(422, { id: 'name', text: 'problem.longName' })
  const code = formText(request, 'code')
  if (code !== '' && limit.isSpent(request.ip, room.id)) return refuse(429, { id: 'code', text: 'room.manyCodes' })
  const visit = admit(room, visitorOf(door, name, code))
  if (typeof visit === 'string') {
    if (visit === 'wrongCode') limit.noteWrong(request.ip, room.id)
    return refuse(visit === 'noGuests' ? 403 : 422, {
      id: visit === 'noGuests' ? 'enter' : 'code',
      text: hindrances[visit],
    })
  }
  const pass = issuePass(installation.rooms, { room: room.id, name, code, person: caller.person?.id })
  return redirect(reply, link(view, `/r/${room.name}/in/${pass}`))
}

const hindrances: Readonly<Record<Hindrance, TextKey>> = {
  noGuests: 'room.onlyMembers',
  noCode: 'room.needCode',
  wrongCode: 'room.wrongCode',
}

async function wait(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const came = await readVisit(parts, request)
  const view = parts.see(request, came?.door.room.organisation)
  if (!came) return leaveFor(view, request, reply)
  const { door, visit } = came
  const { room, organisation, running } = door
  if (!organisation.goesOn || !(running || organisation.isOpen)) return leaveFor(view, request, reply)
  if (!running && !visit.mayStart) return sendPage(reply, 200, view, waitPage(view, door))
  return sendPage(reply, 200, view, onwardPage(view, link(view, `/r/${room.name}/go/${passIn(request)}`)))
}

async function go(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const came = await readVisit(parts, request)
  const view = parts.see(request, came?.door.room.organisation)
  if (!came) return leaveFor(view, request, reply)
  const { door, visit } = came
  try {
    const entry = await enter(parts.installation.rooms, door.room, visit)
    if (entry.kind === 'enter') return redirect(reply, entry.address)
    const pass = entry.kind === 'wait' ? `/in/${passIn(request)}` : ''
    return redirect(reply, link(view, `/r/${door.room.name}${pass}`))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    parts.installation.gateway.context.log.warn({ err: error, room: door.room.id }, 'a room could not be entered')
    const why = error.code === 'refused' ? 'full' : 'failing'
    return sendPage(reply.header('retry-after', 10), 503, view, hinderedPage(view, door, why))
  }
}

/** Whoever comes with a pass is looked at as if they had just knocked: rooms, codes and people change. */
async function readVisit(parts: Parts, request: FastifyRequest): Promise<{ door: Door; visit: Visit } | undefined> {
  const pass = readPass(parts.installation.rooms, passIn(request))
  const door = pass && (await findDoor(parts, request))
  if (!door || pass.room !== door.room.id || pass.person !== door.caller.person?.id) return undefined
  const visit = admit(door.room, visitorOf(door, pass.name, pass.code))
  return typeof visit === 'string' ? undefined : { door, visit }
}

function visitorOf({ caller }: Door, name: string, code: string): Visitor {
  const person = caller.rank === 'guest' ? undefined : caller.person?.id
  return { rank: caller.rank, person, name, code }
}

async function findDoor({ installation }: Parts, request: FastifyRequest): Promise<Door | undefined> {
  const { rooms } = installation
  const name = nameIn(request)
  const room = nameShape.test(name.toLowerCase()) ? await findRoom(rooms, name) : undefined
  const organisation = room && rooms.organisations.find(room.organisation)
  if (!room || !organisation) return undefined
  const [running, caller] = [await findMeeting(rooms, room), await seeCaller(installation, request, room)]
  return { room, organisation, running, caller }
}

function nameIn({ params }: FastifyRequest): string {
  return (params as { name: string }).name
}

function passIn({ params }: FastifyRequest): string {
  return (params as { '*': string })['*']
}

/** A name that leads nowhere is answered as any address that is not there; who tries many is slowed down. */
function failUnknown(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return fail(parts, request, reply, parts.limit.mayMiss(request.ip) ? 'notFound' : 'tooMany')
}

/** Back to the room's page, which says what is asked for. */
function leaveFor(view: View, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return redirect(reply, link(view, `/r/${encodeURIComponent(nameIn(request))}`))
}

function fail(parts: Parts, request: FastifyRequest, reply: FastifyReply, failure: Failure, incident = '') {
  const view = parts.see(request)
  const page: Page = roomFailure(view, failure, incident)
  return sendPage(reply, statuses[failure], view, page)
}

function redirect(reply: FastifyReply, address: string): FastifyReply {
  return reply
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
    .redirect(address, 303)
}
