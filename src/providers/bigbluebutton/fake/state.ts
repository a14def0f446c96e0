import { createHash } from 'node:crypto'
import type { Clock } from '../../../lib/clock.ts'
import { isExpired, leaveRoom, type Meeting, type Person } from './meeting.ts'
import type { Recording } from './recording.ts'

/** What a browser holds after a join: the token of the page's address, and the cookie it came with. */
export interface Session {
  readonly token: string
  readonly cookie: string
  readonly person: Person
  readonly meeting: Meeting
  readonly waiting: boolean
  /** Where this person goes after leaving: as join said, where the release heeds it, else as the meeting says. */
  readonly logoutUrl: string
}

/** Everything a practice server remembers. */
export interface State {
  readonly meetings: Map<string, Meeting>
  /** Meetings that are over, by internal id; the newest thousand. */
  readonly ended: Map<string, Meeting>
  readonly sessions: Map<string, Session>
  /** By their record ids, which are the internal ids of their meetings. */
  readonly recordings: Map<string, Recording>
}

const endedKept = 1_000

/** As after a reboot: what lies on the disk is still there. */
export function emptyState(recordings: State['recordings'] = new Map()): State {
  return { meetings: new Map(), ended: new Map(), sessions: new Map(), recordings }
}

export function sha1(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex')
}

/** The meeting of exactly that external id that is not over. */
export function findByMeetingId(state: State, meetingId: string): Meeting | undefined {
  return findByPrefix(state, `${sha1(meetingId)}-`)
}

/**
 * The meeting a call means. Newer bbb-web first takes the text itself for the beginning of an internal id, so that a
 * short id such as `a1` may well find a stranger's meeting.
 */
export function findMeeting(state: State, text: string, alsoInternal: boolean): Meeting | undefined {
  const internal = alsoInternal && /^[0-9a-f-]{1,60}$/.test(text) ? findByPrefix(state, text) : undefined
  return internal ?? findByMeetingId(state, text)
}

/** Ends a meeting and its breakout rooms; gives those that were ended, the breakout rooms first. */
export function closeMeeting(state: State, meeting: Meeting, now: number): Meeting[] {
  if (meeting.endTime > 0) return []
  const children = [...state.meetings.values()].filter((m) => m.breakout?.parentId === meeting.internalId)
  const closed = children.flatMap((m) => closeMeeting(state, m, now))

  for (const id of meeting.people.keys()) leaveRoom(meeting, id, now)
  meeting.endTime = now
  for (const session of state.sessions.values()) {
    if (session.meeting === meeting) state.sessions.delete(session.token)
  }
  state.ended.set(meeting.internalId, meeting)
  for (const old of state.ended.keys()) {
    if (state.ended.size <= endedKept) break
    state.ended.delete(old)
  }
  return [...closed, meeting]
}

/** Meetings whose time is over by this clock, but which were not closed yet. */
export function expired(state: State, clock: Clock): Meeting[] {
  const now = clock.now()
  return [...state.meetings.values()].filter((meeting) => meeting.endTime === 0 && isExpired(meeting, now))
}

/** Drops ended meetings from the list once they were shown for `lingerMs` milliseconds more. */
export function dropEnded(state: State, now: number, lingerMs: number): void {
  for (const meeting of state.meetings.values()) {
    if (meeting.endTime > 0 && now - meeting.endTime >= lingerMs) state.meetings.delete(meeting.internalId)
  }
}

function findByPrefix(state: State, prefix: string): Meeting | undefined {
  let found: Meeting | undefined
  for (const meeting of state.meetings.values()) {
    if (!meeting.internalId.startsWith(prefix)) continue
    if (meeting.endTime === 0) return meeting
    found ??= meeting
  }
  return found
}
