import type { MeetingReport } from '../protocol/meeting.ts'
import { formatQuery, parameter } from '../protocol/query.ts'
import { ServerFailure } from '../protocol/server-failure.ts'
import type { Context } from './context.ts'
import type { Meeting } from './meeting.ts'
import { breakoutsChanged, isAsListed, observe, observeBreakout, seenAgain } from './observe.ts'
import type { Server } from './pool.ts'
import { findAgain, settleVanished } from './vanished.ts'

/** A create that was never answered and that no listing shows so long after it was known of did not happen. */
const unansweredMs = 20_000

/** What must be known of every meeting of a listing, even of one that says nothing new. */
export type Head = Pick<MeetingReport, 'meetingId' | 'internalId' | 'parentId' | 'breakout' | 'ended' | 'participants'>

/** One meeting of a listing; the whole of it is read only where it is needed. */
export interface Reported {
  readonly digest: string | undefined
  readonly head: Head
  read(): MeetingReport
}

export function headOf({ meetingId, internalId, parentId, breakout, ended, participants }: MeetingReport): Head {
  return { meetingId, internalId, parentId, breakout, ended, participants }
}

/**
 * Compares what a server lists with what memory says is there. What is listed is taken in; what should be there and
 * is not has ended; what should be elsewhere is an old copy and is ended. `askedAt` is when the listing was asked for.
 * What needs the database comes last: while that is away, at least the people in meetings are taken in. Gives whether
 * memory now shows all of the listing: not if it knew something newer.
 */
export async function reconcile(
  context: Context,
  server: Server,
  reports: readonly Reported[],
  askedAt: number,
): Promise<boolean> {
  const listed = new Set(reports.filter(({ head }) => !head.ended).map(({ head }) => head.meetingId))
  const breakouts: Reported[] = []
  const foreign: Reported[] = []
  const later: (() => Promise<void>)[] = []
  let isWhole = true

  for (const report of reports) {
    const { head } = report
    if (head.ended) continue
    const meeting = context.directory.byNodeId(head.meetingId)
    if (meeting && (meeting.confirmedAt > askedAt || meeting.underway)) isWhole = false
    if (head.breakout) breakouts.push(report)
    else if (!meeting) foreign.push(report)
    else if (meeting.server !== server.access.id) later.push(() => endCopy(context, server, meeting, head))
    else if (isAsKnown(meeting, head)) await takeIn(context, meeting, report, askedAt)
    else later.push(() => takeIn(context, meeting, report, askedAt))
  }

  foreign.push(...takeInBreakouts(context, server, breakouts))
  server.foreignMeetings = foreign.length
  server.foreignUsers = foreign.reduce((sum, { head }) => sum + head.participants, 0)
  for (const step of later) await step()
  const here = [...context.directory.onServer(server.access.id)]
  const vanished = here.filter((meeting) => !listed.has(meeting.nodeId) && isOver(meeting, askedAt))
  await settleVanished(context, server, { heads: reports.map(({ head }) => head), vanished })
  server.foreign = new Set(foreign.map(({ head }) => head.internalId))
  return isWhole
}

function isAsKnown({ state, lostAt, facts }: Meeting, { internalId }: Head): boolean {
  return state === 'running' && lostAt === undefined && facts?.internalId === internalId
}

/** A meeting created or ended after the question was sent is not described by its answer. */
async function takeIn(
  context: Context,
  meeting: Meeting,
  { digest, head, read }: Reported,
  askedAt: number,
): Promise<void> {
  if (meeting.confirmedAt > askedAt) return
  if (meeting.lostAt !== undefined && meeting.facts?.internalId === head.internalId) await findAgain(context, meeting)
  if (isAsListed(meeting, digest)) seenAgain(context, meeting, askedAt)
  else await observe(context, meeting, read(), askedAt, digest)
}

/** Whether a meeting missing from a listing has ended: not if the listing was asked for before it was confirmed. */
function isOver(meeting: Meeting, askedAt: number): boolean {
  // Its server is being asked to create it in this very moment, and will say itself.
  if (meeting.underway) return false
  if (meeting.state === 'running') return Math.max(meeting.confirmedAt, meeting.knownAt) < askedAt
  return askedAt - meeting.knownAt > unansweredMs
}

/** Gives back those whose parent is none of ours. */
function takeInBreakouts(context: Context, server: Server, reports: readonly Reported[]): Reported[] {
  const listed = new Set(reports.map(({ head }) => head.internalId))
  const foreign: Reported[] = []
  for (const report of reports) {
    const parent = context.directory.byInternalId(report.head.parentId)
    if (parent) observeBreakout(context, parent, report.read())
    else foreign.push(report)
  }
  for (const meeting of context.directory.onServer(server.access.id)) {
    for (const internalId of meeting.breakouts.keys()) {
      if (listed.has(internalId)) continue
      meeting.breakouts.delete(internalId)
      breakoutsChanged(context, meeting)
    }
  }
  return foreign
}

/** A copy of a meeting that lives elsewhere now: its server came back after the meeting was made again. */
async function endCopy(context: Context, server: Server, meeting: Meeting, report: Head): Promise<void> {
  if (report.internalId === meeting.facts?.internalId || meeting.state !== 'running') return
  // Another replica may have made it again right here, and the news of that be late or lost.
  const live = await context.store.findLive(meeting.organisation, meeting.meetingId)
  if (!live || live.server === server.access.id) return
  const password = await context.store.moderatorPassword(report.internalId)
  const parameters = [parameter('meetingID', meeting.nodeId), ...(password ? [parameter('password', password)] : [])]
  try {
    await context.servers.call(server.access, 'end', formatQuery(parameters))
    context.log.info({ server: server.access.id, meeting: meeting.meetingId }, 'ended the old copy of a meeting')
  } catch (error) {
    if (!(error instanceof ServerFailure)) throw error
  }
}
