import type { ChatRoomConfig, Retention } from '../config/chat-schema.ts'
import { recordChange } from '../db/audit.ts'
import type { ChatPurge, ChatRoomsTable } from '../db/chat-tables.ts'
import { storableText } from '../db/tables.ts'
import { dayMs } from '../lib/days.ts'
import { Problem } from '../lib/problem.ts'
import { cutoffOf, daysOf } from './cutoff.ts'
import { type OpenChat, requireRoom } from './parts.ts'
import { type Survey, survey } from './survey.ts'

/** A room of the list, with what is known of it. Times are in milliseconds since 1970. */
export interface ChatRoom {
  readonly id: string
  readonly name: string
  readonly owner: string
  readonly retention: Retention
  readonly consent: string | undefined
  readonly hold: Hold | undefined
  /** When its people were told; undefined when not yet. */
  readonly announcedAt: number | undefined
  readonly standing: Standing
  readonly last: ChatPurge | undefined
}

/** Why nothing may be deleted. */
export interface Hold {
  readonly reason: string
  /** Who placed it, `coop.yaml` when it is declared there, which only an edit takes away. */
  readonly by: string
  readonly since: number | undefined
}

/**
 * What would happen with the room now: `due` is purged, `held` and `no-consent` are left alone, `unannounced` is told
 * first, `announced` waits until the notice is over.
 */
export type Standing =
  | { readonly kind: 'due' | 'held' | 'no-consent' | 'unannounced' }
  | { readonly kind: 'announced'; readonly until: number }

/** All rooms, in the order of the list. */
export async function listRooms(parts: OpenChat): Promise<ChatRoom[]> {
  const { rows, purges } = await parts.database.read(async (db) => ({
    rows: await db.selectFrom('chat_rooms').selectAll().execute(),
    purges: await db
      .selectFrom('chat_purges')
      .distinctOn('room')
      .selectAll()
      .orderBy('room')
      .orderBy('created_at', 'desc')
      .execute(),
  }))
  return parts.settings.rooms.map((room) =>
    describe(
      parts,
      room,
      rows.find((row) => row.room === room.id),
      purges.find((purge) => purge.room === room.id),
    ),
  )
}

/** One of them, by its id or its name. Throws as `requireRoom`. */
export async function findRoom(parts: OpenChat, wanted: string): Promise<ChatRoom> {
  const { id } = requireRoom(parts, wanted)
  const room = (await listRooms(parts)).find((one) => one.id === id)
  if (room) return room
  throw new Problem('not-found', `the list has no room ${wanted}`)
}

/** What a purge of the room would delete now. Asks the homeserver and changes nothing. Throws what it throws. */
export async function previewRoom(parts: OpenChat, room: ChatRoom): Promise<Survey & { readonly cutoff: number }> {
  const now = parts.clock.now()
  const cutoff = cutoffOf(room.retention, now, parts.settings.zone)
  await parts.server.describe(room.id)
  return { ...(await survey(parts.server, room.id, cutoff, now)), cutoff }
}

/** Nothing of the room is deleted any more, from this moment on. Throws Problem 'conflict' when it is held already. */
export async function holdRoom(parts: OpenChat, room: ChatRoom, reason: string, actor: string): Promise<void> {
  if (room.hold) throw new Problem('conflict', `${room.name} is held already: ${room.hold.reason}`)
  const hold = { held_at: parts.clock.now(), held_by: actor, hold_reason: storableText(reason) }
  await parts.database.transact(async (tx) => {
    await tx
      .insertInto('chat_rooms')
      .values({ room: room.id, announced_at: null, announced_days: null, announced_event: null, ...hold })
      .onConflict((conflict) => conflict.column('room').doUpdateSet(hold))
      .execute()
    await recordChange(parts, tx, { actor, action: 'chat.hold', subject: room.id, details: { reason } })
  })
}

/** Ends a hold. Throws Problem 'refused' for one that coop.yaml declares, 'conflict' when there is none. */
export async function releaseRoom(parts: OpenChat, room: ChatRoom, actor: string): Promise<void> {
  if (!room.hold) throw new Problem('conflict', `${room.name} is not held`)
  if (room.hold.since === undefined) {
    throw new Problem('refused', `the hold on ${room.name} is declared in coop.yaml`, {
      hint: 'take the line out there',
    })
  }
  const details = { reason: room.hold.reason }
  await parts.database.transact(async (tx) => {
    await tx
      .updateTable('chat_rooms')
      .set({ held_at: null, held_by: null, hold_reason: null })
      .where('room', '=', room.id)
      .execute()
    await recordChange(parts, tx, { actor, action: 'chat.release', subject: room.id, details })
  })
}

/** Why the room is left alone. */
export function whySkipped({ hold }: ChatRoom): string {
  return hold ? `held: ${hold.reason}` : 'its people have not agreed: no consent date'
}

function describe(
  { settings, clock }: OpenChat,
  room: ChatRoomConfig,
  row: ChatRoomsTable | undefined,
  last: ChatPurge | undefined,
): ChatRoom {
  const { id, name, owner, consent, retention = settings.retention } = room
  const hold = holdOf(room, row)
  const told = row?.announced_days ?? undefined
  const isTold = told !== undefined && daysOf(retention) >= told
  const announcedAt = isTold ? (row?.announced_at ?? undefined) : undefined
  const until = announcedAt === undefined ? undefined : announcedAt + settings.notice_days * dayMs
  const standing = ((): Standing => {
    if (hold) return { kind: 'held' }
    if (consent === undefined) return { kind: 'no-consent' }
    if (settings.notice_days === 0) return { kind: 'due' }
    if (until === undefined) return { kind: 'unannounced' }
    return until > clock.now() ? { kind: 'announced', until } : { kind: 'due' }
  })()
  return { id, name, owner, retention, consent, hold, announcedAt, standing, last }
}

function holdOf({ hold }: ChatRoomConfig, row: ChatRoomsTable | undefined): Hold | undefined {
  if (hold !== undefined) return { reason: hold, by: 'coop.yaml', since: undefined }
  if (!row || row.held_at === null) return undefined
  return { reason: row.hold_reason ?? '', by: row.held_by ?? '', since: row.held_at }
}
