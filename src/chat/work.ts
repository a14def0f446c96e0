import type { ChatPurge } from '../db/chat-tables.ts'
import type { JobContext, QueueOptions } from '../db/jobs.ts'
import { json } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { cutoffOf } from './cutoff.ts'
import type { OpenChat } from './parts.ts'
import { purgeRoom } from './purge-room.ts'
import { listRooms } from './rooms.ts'
import { findRun } from './runs.ts'
import { save } from './save.ts'

/** A run is taken up where it was left: 12 tries span about half a day, one by one on all replicas together. */
export const queueOptions: QueueOptions<{ readonly run: string }> = {
  retryLimit: 11,
  retryDelay: 30,
  retryDelayMax: 3600,
  expire: 900,
  concurrency: 1,
  polling: 2,
}

const triesAtOnce = 3
const pauseMs = 500

const mostTries = (queueOptions.retryLimit ?? 0) + 1

/**
 * Carries out a run, as far as it is not done. One room that fails does not keep the others from being done; it is tried
 * again with the job. Throws Problem 'unavailable' when something is left to be tried again.
 */
export async function carryOut(
  parts: OpenChat,
  { run: id }: { readonly run: string },
  { attempt, signal }: Pick<JobContext, 'attempt' | 'signal'>,
): Promise<void> {
  const run = await findRun(parts, id)
  if (run.state !== 'running') return
  const isLast = attempt >= mostTries
  for (const purge of run.purges.filter(({ state }) => state === 'purging')) {
    signal.throwIfAborted()
    await tryRoom(parts, purge, signal, isLast)
  }
  const after = await findRun(parts, id)
  const open = after.purges.filter(({ state }) => state === 'purging')
  if (open.length > 0) {
    const names = open.map(({ name, reason }) => `${name} (${reason ?? 'not begun'})`)
    throw new Problem('unavailable', `to be tried again: ${names.join(', ')}`)
  }
  await finish(parts, after.id, after.purges)
}

/** A few tries at once, for what passes quickly; what does not is left to the job. */
async function tryRoom(parts: OpenChat, purge: ChatPurge, signal: AbortSignal, isLast: boolean): Promise<void> {
  for (let tries = 1; ; tries++) {
    const [now] = (await findRun(parts, purge.run)).purges.filter(({ id }) => id === purge.id)
    const failure = now && (await purgeRoom(parts, now, signal).catch((error: unknown) => ({ error })))
    if (!now || !failure) return
    const { error } = failure
    if (signal.aborted) throw error
    const isOver = !isPassing(error) || tries === triesAtOnce
    const isFinal = isOver && (isLast || !isPassing(error))
    await noteFailure(parts, now, error, isFinal)
    if (isOver) return
    await parts.pause(pauseMs * tries, signal)
  }
}

async function noteFailure(parts: OpenChat, purge: ChatPurge, error: unknown, isFinal: boolean): Promise<void> {
  if (!(error instanceof Problem)) parts.log.warn({ err: error, room: purge.room }, 'a chat room met a bug')
  const reason = error instanceof Problem ? inWords(error) : 'a bug of ours; the log has it'
  await save(parts, purge.id, { reason, tries: purge.tries + 1, ...(isFinal ? { state: 'failed' as const } : {}) })
  if (isFinal) parts.log.warn({ room: purge.room, reason }, 'old messages of a chat room could not be deleted')
}

function inWords({ message, hint }: Problem): string {
  return hint === undefined ? message : `${message} – ${hint}`
}

/** Whether another try may succeed without anybody doing something. */
function isPassing(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'unavailable' || error.code === 'upstream')
}

async function finish(parts: OpenChat, id: string, purges: readonly ChatPurge[]): Promise<void> {
  const hasFailed = purges.some(({ state }) => state === 'failed')
  const media = parts.settings.media === 'server' ? await deleteOnServer(parts, hasFailed) : undefined
  await parts.database.transact((tx) =>
    tx
      .updateTable('chat_runs')
      .set({
        state: hasFailed ? 'failed' : 'done',
        finished_at: parts.clock.now(),
        ...(media === undefined ? {} : { server_media: json(media) }),
      })
      .where('id', '=', id)
      .execute(),
  )
  const messages = purges.reduce((sum, { found, remaining }) => sum + (found ?? 0) - (remaining ?? 0), 0)
  parts.log.info({ run: id, rooms: purges.length, messages }, 'old messages of chat rooms were deleted')
}

/** Files of the whole homeserver, as old as the most patient room allows. No file is deleted while a room is held. */
async function deleteOnServer(parts: OpenChat, hasFailed: boolean): Promise<object> {
  const rooms = await listRooms(parts)
  const held = rooms.find(({ hold }) => hold)
  if (held) return { skipped: `${held.name} is held, and its files cannot be told from others` }
  if (hasFailed) return { skipped: 'a room failed' }
  const now = parts.clock.now()
  const before = Math.min(...rooms.map(({ retention }) => cutoffOf(retention, now, parts.settings.zone)))
  try {
    const local = await parts.server.deleteOldMedia(before)
    return { before, local, copies: await parts.server.deleteCachedMedia(before) }
  } catch (error) {
    if (error instanceof Problem) return { skipped: inWords(error) }
    throw error
  }
}
