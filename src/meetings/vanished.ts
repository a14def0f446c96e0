import { valueOf } from '../protocol/query.ts'
import type { Context } from './context.ts'
import { endMeeting } from './ending.ts'
import { forget } from './forget.ts'
import { lostAfterMs } from './give-up.ts'
import { limitOf, type Meeting } from './meeting.ts'
import type { Server } from './pool.ts'
import type { Head } from './reconcile-server.ts'

/** What a server lists, and the meetings that it should list and does not. */
export interface Vanishing {
  readonly heads: readonly Head[]
  readonly vanished: readonly Meeting[]
}

/** A meeting that is so near to the end of its time may have come to it: clocks differ, and looks are seconds apart. */
const nearMs = 60_000

/**
 * Decides what became of meetings that their server does not have any more. They have ended; but a server that has
 * nothing left of what it had, people and all, has crashed: then its meetings are kept like those of a dead server, until
 * somebody creates or joins them again, their end is told, or ten minutes are over.
 */
export async function settleVanished(context: Context, server: Server, vanishing: Vanishing): Promise<void> {
  const { vanished } = vanishing
  if (hasCrashed(context, server, vanishing)) server.forgotAt = context.clock.elapsed()
  const lost = vanished.filter((meeting) => isLost(context, server, meeting))
  if (lost.length > 0) await lose(context, server, lost)
  for (const meeting of vanished) {
    // Never answered and never seen: it was no meeting, so nobody is told of its end.
    if (meeting.state === 'creating') await forget(context, meeting)
    else if (isOver(context, meeting)) await endMeeting(context, meeting)
  }
}

/** Whether an end of the meeting just now would be a surprise: people were in it, and nothing known would have ended it. */
export function vanishesUnexpectedly(context: Context, meeting: Meeting): boolean {
  return (meeting.facts?.participants ?? 0) > 0 && isKept(context, meeting)
}

/**
 * A server that was asked to create a meeting again has made a new one, because it did not know it any more. Whether the
 * old one ended or was lost, its other meetings tell.
 */
export async function judgeReplaced(context: Context, meeting: Meeting): Promise<void> {
  const server = context.pool.find(meeting.server)
  if (!server || !vanishesUnexpectedly(context, meeting)) return
  await context.look(server)
  if (isLost(context, server, meeting)) await lose(context, server, [meeting])
}

/** A server has a meeting after all that it was thought to have lost. */
export async function findAgain(context: Context, meeting: Meeting): Promise<void> {
  await context.store.lose([meeting.instance], null)
  meeting.lostAt = undefined
  context.replicas.tell({ kind: 'found', instance: meeting.instance })
}

/**
 * Certain enough: nothing of what it had is left, nobody told of an end, and people were in several meetings at once, or
 * in one while the server failed to answer. One person alone is no evidence: the meeting may have ended by itself.
 */
function hasCrashed(context: Context, server: Server, { heads, vanished }: Vanishing): boolean {
  const bereft = [...vanished, ...replacedIn(context, server, heads)].filter((one) =>
    vanishesUnexpectedly(context, one),
  )
  if (bereft.length === 0) return false
  const lastSeen = bereft.reduce((least, { confirmedAt }) => Math.min(least, confirmedAt), Number.POSITIVE_INFINITY)
  if (heads.some((head) => isRemembered(context, server, head, lastSeen))) return false
  const people = bereft.reduce((sum, { facts }) => sum + (facts?.participants ?? 0), 0)
  return bereft.length > 1 || (people > 1 && server.missedAt > lastSeen)
}

/** Those of which the server has another instance, because it is being asked to create them in this moment. */
function replacedIn({ directory }: Context, server: Server, heads: readonly Head[]): Meeting[] {
  return heads.flatMap(({ meetingId, internalId }) => {
    const meeting = directory.byNodeId(meetingId)
    const isReplaced = meeting?.underway && meeting.server === server.access.id
    return isReplaced && meeting.facts?.internalId !== internalId ? [meeting] : []
  })
}

/** Whether the server had this before; one that lists what has ended remembers too. */
function isRemembered({ directory }: Context, server: Server, { internalId, ended }: Head, lastSeen: number): boolean {
  const meeting = directory.byInternalId(internalId)
  return ended || (meeting ? meeting.since < lastSeen : server.foreign.has(internalId))
}

/** Whether it went with all others. */
function isLost(context: Context, server: Server, meeting: Meeting): boolean {
  return meeting.confirmedAt < server.forgotAt && isKept(context, meeting)
}

/** Whether nobody asked for its end, and none of its own rules is due. */
function isKept({ clock }: Context, meeting: Meeting): boolean {
  const { state, ending, lostAt, facts, parameters, since } = meeting
  if (state !== 'running' || ending || lostAt !== undefined) return false
  const needsModerator = valueOf(parameters, 'endWhenNoModerator')?.toLowerCase() === 'true'
  if (needsModerator && (facts?.moderators ?? 0) === 0) return false
  const limit = limitOf(meeting)
  return limit === undefined || clock.elapsed() - since < limit - nearMs
}

function isOver({ clock }: Context, { lostAt, ending }: Meeting): boolean {
  return lostAt === undefined || ending || clock.elapsed() - lostAt >= lostAfterMs
}

async function lose(context: Context, server: Server, meetings: readonly Meeting[]): Promise<void> {
  const { clock, directory, log, replicas, store } = context
  const instances = meetings.map(({ instance }) => instance)
  await store.lose(instances, clock.now())
  for (const meeting of meetings) {
    meeting.lostAt = clock.elapsed()
    directory.changed(meeting)
  }
  replicas.tell({ kind: 'lost', server: server.access.id, instances })
  const details = { server: server.access.id, meetings: meetings.length }
  log.warn(details, 'the server lost its meetings, as in a crash: whoever creates or joins one makes it again')
}
