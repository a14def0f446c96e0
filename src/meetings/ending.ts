import { sql, type Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'
import type { Context } from './context.ts'
import type { Callbacks, Meeting } from './meeting.ts'
import type { OutgoingCallback } from './outbox.ts'
import type { Body } from './store.ts'

/**
 * A meeting instance is over: it leaves the memory, its row is closed, its seats are free. The client's callbacks leave
 * with what the server told of recording marks, or, when the server did not tell, a while later without.
 */
export async function endMeeting(context: Context, meeting: Meeting, recordingMarks?: boolean): Promise<void> {
  await finish(context, meeting, { recordingMarks })
}

/** The same of an instance whose place another one takes, in one step: there is always one. */
export async function replaceMeeting(
  context: Context,
  meeting: Meeting,
  successor: Meeting,
  body?: Body,
): Promise<void> {
  await finish(context, meeting, { successor, body })
  context.directory.add(successor)
}

interface Finish {
  readonly recordingMarks?: boolean | undefined
  readonly successor?: Meeting
  readonly body?: Body | undefined
}

async function finish(context: Context, meeting: Meeting, { recordingMarks, successor, body }: Finish): Promise<void> {
  const leftAt = lastCertain(context, meeting)
  // Before the transaction: it would wait for what waits for it.
  await context.hookEvents.settled()
  const isFirst = await context.database.transact(async (tx) => {
    const ended = await writeEnd(context, tx, meeting, recordingMarks)
    if (successor) await context.store.succeed(tx, successor, body)
    return ended
  })
  // Only now: while the row lives, nobody can claim the meeting, so memory must still know it.
  forgetEnded(context, meeting, leftAt, isFirst)
  if (isFirst) context.replicas.tell({ kind: 'gone', instance: meeting.instance })
}

/** Takes the place of an instance whose server is gone: that ends in the very transaction in which the new one is claimed. */
export interface Replacement {
  readonly of: Meeting
  end(tx: Transaction<Tables>): Promise<void>
  /** After the transaction. */
  ended(): void
  /** Once the new one is known to the others, or certainly will not be. */
  tellOthers(): void
}

export async function replace(context: Context, meeting: Meeting): Promise<Replacement> {
  const leftAt = lastCertain(context, meeting)
  await context.hookEvents.settled()
  let isFirst = false
  return {
    of: meeting,
    async end(tx) {
      isFirst = await writeEnd(context, tx, meeting)
    },
    ended: () => forgetEnded(context, meeting, leftAt, isFirst),
    tellOthers() {
      if (isFirst) context.replicas.tell({ kind: 'gone', instance: meeting.instance })
    },
  }
}

/** False when it had ended before. */
async function writeEnd(
  context: Context,
  tx: Transaction<Tables>,
  meeting: Meeting,
  recordingMarks?: boolean,
): Promise<boolean> {
  const ended = await context.store.end(tx, meeting, context.clock.now())
  if (ended) await context.hookEvents.ended(tx, meeting)
  if (recordingMarks !== undefined) await tell(context, tx, meeting.instance, recordingMarks)
  else if (ended && wantsToKnow(meeting.callbacks)) await context.outbox.tellEndLater(meeting.instance, tx)
  return ended
}

function forgetEnded(context: Context, meeting: Meeting, leftAt: number, isFirst: boolean): void {
  context.attendance.close(meeting, leftAt)
  context.directory.remove(meeting)
  if (isFirst) context.bus.emit('ended', meeting)
}

/** Until when people were in it: when its server is away or has lost it, until that server last told of it. */
export function lastCertain({ pool, clock }: Context, { server, lostAt, confirmedAt }: Meeting): number {
  const isAway = pool.find(server)?.health.condition === 'offline'
  return isAway || lostAt !== undefined ? confirmedAt : clock.elapsed()
}

/** A server called back: this very instance ended there. Later instances of the same meeting are not touched. */
export async function endedByCallback(context: Context, instance: string, recordingMarks: boolean): Promise<void> {
  const meeting = context.directory.byInstance(instance)
  // Whatever was taken for the crash of a server was an end, and nobody is to be brought along.
  if (meeting) meeting.ending = true
  if (meeting) await endMeeting(context, meeting, recordingMarks)
  else await context.database.transact((tx) => tell(context, tx, instance, recordingMarks))
}

/**
 * Queues the client's end callbacks of an instance whose server told nothing, unless the meeting goes on: made again
 * elsewhere meanwhile, it would seem to have ended.
 */
export async function tellEnd(context: Context, instance: string): Promise<void> {
  await context.database.transact(async (tx) => {
    const goesOn = await tx
      .selectFrom('meetings as old')
      .innerJoin('meetings as present', (join) =>
        join.onRef('present.organisation', '=', 'old.organisation').onRef('present.meeting_id', '=', 'old.meeting_id'),
      )
      .select('present.instance')
      .where('old.instance', '=', instance)
      .where('present.ended_at', 'is', null)
      .executeTakeFirst()
    if (!goesOn) await tell(context, tx, instance, false)
  })
}

async function tell(context: Context, tx: Transaction<Tables>, instance: string, marks: boolean): Promise<void> {
  const row = await tx
    .updateTable('meetings')
    .set({ callbacks: sql`callbacks || '{"told": true}'::jsonb` })
    .where('instance', '=', instance)
    .where('ended_at', 'is not', null)
    .where(sql<boolean>`not jsonb_exists(callbacks, 'told')`)
    .returning(['organisation', 'meeting_id', 'callbacks'])
    .executeTakeFirst()
  if (!row) return

  const common = { organisation: row.organisation, meetingId: row.meeting_id }
  for (const callback of endCallbacks(row.callbacks as Callbacks, row.meeting_id, marks)) {
    await context.outbox.send({ ...common, ...callback }, { tx })
  }
}

/** The requests bbb-web makes at a meeting's end: one address with two parameters added, the other as it is. */
function endCallbacks(
  callbacks: Callbacks,
  meetingId: string,
  marks: boolean,
): Pick<OutgoingCallback, 'kind' | 'request'>[] {
  const requests: Pick<OutgoingCallback, 'kind' | 'request'>[] = []
  if (callbacks.end !== undefined) {
    const separator = callbacks.end.includes('?') ? '&' : '?'
    const added = `recordingmarks=${marks}&meetingID=${encodeURIComponent(meetingId.toWellFormed())}`
    requests.push({ kind: 'end', request: { method: 'GET', url: `${callbacks.end}${separator}${added}` } })
  }
  if (callbacks.ended !== undefined) requests.push({ kind: 'ended', request: { method: 'GET', url: callbacks.ended } })
  return requests
}

function wantsToKnow(callbacks: Callbacks): boolean {
  return callbacks.end !== undefined || callbacks.ended !== undefined
}
