import { detached } from '../../lib/detached.ts'
import type { Meeting } from '../meeting.ts'
import { classOf, withClass } from './classes.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import type { Present, Stay } from './stays.ts'
import type { Interval } from './store.ts'

/** Those in one meeting. `isCertain` is false after a start until its server told who is there. */
export interface Room {
  meeting: Meeting
  stays: Stay[]
  isCertain: boolean
}

/** The room of a meeting, which is made where there is none yet. */
export function roomOf(rooms: Map<string, Room>, meeting: Meeting, isCertain: boolean): Room {
  const room = rooms.get(meeting.instance) ?? { meeting, stays: [], isCertain }
  room.meeting = meeting
  rooms.set(meeting.instance, room)
  return room
}

/** Somebody has come. Two stays of one person that began in the same moment are told apart by a plus. */
export function enter({ meeting, stays }: Room, present: Present, source: Interval['source'], at: number): Stay {
  const { userId, internalId, person, session, role, class: now } = present
  let userKey = detached(`${person}.${session}`)
  while (stays.some(({ interval }) => interval.userKey === userKey && interval.joinedAt === at)) userKey += '+'
  const { instance, organisation, meetingId } = meeting
  const times = { joinedAt: at, leftAt: undefined, lastSeenAt: at, classes: withClass([], at, now) }
  const interval = { instance, organisation, meetingId, userKey, role, ...times, source }
  return { userId, internalId, person, session, class: now, interval }
}

/** Notes that they are of another class than before, which proves that they were there. False when they are not. */
export function turn({ interval, class: now }: Stay, at: number): boolean {
  const before = interval.classes
  interval.classes = withClass(before, at, now)
  if (interval.classes === before) return false
  interval.lastSeenAt = Math.max(interval.lastSeenAt, at)
  return true
}

/** A stay that was open when another process wrote. */
export function toStay(interval: Interval): Stay {
  const [person = '', session = ''] = interval.userKey.replaceAll('+', '').split('.')
  const now = interval.classes.at(-1)?.[1] ?? 'listening'
  return { userId: undefined, internalId: undefined, person, session, class: now, interval }
}

/** Who is in the meeting now. Those who are there already keep their pseudonyms, which cost some time to make. */
export function presentIn({ meeting, stays }: Room, pseudonyms: Pseudonyms): Present[] {
  const { organisation, facts } = meeting
  const people = new Map(stays.map(({ userId, person }) => [userId, person]))
  const sessions = new Map(stays.map(({ internalId, session }) => [internalId, session]))
  const sessionOf = (id: string) => sessions.get(id) ?? pseudonyms.session(organisation, id)
  return (facts?.attendees ?? []).map((attendee): Present => {
    const { userId, internalId, role } = attendee
    const person = people.get(userId) ?? pseudonyms.person(organisation, userId)
    return {
      userId,
      internalId,
      person,
      session: internalId ? sessionOf(internalId) : '',
      role,
      class: classOf(attendee),
    }
  })
}
