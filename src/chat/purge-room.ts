import type { ChatPurge } from '../db/chat-tables.ts'
import { json } from '../db/tables.ts'
import { Problem } from '../lib/problem.ts'
import { deleteFiles } from './files.ts'
import type { OpenChat } from './parts.ts'
import { type ChatRoom, findRoom, whySkipped } from './rooms.ts'
import { save } from './save.ts'
import { survey } from './survey.ts'
import { announce, report } from './tell.ts'

const firstLookMs = 250
const longestLookMs = 15_000
const done = { state: 'done', reason: null } as const
const incomplete = { state: 'incomplete' } as const

/** After so many purges that the server called complete, what is left is left for the next run. */
const mostPurges = 3

/**
 * Takes one room from where it stands to the end: looks, deletes, asks until it is done, looks again, deletes files,
 * reports. Each step is written down before the next, so that an interruption repeats one step at most. Throws Problem
 * 'unavailable' or 'upstream' for what may be tried again.
 */
export async function purgeRoom(parts: OpenChat, purge: ChatPurge, signal: AbortSignal): Promise<void> {
  const room = await findRoom(parts, purge.room)
  if (room.standing.kind !== 'due') return await leaveAlone(parts, purge, room)
  const begun = purge.boundary === null ? await begin(parts, purge) : purge
  if (!begun) return
  await deleteMessages(parts, begun, signal)
  const remaining = await verify(parts, begun)
  const files = begun.media === null ? begun : await deleteFiles(parts, begun)
  const counts = { media_deleted: files.media_deleted, media_kept: files.media_kept, media: null }
  await save(parts, purge.id, counts)
  const told = await report(parts, room, { ...begun, ...counts, remaining })
  const end = remaining === 0 ? done : { ...incomplete, reason: `${remaining} old messages could not be deleted` }
  await save(parts, purge.id, { ...told, ...end })
}

async function leaveAlone(parts: OpenChat, purge: ChatPurge, room: ChatRoom): Promise<void> {
  const { standing } = room
  if (standing.kind === 'unannounced') return await announce(parts, purge, room)
  const waits = standing.kind === 'announced'
  const reason = waits ? 'its people were told; the notice is not over' : whySkipped(room)
  await save(parts, purge.id, { state: waits ? 'waiting' : 'skipped', reason })
}

async function begin(parts: OpenChat, purge: ChatPurge): Promise<ChatPurge | undefined> {
  const { server, clock } = parts
  const facts = await server.describe(purge.room)
  if (!facts.hasBeginning) {
    throw new Problem('refused', 'the homeserver lacks the event that the room began with: nothing is deleted from it')
  }
  const { found, media, boundary } = await survey(server, purge.room, purge.cutoff, clock.now())
  const seen = { found, state_before: facts.stateEvents, media_found: media.length }
  if (boundary === undefined) {
    const nothing = { remaining: 0, state_after: facts.stateEvents, media_deleted: 0, media_kept: 0, reason: null }
    return void (await save(parts, purge.id, { ...seen, ...nothing, state: 'done' }))
  }
  await save(parts, purge.id, { ...seen, boundary, media: json(media) })
  return { ...purge, ...seen, boundary, media }
}

async function deleteMessages(parts: OpenChat, purge: ChatPurge, signal: AbortSignal): Promise<void> {
  const { server } = parts
  const id = purge.purge_id ?? (await server.purge(purge.room, purge.boundary ?? ''))
  if (purge.purge_id === null) await save(parts, purge.id, { purge_id: id })
  for (let pause = firstLookMs; ; pause = Math.min(pause * 1.5, longestLookMs)) {
    const state = await server.purgeState(id)
    // One that the server has forgotten may have ended: the look that follows tells.
    if (state.kind === 'complete' || state.kind === 'unknown') return
    if (state.kind === 'failed') {
      await save(parts, purge.id, { purge_id: null })
      throw new Problem('upstream', `the homeserver could not delete: ${state.why}`)
    }
    await parts.pause(pause, signal)
  }
}

/** How many old messages are there still; 0 is what should be. Throws when another purge is worth a try. */
async function verify(parts: OpenChat, purge: ChatPurge): Promise<number> {
  const { server, clock } = parts
  const facts = await server.describe(purge.room)
  if (!facts.hasBeginning || facts.stateEvents < (purge.state_before ?? 0)) {
    const before = `${purge.state_before} events of state before, ${facts.stateEvents} after`
    throw new Problem('refused', `the state of the room has suffered (${before}): look at the room and its backup`)
  }
  const { found, boundary } = await survey(server, purge.room, purge.cutoff, clock.now())
  await save(parts, purge.id, { remaining: found, state_after: facts.stateEvents })
  if (boundary === undefined || purge.tries + 1 >= mostPurges) return found
  await save(parts, purge.id, { boundary, purge_id: null })
  throw new Problem('upstream', `${found} old messages are there still although the homeserver called it complete`)
}
