import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { dayOf } from '../../lib/days.ts'
import { readPicture, type Size } from '../../vision/files.ts'
import {
  changePicture,
  isOwn,
  mostCharacters,
  type Picture,
  removePicture,
  requirePicture,
} from '../../vision/pictures.ts'
import { formText } from '../pages/form.ts'
import { link } from '../pages/layout.ts'
import { sendPage } from '../pages/reply.ts'
import { type Parts, redirect } from './parts.ts'
import { picturePage } from './picture-page.ts'
import type { Before } from './visitor.ts'

const one = '/vision/:organisation/:picture'

/** Serves single pictures: the page of each, its two files, and what is done with it. */
export function servePicture(app: FastifyInstance, parts: Parts): void {
  app.get(one, (request, reply) => showPicture(parts, request, reply))
  app.get(`${one}/picture.webp`, (request, reply) => sendFile(parts, request, reply, 'picture'))
  app.get(`${one}/small.webp`, (request, reply) => sendFile(parts, request, reply, 'thumbnail'))
  app.post(one, (request, reply) => describeAnew(parts, request, reply))
  app.post(`${one}/hide`, (request, reply) => hide(parts, request, reply, true))
  app.post(`${one}/show`, (request, reply) => hide(parts, request, reply, false))
  app.post(`${one}/remove`, (request, reply) => remove(parts, request, reply))
}

interface Found extends Before {
  readonly picture: Picture
  readonly address: string
}

async function find(parts: Parts, request: FastifyRequest, reply: FastifyReply): Promise<Found | undefined> {
  const before = await parts.find(request, reply)
  if (!before) return undefined
  const { picture: id } = request.params as { picture: string }
  const picture = await requirePicture(parts.installation.vision, before.organisation.id, id, before.visitor)
  return { ...before, picture, address: link(parts.see(request), `/vision/${before.organisation.id}/${picture.id}`) }
}

/** The same for whoever wants to change it: owners and moderators, with the proof that the form is ours. */
async function findToChange(parts: Parts, request: FastifyRequest, reply: FastifyReply): Promise<Found | undefined> {
  const found = await find(parts, request, reply)
  if (!found) return undefined
  const { visitor, picture, address } = found
  if (!visitor.moderates && !(visitor.mayAdd && isOwn(picture, visitor))) parts.fail(request, reply, 'notFound')
  else if (visitor.csrf === '' || formText(request, 'csrf') !== visitor.csrf) redirect(reply, address)
  else return found
  return undefined
}

async function showPicture(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const found = await find(parts, request, reply)
  if (!found) return reply
  const view = parts.see(request)
  const { organisation, picture, visitor } = found
  const shown = { organisation, picture, isOwn: isOwn(picture, visitor) }
  return sendPage(reply, 200, view, picturePage(view, shown, visitor))
}

/** A file is a picture and nothing else, whatever a browser would like to make of it. */
async function sendFile(parts: Parts, request: FastifyRequest, reply: FastifyReply, size: Size) {
  const found = await find(parts, request, reply)
  if (!found) return reply
  const content = await readPicture(parts.installation.vision, found.picture.id, size)
  const day = dayOf(found.picture.createdAt)
  return reply
    .headers({
      'cache-control': 'private, max-age=3600',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="${day}-${found.picture.id}.webp"`,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    })
    .type('image/webp')
    .send(content)
}

async function describeAnew(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const found = await findToChange(parts, request, reply)
  if (!found) return reply
  const { organisation, picture, visitor, address } = found
  const alt = formText(request, 'alt')
  if (alt === '' || alt.length > mostCharacters) {
    const view = parts.see(request)
    const shown = {
      organisation,
      picture: { ...picture, alt },
      isOwn: isOwn(picture, visitor),
      fault: 'vision.noAlt' as const,
    }
    return sendPage(reply, 422, view, picturePage(view, shown, visitor))
  }
  await changePicture(parts.installation.vision, picture, { alt }, visitor.actor)
  return redirect(reply, address)
}

async function hide(parts: Parts, request: FastifyRequest, reply: FastifyReply, hidden: boolean) {
  const found = await findToChange(parts, request, reply)
  if (!found) return reply
  if (!found.visitor.moderates) return parts.fail(request, reply, 'notFound')
  await changePicture(parts.installation.vision, found.picture, { hidden }, found.visitor.actor)
  return redirect(reply, found.address)
}

async function remove(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
  const found = await findToChange(parts, request, reply)
  if (!found) return reply
  await removePicture(parts.installation.vision, found.picture, found.visitor.actor)
  return redirect(reply, link(parts.see(request), `/vision/${found.organisation.id}`, { done: 'removed' }))
}
