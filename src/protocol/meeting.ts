import { detached } from '../lib/detached.ts'
import { child, childText, type Element, MalformedXml, parseXml } from './xml.ts'

/** One person in a meeting, as getMeetings lists them. `userId` is the external id given at join. */
export interface Attendee {
  readonly userId: string
  /** The server's own id of their session; listings do not tell it, events do. */
  readonly internalId?: string | undefined
  readonly name: string
  readonly role: 'MODERATOR' | 'VIEWER'
  readonly video: boolean
  readonly voice: boolean
  readonly listening: boolean
}

/**
 * What a server says of one of its meetings. Times are milliseconds since 1970. `element` keeps all it said; the texts
 * beside it do not keep it alive.
 */
export interface MeetingReport {
  readonly meetingId: string
  readonly internalId: string
  readonly name: string
  readonly createTime: number
  readonly running: boolean
  readonly ended: boolean
  readonly participants: number
  readonly moderators: number
  readonly videos: number
  readonly breakout: boolean
  /** The internal id of the parent, for a breakout room. */
  readonly parentId: string
  readonly attendees: readonly Attendee[]
  readonly element: Element
}

/** What a server answered: its return code, key and message, and the whole document. */
export interface Answer {
  readonly ok: boolean
  readonly key: string
  readonly message: string
  readonly root: Element
}

/** Reads any XML answer of the API. Throws `MalformedXml` when it is not one. */
export function readAnswer(body: string): Answer {
  const root = parseXml(body)
  const returncode = childText(root, 'returncode')
  if (root.name !== 'response' || returncode === '') throw new MalformedXml('not an answer of the BigBlueButton API')
  return {
    ok: returncode === 'SUCCESS',
    key: childText(root, 'messageKey'),
    message: childText(root, 'message'),
    root,
  }
}

/** The meetings of a getMeetings answer. A success without a `meetings` element is malformed, not "none". */
export function readMeetings(answer: Answer): MeetingReport[] {
  const meetings = child(answer.root, 'meetings')
  if (!answer.ok || !meetings) throw new MalformedXml('an answer to getMeetings without meetings')
  return meetings.children.filter((element) => element.name === 'meeting').map(readMeeting)
}

/** One meeting, from `<meeting>` of getMeetings or from the root of getMeetingInfo. */
export function readMeeting(element: Element): MeetingReport {
  const facts = new Map<string, string>()
  for (const inner of element.children) if (!facts.has(inner.name)) facts.set(inner.name, inner.text.trim())
  const breakoutBlock = child(element, 'breakout')

  return {
    meetingId: detached(facts.get('meetingID') ?? ''),
    internalId: detached(facts.get('internalMeetingID') ?? ''),
    name: detached(facts.get('meetingName') ?? ''),
    createTime: readCount(facts.get('createTime')),
    running: facts.get('running') === 'true',
    ended: facts.get('hasBeenForciblyEnded') === 'true' || readCount(facts.get('endTime')) > 0,
    participants: readCount(facts.get('participantCount')),
    moderators: readCount(facts.get('moderatorCount')),
    videos: readCount(facts.get('videoCount')),
    breakout: facts.get('isBreakout') === 'true',
    parentId: detached(
      facts.get('parentMeetingID') ?? (breakoutBlock ? childText(breakoutBlock, 'parentMeetingID') : ''),
    ),
    attendees: readAttendees(element),
    element,
  }
}

/** A count that some templates print with thousands separators: `1,000`, `1.000`, `1 000`. Zero when it is none. */
export function readCount(text: string | undefined): number {
  if (!text) return 0
  const count = Number(/\D/.test(text) ? text.replace(/\D/g, '') : text)
  return Number.isSafeInteger(count) ? count : 0
}

function readAttendees(element: Element): Attendee[] {
  const attendees = child(element, 'attendees')
  if (!attendees) return []
  return attendees.children.map((attendee) => ({
    userId: detached(childText(attendee, 'userID')),
    name: detached(childText(attendee, 'fullName')),
    role: childText(attendee, 'role') === 'MODERATOR' ? 'MODERATOR' : 'VIEWER',
    video: childText(attendee, 'hasVideo') === 'true',
    voice: childText(attendee, 'hasJoinedVoice') === 'true',
    listening: childText(attendee, 'isListeningOnly') === 'true',
  }))
}
