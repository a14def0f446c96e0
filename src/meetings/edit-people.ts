import { type Attendee, readCount, readMeeting } from '../protocol/meeting.ts'
import type { EventUser } from '../protocol/webhooks.ts'
import { child, childText, type Element, parseXml, renderXml, tag } from '../protocol/xml.ts'
import type { Meeting } from './meeting.ts'

/** A meeting as it is after something happened to one person in it. */
export interface Edited {
  readonly facts: NonNullable<Meeting['facts']>
  readonly xml: Buffer
}

/**
 * What a server's event changes in what it said of a meeting before. Facts and XML stay one: both come from the same
 * elements, which hold all that the server told, the event's part replaced.
 */
export interface Editing {
  enter(user: EventUser): void
  /** Takes out the person at that place of the list of attendees. */
  leave(index: number): void
  /** Sets flags of the person at that place, such as `hasVideo`. */
  set(index: number, flags: Readonly<Record<string, boolean>>): void
  /** The person at that place presents, and nobody else. */
  present(index: number): void
  /** Names the session of the person at that place. */
  identify(index: number, internalId: string): void
}

/** Changes a meeting's last report; undefined while its server has said nothing of it. */
export function editPeople(meeting: Meeting, edit: (editing: Editing) => void): Edited | undefined {
  if (!meeting.facts || meeting.xml.length === 0) return undefined
  const element = parseXml(`<meeting>${meeting.xml.toString()}</meeting>`)
  const attendees = child(element, 'attendees')
  if (!attendees) return undefined
  const internalIds = meeting.facts.attendees.map(({ internalId }) => internalId)
  edit(editing(element, attendees, internalIds))
  setText(element, 'running', String(attendees.children.length > 0))

  const { element: said, ...facts } = readMeeting(element)
  const identified = facts.attendees.map((attendee, i): Attendee => ({ ...attendee, internalId: internalIds[i] }))
  return {
    facts: { ...facts, meetingId: meeting.facts.meetingId, attendees: identified },
    xml: Buffer.from(said.children.map(renderXml).join('')),
  }
}

/** The people of a report, their sessions named as far as they are known from before: listings do not tell them. */
export function withSessions(listed: readonly Attendee[], before: readonly Attendee[]): Attendee[] {
  const known = new Map<string, string[]>()
  for (const { userId, internalId } of before) {
    if (internalId !== undefined) known.set(userId, [...(known.get(userId) ?? []), internalId])
  }
  return listed.map((attendee) => {
    const internalId = known.get(attendee.userId)?.shift()
    return internalId === undefined ? attendee : { ...attendee, internalId }
  })
}

function editing(element: Element, attendees: Element, internalIds: (string | undefined)[]): Editing {
  const people = attendees.children
  const set = (person: Element | undefined, flags: Readonly<Record<string, boolean>>) => {
    for (const [flag, isOn] of Object.entries(flags)) {
      const was = person !== undefined && childText(person, flag) === 'true'
      if (!person || was === isOn) continue
      setText(person, flag, String(isOn))
      const counter = counters[flag]
      if (counter) count(element, counter, isOn ? 1 : -1)
    }
  }
  return {
    enter(user) {
      people.push(parseXml(newAttendee(user)))
      internalIds[people.length - 1] = user.internalId
      count(element, 'participantCount', 1)
      if (user.role === 'MODERATOR') count(element, 'moderatorCount', 1)
      setText(element, 'hasUserJoined', 'true')
    },
    leave(index) {
      set(people[index], { isListeningOnly: false, hasJoinedVoice: false, hasVideo: false })
      const [person] = people.splice(index, 1)
      internalIds.splice(index, 1)
      count(element, 'participantCount', -1)
      if (person && childText(person, 'role') === 'MODERATOR') count(element, 'moderatorCount', -1)
    },
    set: (index, flags) => set(people[index], flags),
    present(index) {
      for (const [i, person] of people.entries()) set(person, { isPresenter: i === index })
    },
    identify(index, internalId) {
      internalIds[index] = internalId
    },
  }
}

const counters: Readonly<Record<string, string>> = {
  isListeningOnly: 'listenerCount',
  hasJoinedVoice: 'voiceParticipantCount',
  hasVideo: 'videoCount',
}

function count(element: Element, name: string, difference: number): void {
  setText(element, name, String(Math.max(0, readCount(childText(element, name)) + difference)))
}

function setText(element: Element, name: string, text: string): void {
  const found = child(element, name)
  if (found) found.text = text
}

function newAttendee({ externalId, internalId, name, role }: EventUser): string {
  const off = ['isPresenter', 'isListeningOnly', 'hasJoinedVoice', 'hasVideo'].map((flag) => tag(flag, false)).join('')
  const who = tag('userID', externalId || internalId) + tag('fullName', name) + tag('role', role)
  return `<attendee>${who}${off}${tag('clientType', 'HTML5')}</attendee>`
}
