import type { ChatPurge } from '../db/chat-tables.ts'
import { dayMs } from '../lib/days.ts'
import { Problem } from '../lib/problem.ts'
import { daysOf } from './cutoff.ts'
import type { OpenChat } from './parts.ts'
import type { ChatRoom } from './rooms.ts'
import { save } from './save.ts'
import { dayOf, wordsIn } from './words.ts'

/** Tells a room that its old messages will be deleted, and when. Nothing is deleted from a room that was not told. */
export async function announce(parts: OpenChat, purge: ChatPurge, room: ChatRoom): Promise<void> {
  const { server, settings, clock, database } = parts
  const now = clock.now()
  const from = now + settings.notice_days * dayMs
  const words = wordsIn(settings).announce(room.retention, dayOf(from, settings))
  const event = await server.say(room.id, words, `mycel-${purge.id}-notice`).catch(explain(room))
  const told = { announced_at: now, announced_days: daysOf(room.retention), announced_event: event }
  await database.transact((tx) =>
    tx
      .insertInto('chat_rooms')
      .values({ room: room.id, held_at: null, held_by: null, hold_reason: null, ...told })
      .onConflict((conflict) => conflict.column('room').doUpdateSet(told))
      .execute(),
  )
  await save(parts, purge.id, {
    state: 'waiting',
    reason: 'its people were told now; the next run after the notice deletes',
  })
}

/** Tells a room what was deleted; where that cannot be said, the evidence says why. */
export async function report(
  parts: OpenChat,
  room: ChatRoom,
  { id, found, remaining, media_deleted: files, cutoff }: ChatPurge,
): Promise<Pick<ChatPurge, 'report_event' | 'report_trouble'>> {
  const { server, settings } = parts
  const messages = (found ?? 0) - (remaining ?? 0)
  if (messages <= 0) return { report_event: null, report_trouble: null }
  const done = { messages, files: files ?? 0, before: dayOf(cutoff, settings), retention: room.retention }
  try {
    const event = await server.say(room.id, wordsIn(settings).report(done), `mycel-${id}-report`)
    return { report_event: event, report_trouble: null }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'forbidden') throw error
    return { report_event: null, report_trouble: `the account of Mycel is not in the room: ${error.message}` }
  }
}

function explain({ name }: ChatRoom) {
  return (error: unknown): never => {
    if (!(error instanceof Problem) || error.code !== 'forbidden') throw error
    throw new Problem('forbidden', `${name} could not be told, so nothing is deleted from it: ${error.message}`, {
      hint: 'invite the account of chat.token into the room, and let it accept',
      cause: error,
    })
  }
}
