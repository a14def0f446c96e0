import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import { addPicture, listPictures, storageOf } from '../../vision/pictures.ts'
import { recognise } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { failurePage } from '../pages/failure-page.ts'
import { acceptForms } from '../pages/form.ts'
import { link } from '../pages/layout.ts'
import { queryText, sendPage } from '../pages/reply.ts'
import { type Parts, partsOf, redirect } from './parts.ts'
import { servePicture } from './picture-routes.ts'
import { acceptUploads, readUpload } from './upload.ts'
import type { Before } from './visitor.ts'
import { type Attempt, wallPage } from './wall-page.ts'

/** Pictures on one page of the wall. */
const perPage = 24

/**
 * Serves the picture walls. Who may see one: the members of its organisation, and everybody where coop.yaml says so; what
 * is hidden, only whoever put it there and the moderators. Members add; owners and moderators change and delete.
 */
export function serveVision(app: FastifyInstance, installation: Installation, coop: { readonly name: string }): void {
  const parts = partsOf(installation, coop)
  acceptForms(app)
  acceptUploads(app, installation.vision.settings.largest_mb * 1_000_000)
  app.get('/vision', async (request, reply) => {
    const known = await recognise(installation, request)
    const to = known
      ? `/vision/${known.signedIn.person.organisation}`
      : link(parts.see(request), '/sign-in', { to: '/vision' })
    return redirect(reply, to)
  })
  app.get('/vision/:organisation', (request, reply) => showWall(parts, request, reply))
  // Nobody who may not add makes us take megabytes: that is found out before the body is read.
  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    const before = await parts.find(request, reply)
    if (before && !before.visitor.mayAdd) parts.fail(request, reply, 'notFound')
  }
  app.post('/vision/:organisation', { onRequest }, (request, reply) => add(parts, request, reply))
  servePicture(app, parts)
  app.setErrorHandler((error, request, reply) => answerFailure(parts, error, request, reply))
}

async function showWall(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const before = await parts.find(request, reply)
  if (!before) return reply
  const done = queryText(request, 'done')
  return await sendWall(parts, request, reply, 200, before, {
    before: queryText(request, 'before') || undefined,
    done: done === 'added' || done === 'removed' ? done : undefined,
  })
}

interface Asked {
  readonly before?: string | undefined
  readonly done?: 'added' | 'removed' | undefined
  readonly attempt?: Attempt | undefined
}

async function sendWall(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  { organisation, visitor }: Before,
  { before, done, attempt }: Asked,
) {
  const { vision } = parts.installation
  const view = parts.see(request)
  const found = await listPictures(vision, organisation.id, { viewer: visitor, before, limit: perPage + 1 })
  const pictures = found.slice(0, perPage)
  const wall = {
    organisation,
    pictures,
    more: found.length > perPage ? pictures.at(-1)?.id : undefined,
    storage: visitor.moderates ? await storageOf(vision, organisation.id) : undefined,
    done,
    largestMb: vision.settings.largest_mb,
  }
  return sendPage(reply, status, view, wallPage(view, wall, visitor, attempt))
}

async function add(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const before = await parts.find(request, reply)
  if (!before) return reply
  const { organisation, visitor } = before
  const upload = await readUpload(request)
  const alt = upload?.alt ?? ''
  const refuse = (status: number, fault: Attempt['fault']) =>
    sendWall(parts, request, reply, status, before, { attempt: { alt, fault } })
  if (!upload || upload.csrf !== visitor.csrf) return await refuse(403, { id: 'form', text: 'vision.stale' })
  if (!upload.bytes) return await refuse(422, { id: 'picture', text: 'vision.noPicture' })
  if (alt.trim() === '') return await refuse(422, { id: 'alt', text: 'vision.noAlt' })
  const { bytes } = upload
  const wanted = { organisation: organisation.id, person: visitor.person, alt, bytes }
  try {
    await addPicture(parts.installation.vision, wanted, visitor.actor)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const status = error.code === 'invalid' ? 422 : error.code === 'refused' ? 409 : 503
    return await refuse(status, { id: error.code === 'invalid' ? 'picture' : 'form', text: faultOf(error) })
  }
  return redirect(reply, link(parts.see(request), `/vision/${organisation.id}`, { done: 'added' }))
}

/** In the language of the page; what exactly was wrong is in the answer of the REST API. */
function faultOf({ code, message }: Problem): Attempt['fault']['text'] {
  if (code === 'refused') return 'vision.full'
  if (code === 'unavailable') return 'vision.busy'
  return /million pixels/.test(message) ? 'vision.manyPixels' : 'vision.unreadable'
}

async function answerFailure(parts: Parts, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  const { log } = parts.installation.gateway.context
  if (error instanceof Problem && error.code === 'not-found') return parts.fail(request, reply, 'notFound')
  if (error instanceof Problem && error.code === 'unavailable') {
    log.warn({ err: error }, 'a picture could not be shown')
    return parts.fail(request, reply, 'unavailable')
  }
  if (status === 413) {
    const before = await parts.find(request, reply)
    const most = parts.installation.vision.settings.largest_mb
    const attempt: Attempt = { alt: '', fault: { id: 'picture', text: 'vision.tooLarge', most } }
    return before ? await sendWall(parts, request, reply, 413, before, { attempt }) : reply
  }
  if (status < 500) return parts.fail(request, reply, 'notUnderstood')
  const incident = randomId(9)
  log.error({ err: error, path: request.routeOptions.url, incident }, 'a page met a bug')
  const view = parts.see(request)
  return sendPage(reply, 500, view, failurePage(view, 'bug', [], incident))
}
