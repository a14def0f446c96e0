import { z } from 'zod'
import { type ChatParts, requireChat, requireRoom } from '../../chat/parts.ts'
import { findRoom, holdRoom, listRooms, previewRoom, releaseRoom } from '../../chat/rooms.ts'
import { findRun, listRuns, nextSlot, startRun } from '../../chat/runs.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, toIso } from './api.ts'
import { chatView, previewView, roomOfChat, roomView, runView, toRoomView, toRunView } from './chat-view.ts'

const tags = ['chat']
const room = '/chat/rooms/:room'

/**
 * The history of chat rooms. Who may call: whoever may see the installation reads; whoever may manage it deletes, and
 * places and ends legal holds. The homeserver is the whole installation's, so no organisation has a part in this.
 */
export function serveChat(api: Api, { chat }: Installation): void {
  serveViews(api, chat)
  serveRuns(api, chat)
  serveStart(api, chat)
  serveHolds(api, chat)
}

function serveViews(api: Api, chat: ChatParts): void {
  api.get(
    '/chat',
    { schema: { summary: 'The rooms whose old messages are deleted', tags, response: { 200: chatView, ...failures } } },
    async () => {
      if (!chat.settings) {
        const nothing = { homeserver: null, schedule: null, zone: null, nextAt: null, noticeDays: null, media: null }
        return { configured: false, ...nothing, rooms: [] }
      }
      const open = requireChat(chat)
      const { homeserver, schedule, zone, notice_days: noticeDays, media } = open.settings
      const rooms = (await listRooms(open)).map(toRoomView)
      return { configured: true, homeserver, schedule, zone, nextAt: toIso(nextSlot(open)), noticeDays, media, rooms }
    },
  )
  api.post(
    `${room}/preview`,
    {
      schema: {
        summary: 'Count what would be deleted of a room now, and delete nothing',
        tags,
        params: roomOfChat,
        response: { 200: previewView, ...failures },
      },
    },
    async ({ params }) => {
      const open = requireChat(chat)
      const found = await findRoom(open, params.room)
      const { found: messages, media, oldest, cutoff, keepsLast } = await previewRoom(open, found)
      const { id, name, standing } = found
      const when = { cutoff: toIso(cutoff), oldest: toIso(oldest) }
      return { room: id, name, standing: standing.kind, ...when, messages, files: media.length, keepsLast }
    },
  )
}

function serveRuns(api: Api, chat: ChatParts): void {
  api.get(
    '/chat/runs',
    {
      schema: {
        summary: 'What was deleted, newest first: the evidence',
        tags,
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(50) }),
        response: { 200: z.object({ runs: z.array(runView) }), ...failures },
      },
    },
    async ({ query }) => ({
      runs: chat.settings ? (await listRuns(requireChat(chat), query.limit)).map(toRunView) : [],
    }),
  )
  api.get(
    '/chat/runs/:run',
    {
      schema: {
        summary: 'One run, and how far it is',
        tags,
        params: z.object({ run: z.string() }),
        response: { 200: runView, ...failures },
      },
    },
    async ({ params }) => toRunView(await findRun(requireChat(chat), params.run)),
  )
}

function serveStart(api: Api, chat: ChatParts): void {
  api.post(
    '/chat/runs',
    {
      schema: {
        summary: 'Delete old messages now, without waiting for the schedule; rooms that are not due are left alone',
        tags,
        body: z.strictObject({
          rooms: z.array(z.string()).min(1).max(500).optional().describe('Ids or names. Default: all.'),
        }),
        response: { 202: runView, ...failures },
      },
    },
    async ({ body, actor }, reply) => {
      const open = requireChat(chat)
      const rooms = body.rooms?.map((wanted) => requireRoom(open, wanted).id)
      const id = await startRun(open, { rooms, actor })
      return await reply.code(202).send(toRunView(await findRun(open, id)))
    },
  )
}

function serveHolds(api: Api, chat: ChatParts): void {
  api.put(
    `${room}/hold`,
    {
      schema: {
        summary: 'Delete nothing of this room any more: a legal hold',
        tags,
        params: roomOfChat,
        body: z.strictObject({ reason: z.string().trim().min(2).max(500) }),
        response: { 200: roomView, ...failures },
      },
    },
    async ({ params, body, actor }) => {
      const open = requireChat(chat)
      await holdRoom(open, await findRoom(open, params.room), body.reason, actor)
      return toRoomView(await findRoom(open, params.room))
    },
  )
  api.delete(
    `${room}/hold`,
    { schema: { summary: 'End a hold', tags, params: roomOfChat, response: { 200: roomView, ...failures } } },
    async ({ params, actor }) => {
      const open = requireChat(chat)
      await releaseRoom(open, await findRoom(open, params.room), actor)
      return toRoomView(await findRoom(open, params.room))
    },
  )
}
