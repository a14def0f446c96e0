import { sortableId } from '../lib/ids.ts'
import type { Attendee, MeetingReport } from '../protocol/meeting.ts'
import type { Element } from '../protocol/xml.ts'
import { childText } from '../protocol/xml.ts'
import type { Context } from './context.ts'
import { withSessions } from './edit-people.ts'
import { replaceMeeting } from './ending.ts'
import type { CreateAnswer, Facts, Meeting } from './meeting.ts'
import { renderMeeting } from './render.ts'
import { toWire } from './replicas/wire.ts'

/**
 * Takes in what a server says of a meeting. `askedAt` is when the question was sent: what happened since then the
 * report cannot show. A meeting whose create was never answered is thereby known to exist. `digest` is that of the
 * report's text in a listing.
 */
export async function observe(
  context: Context,
  meeting: Meeting,
  report: MeetingReport,
  askedAt: number,
  digest?: string,
): Promise<void> {
  // What happened while the answer was on its way, such as an event or a create, the answer may not show.
  if (meeting.confirmedAt > askedAt) return
  const isAnother = meeting.facts !== undefined && meeting.facts.internalId !== report.internalId
  if (isAnother && meeting.underway) return
  if (isAnother) {
    return await observe(context, await succeedUnseen(context, meeting), report, askedAt, digest)
  }

  const { element, ...said } = report
  const before = meeting.facts?.attendees ?? []
  const facts = { ...said, attendees: withSessions(said.attendees, before) }
  const isChanged = remember(context, meeting, { facts, xml: renderMeeting(element, meeting) }, 'poll', askedAt)
  meeting.listed = digest === undefined ? undefined : { digest, xml: meeting.xml }
  if (meeting.state === 'creating') await adopt(context, meeting, element)
  if (isChanged) tellOfPeople(context, meeting, before, facts.attendees)
}

/** Whether memory is still exactly what this text in a listing made of it. */
export function isAsListed({ state, listed, xml }: Meeting, digest: string | undefined): boolean {
  return state === 'running' && digest !== undefined && listed?.digest === digest && listed.xml === xml
}

/** Takes in that a server says of a meeting what it said before. */
export function seenAgain(context: Context, meeting: Meeting, askedAt: number): void {
  meeting.confirmedAt = askedAt
  if (!context.attendance.isCertain(meeting)) context.attendance.follow(meeting, 'poll', askedAt)
}

/** Remembers what is now known of a meeting, and who is in it; gives whether anything is other than it was. */
export function remember(
  context: Context,
  meeting: Meeting,
  { facts, xml }: { readonly facts: Facts; readonly xml: Buffer },
  source: 'event' | 'poll',
  at: number,
): boolean {
  const isChanged = !xml.equals(meeting.xml)
  meeting.facts = facts
  meeting.peak = Math.max(meeting.peak, facts.participants)
  meeting.peakVideos = Math.max(meeting.peakVideos, facts.videos)
  meeting.xml = xml
  meeting.confirmedAt = at
  context.directory.name(meeting, facts.internalId)
  if (isChanged) tellSeen(context, meeting, facts)
  if (isChanged || !context.attendance.isCertain(meeting)) context.attendance.follow(meeting, source, at)
  return isChanged
}

/** Takes in what a server says of a breakout room: it is listed with its parent, under its own ID. */
export function observeBreakout(context: Context, parent: Meeting, report: MeetingReport): void {
  const xml = renderMeeting(report.element, { meetingId: undefined, callbacks: parent.callbacks })
  const known = parent.breakouts.get(report.internalId)
  if (known?.equals(xml)) return
  parent.breakouts.set(report.internalId, xml)
  breakoutsChanged(context, parent)
}

/** Notes that the breakout rooms of a meeting are others, or say something else. */
export function breakoutsChanged(context: Context, parent: Meeting): void {
  context.directory.changed(parent)
  const rooms = [...parent.breakouts].map(([id, xml]) => [id, xml.toString()] as const)
  context.replicas.tell({ kind: 'breakouts', instance: parent.instance, rooms })
}

function tellSeen(context: Context, meeting: Meeting, facts: Facts): void {
  context.directory.changed(meeting)
  context.replicas.tell({ kind: 'seen', instance: meeting.instance, facts, xml: meeting.xml.toString() })
}

/** The create's answer never came, or was lost in a crash; the listing holds all that it said. */
async function adopt(context: Context, meeting: Meeting, element: Element): Promise<void> {
  const text = (name: string) => childText(element, name)
  const answer: CreateAnswer = [
    ['meetingID', meeting.meetingId],
    ['internalMeetingID', text('internalMeetingID')],
    ['parentMeetingID', 'bbb-none'],
    ...['attendeePW', 'moderatorPW', 'createTime', 'voiceBridge', 'dialNumber', 'createDate', 'hasUserJoined'].map(
      (name) => [name, text(name)] as const,
    ),
    ['duration', text('duration')],
    ['hasBeenForciblyEnded', 'false'],
    ['messageKey', ''],
    ['message', ''],
  ]
  meeting.answer = answer
  await context.store.confirm(meeting)
  // Another look, or the create's own answer, may have come first.
  if (meeting.state === 'running') return
  meeting.state = 'running'
  context.replicas.tell({ kind: 'confirmed', meeting: toWire(meeting) })
  context.bus.emit('created', meeting)
}

/** The server made the meeting anew and we died before we could note it: the old instance is over, this is another. */
async function succeedUnseen(context: Context, old: Meeting): Promise<Meeting> {
  const instance = sortableId(context.clock.now())
  const unknown = { facts: undefined, lostAt: undefined, peak: 0, peakVideos: 0, answer: [], breakouts: new Map() }
  const successor: Meeting = { ...old, ...unknown, instance, state: 'creating' }
  await replaceMeeting(context, old, successor)
  return successor
}

/** Tells who came and who left between two lists of people. */
export function tellOfPeople(
  context: Context,
  meeting: Meeting,
  before: readonly Attendee[],
  after: readonly Attendee[],
): void {
  for (const attendee of missingFrom(before, after)) context.bus.emit('joined', { meeting, attendee })
  for (const attendee of missingFrom(after, before)) context.bus.emit('left', { meeting, attendee })
}

/** Those of `people` beyond their number in `known`: one external id may stand for several sessions. */
function missingFrom(known: readonly Attendee[], people: readonly Attendee[]): Attendee[] {
  const counts = new Map<string, number>()
  for (const { userId } of known) counts.set(userId, (counts.get(userId) ?? 0) + 1)
  return people.filter(({ userId }) => {
    const left = counts.get(userId) ?? 0
    counts.set(userId, left - 1)
    return left <= 0
  })
}
