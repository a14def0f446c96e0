import { z } from 'zod'
import { inWords } from '../../chat/cutoff.ts'
import type { ChatRoom } from '../../chat/rooms.ts'
import type { ChatPurge, ChatRun } from '../../chat/runs.ts'
import { toIso } from './api.ts'
import { moment } from './fields.ts'

export const roomOfChat = z.object({ room: z.string().describe('Its id or its name.') })

const number = z.int().nullable()

const purgeView = z
  .object({
    room: z.string(),
    name: z.string(),
    owner: z.string(),
    retention: z.string(),
    cutoff: moment.describe('Messages from before this were to be deleted.'),
    state: z
      .enum(['waiting', 'purging', 'done', 'incomplete', 'failed', 'skipped'])
      .describe('"done" was verified; "waiting" was told and is not due yet; "skipped" is held or has no consent.'),
    reason: z.string().nullable(),
    found: number.describe('Old messages before.'),
    remaining: number.describe('Old messages after, as the homeserver showed them.'),
    stateBefore: number.describe('Events of state (names, members, rights) before; they are never deleted.'),
    stateAfter: number,
    mediaFound: number,
    mediaDeleted: number,
    mediaKept: number.describe('Files that another message shows still, or that belong to another server.'),
    purge: z.string().nullable().describe('What the homeserver calls the purge.'),
    boundary: z.string().nullable().describe('The event before which everything was to be deleted.'),
    tries: z.int(),
    report: z.string().nullable().describe('The event that told the room.'),
    reportTrouble: z.string().nullable(),
    changedAt: moment,
  })
  .meta({ id: 'ChatPurge', description: 'What was done in one room. Nothing that anybody wrote is in it.' })

export const runView = z
  .object({
    id: z.string(),
    slot: moment.describe('The time of the schedule; null when somebody asked.'),
    askedBy: z.string(),
    state: z.enum(['running', 'done', 'failed']),
    createdAt: moment,
    finishedAt: moment,
    serverMedia: z.record(z.string(), z.unknown()).nullable().describe('Files of the whole homeserver.'),
    purges: z.array(purgeView),
  })
  .meta({ id: 'ChatRun' })

export const roomView = z
  .object({
    id: z.string(),
    name: z.string(),
    owner: z.string(),
    retention: z.string(),
    keeps: z.object({ count: z.int(), unit: z.enum(['days', 'months']) }).describe('The same, for programs.'),
    consent: z.string().nullable().describe('The day on which its people agreed.'),
    hold: z
      .object({ reason: z.string(), by: z.string(), since: moment.describe('Null when coop.yaml declares it.') })
      .nullable(),
    announcedAt: moment.describe('When its people were told of this retention.'),
    standing: z.enum(['due', 'held', 'no-consent', 'unannounced', 'announced']).describe('What a run would meet.'),
    noticeUntil: moment,
    last: purgeView.nullable(),
  })
  .meta({ id: 'ChatRoom' })

export const chatView = z.object({
  configured: z.boolean().describe('Whether coop.yaml has a chat.'),
  homeserver: z.string().nullable(),
  schedule: z.string().nullable(),
  zone: z.string().nullable(),
  nextAt: moment.describe('When old messages are deleted next.'),
  noticeDays: number,
  media: z.enum(['room', 'server', 'none']).nullable(),
  rooms: z.array(roomView),
})

export const previewView = z
  .object({
    room: z.string(),
    name: z.string(),
    standing: roomView.shape.standing,
    cutoff: moment,
    messages: z.int().describe('How many would be deleted.'),
    oldest: moment,
    files: z.int().describe('Files that they show, as far as they are not encrypted.'),
    keepsLast: z.boolean().describe('Whether the newest message is old too: a homeserver keeps it.'),
  })
  .meta({ id: 'ChatPreview' })

export function toRoomView(room: ChatRoom): z.input<typeof roomView> {
  const { hold, standing, last, consent, announcedAt, retention, id, name, owner } = room
  return {
    id,
    name,
    owner,
    retention: inWords(retention),
    keeps: retention,
    consent: consent ?? null,
    hold: hold ? { reason: hold.reason, by: hold.by, since: toIso(hold.since) } : null,
    announcedAt: toIso(announcedAt),
    standing: standing.kind,
    noticeUntil: standing.kind === 'announced' ? toIso(standing.until) : null,
    last: last ? toPurgeView(last) : null,
  }
}

export function toRunView(run: ChatRun): z.input<typeof runView> {
  return {
    id: run.id,
    slot: toIso(run.slot),
    askedBy: run.asked_by,
    state: run.state,
    createdAt: toIso(run.created_at),
    finishedAt: toIso(run.finished_at),
    serverMedia: (run.server_media ?? null) as Record<string, unknown> | null,
    purges: run.purges.map(toPurgeView),
  }
}

function toPurgeView(purge: ChatPurge): z.input<typeof purgeView> {
  return {
    room: purge.room,
    name: purge.name,
    owner: purge.owner,
    retention: purge.retention,
    cutoff: toIso(purge.cutoff),
    state: purge.state,
    reason: purge.reason,
    found: purge.found,
    remaining: purge.remaining,
    stateBefore: purge.state_before,
    stateAfter: purge.state_after,
    mediaFound: purge.media_found,
    mediaDeleted: purge.media_deleted,
    mediaKept: purge.media_kept,
    purge: purge.purge_id,
    boundary: purge.boundary,
    tries: purge.tries,
    report: purge.report_event,
    reportTrouble: purge.report_trouble,
    changedAt: toIso(purge.changed_at),
  }
}
