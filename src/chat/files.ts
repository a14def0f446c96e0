import type { ChatPurge } from '../db/chat-tables.ts'
import { Problem } from '../lib/problem.ts'
import type { OpenChat } from './parts.ts'

type Files = Pick<ChatPurge, 'media_deleted' | 'media_kept'>

/**
 * Deletes the files that the deleted messages showed. Those of other servers are not ours to delete, and those that a
 * message still shows, in this room or another one of the list, stay.
 */
export async function deleteFiles(parts: OpenChat, { room, media }: ChatPurge): Promise<Files> {
  const { server, settings } = parts
  const wanted = Array.isArray(media) ? media.filter((one): one is string => typeof one === 'string') : []
  if (settings.media === 'none' || wanted.length === 0) return { media_deleted: 0, media_kept: wanted.length }
  const ours = `mxc://${(await server.whoAmI()).replace(/^[^:]*:/, '')}/`
  const shown = await shownStill(parts, room)
  let deleted = 0
  let kept = 0
  for (const address of wanted) {
    if (!address.startsWith(ours) || shown.has(address)) kept += 1
    else if (await server.deleteMedia(address)) deleted += 1
  }
  return { media_deleted: deleted, media_kept: kept }
}

async function shownStill({ server, settings }: OpenChat, room: string): Promise<ReadonlySet<string>> {
  const shown = new Set(await server.mediaIn(room))
  for (const { id } of settings.rooms) {
    if (id === room) continue
    for (const address of await mediaIn(server, id)) shown.add(address)
  }
  return shown
}

/** A room of the list that the homeserver does not have shows nothing. */
async function mediaIn(server: OpenChat['server'], room: string): Promise<readonly string[]> {
  try {
    return await server.mediaIn(room)
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return []
    throw error
  }
}
