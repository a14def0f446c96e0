import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { readPicture } from '../../vision/files.ts'
import type { VisionParts } from '../../vision/parts.ts'
import {
  addPicture,
  changePicture,
  isOwn,
  listPictures,
  mostCharacters,
  type Picture,
  removePicture,
  requirePicture,
  storageOf,
  type Viewer,
} from '../../vision/pictures.ts'
import type { Caller } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing, toIso } from './api.ts'
import { moment } from './fields.ts'

const tags = ['pictures']
const base = '/organisations/:organisation/pictures'
const one = `${base}/:picture`
const params = z.object({ organisation: z.string() })
const paramsOfOne = params.extend({ picture: z.string() })
const config = { right: 'pictures.own' as const }

const alt = z.string().trim().min(1).max(mostCharacters).describe('What is to be seen, for those who do not see it.')

const pictureView = z
  .object({
    id: z.string(),
    organisation: z.string(),
    person: z.string().nullable().describe('Who put it there; null once they have no account any more.'),
    by: z.string().nullable().describe('What they are called; null for whoever may not see it.'),
    alt: z.string(),
    width: z.int(),
    height: z.int(),
    bytes: z.int().describe('With its thumbnail.'),
    hidden: z.boolean(),
    url: z.string().describe('Its page.'),
    createdAt: moment,
  })
  .meta({ id: 'Picture' })

/**
 * The picture wall of an organisation. Who may call: its people see it and add to it (`pictures.own`); what is hidden, and
 * changing what others put there, is for its moderators (`pictures.manage`).
 */
export function servePictures(api: Api, { vision, url }: Installation): void {
  const toView = (picture: Picture, caller: Caller) => ({
    id: picture.id,
    organisation: picture.organisation,
    person: picture.person ?? null,
    by: isSeen(caller, picture) ? (picture.by ?? null) : null,
    alt: picture.alt,
    width: picture.width,
    height: picture.height,
    bytes: picture.bytes,
    hidden: picture.hiddenAt !== undefined,
    url: `${url()}/vision/${picture.organisation}/${picture.id}`,
    createdAt: toIso(picture.createdAt),
  })
  serveViews(api, vision, toView)
  serveUploads(api, vision, toView)
  serveChanges(api, vision, toView)
}

type ToView = (picture: Picture, caller: Caller) => z.input<typeof pictureView>

function serveViews(api: Api, vision: VisionParts, toView: ToView): void {
  const storage = z.object({ pictures: z.int(), bytes: z.int(), most: z.int() }).describe('What they take, in bytes.')
  api.get(
    base,
    {
      config,
      schema: {
        summary: 'The pictures of an organisation, newest first',
        tags,
        params,
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(1000).default(100),
          before: z.string().optional().describe('The id of the last one that is known already.'),
        }),
        response: { 200: z.object({ pictures: z.array(pictureView), storage }), ...failures },
      },
    },
    async ({ params: { organisation }, query: { limit, before }, caller }) => {
      const list = await listPictures(vision, organisation, { viewer: viewerOf(caller, organisation), before, limit })
      const pictures = list.map((picture) => toView(picture, caller))
      return { pictures, storage: await storageOf(vision, organisation) }
    },
  )
  api.get(
    `${one}/file`,
    {
      config,
      schema: {
        summary: 'The picture itself, a WebP',
        tags,
        params: paramsOfOne,
        response: { 200: { content: { 'image/webp': { schema: z.any() } } }, ...failures },
      },
    },
    async ({ params: { organisation, picture: id }, caller }, reply) => {
      const picture = await requirePicture(vision, organisation, id, viewerOf(caller, organisation))
      return await reply.type('image/webp').send(await readPicture(vision, picture.id, 'picture'))
    },
  )
}

function serveUploads(api: Api, vision: VisionParts, toView: ToView): void {
  const bodyLimit = vision.settings.largest_mb * 1_000_000
  for (const type of ['application/octet-stream', /^image\//]) {
    api.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit }, (_, body, done) => done(null, body))
  }
  api.post(
    base,
    {
      config,
      bodyLimit,
      schema: {
        summary: 'Put a picture on the wall: its bytes are the body, as image/* or application/octet-stream',
        tags,
        params,
        querystring: z.strictObject({ alt }),
        response: { 201: pictureView, ...failures },
      },
    },
    async ({ params: { organisation }, query, body, caller, actor }, reply) => {
      if (!(body instanceof Uint8Array)) throw new Problem('invalid', 'the body is no picture')
      const person = caller.signedIn?.person.id
      const picture = await addPicture(vision, { organisation, person, alt: query.alt, bytes: body }, actor)
      return await reply.code(201).send(toView(picture, caller))
    },
  )
}

function serveChanges(api: Api, vision: VisionParts, toView: ToView): void {
  const body = z.strictObject({ alt, hidden: z.boolean().describe('Moderators hide and show.') }).partial()
  api.patch(
    one,
    {
      config,
      schema: {
        summary: 'Describe a picture anew, hide it, or show it again',
        tags,
        params: paramsOfOne,
        body,
        response: { 200: pictureView, ...failures },
      },
    },
    async ({ params, body: change, caller, actor }) => {
      const picture = await requireToChange(vision, params, caller)
      if (change.hidden !== undefined && !caller.may('pictures.manage', params.organisation)) {
        throw new Problem('forbidden', 'only moderators hide pictures', { hint: 'it needs the right pictures.manage' })
      }
      return toView(await changePicture(vision, picture, change, actor), caller)
    },
  )
  api.delete(
    one,
    {
      config,
      schema: {
        summary: 'Delete a picture and its files for good',
        tags,
        params: paramsOfOne,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params, caller, actor }, reply) => {
      await removePicture(vision, await requireToChange(vision, params, caller), actor)
      return await reply.code(204).send(null)
    },
  )
}

async function requireToChange(
  vision: VisionParts,
  { organisation, picture: id }: z.output<typeof paramsOfOne>,
  caller: Caller,
): Promise<Picture> {
  const viewer = viewerOf(caller, organisation)
  const picture = await requirePicture(vision, organisation, id, viewer)
  if (viewer.moderates || isOwn(picture, viewer)) return picture
  throw new Problem('forbidden', 'this picture is somebody else’s', { hint: 'ask a moderator of the wall' })
}

function viewerOf(caller: Caller, organisation: string): Viewer {
  return { person: caller.signedIn?.person.id, moderates: caller.may('pictures.manage', organisation) }
}

/** Members of the organisation know each other; whoever runs the installation need not know them. */
function isSeen(caller: Caller, { organisation }: Picture): boolean {
  return (
    caller.may('people.see', organisation) ||
    (caller.signedIn !== undefined && caller.may('pictures.own', organisation))
  )
}
