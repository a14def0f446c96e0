import { tag } from '../../../protocol/xml.ts'
import { formatDate } from './dates.ts'
import { type Meeting, type Person, presenterOf } from './meeting.ts'

/** The elements of one meeting, in the order of getMeetingInfo and getMeetings. */
export function renderMeeting(meeting: Meeting, withCommas: boolean): string {
  const people = [...meeting.people.values()]
  const count = (name: string, wanted: (person: Person) => boolean) => {
    const number = people.filter(wanted).length
    return tag(name, withCommas ? number.toLocaleString('en-US') : number)
  }
  return (
    renderHead(meeting) +
    count('participantCount', () => true) +
    count('listenerCount', (p) => p.listening) +
    count('voiceParticipantCount', (p) => p.voice) +
    count('videoCount', (p) => p.video) +
    tag('maxUsers', withCommas ? meeting.maxParticipants.toLocaleString('en-US') : meeting.maxParticipants) +
    count('moderatorCount', (p) => p.role === 'MODERATOR') +
    `<attendees>${renderPeople(people, presenterOf(meeting))}</attendees>` +
    `<metadata>${[...meeting.metadata].map(([key, value]) => tag(key, value)).join('')}</metadata>` +
    renderBreakouts(meeting)
  )
}

function renderHead(meeting: Meeting): string {
  return (
    tag('meetingName', meeting.name) +
    tag('meetingID', meeting.meetingId) +
    tag('internalMeetingID', meeting.internalId) +
    tag('createTime', meeting.createTime) +
    tag('createDate', formatDate(meeting.createTime)) +
    tag('voiceBridge', meeting.voiceBridge) +
    tag('dialNumber', meeting.dialNumber) +
    tag('attendeePW', meeting.attendeePassword) +
    tag('moderatorPW', meeting.moderatorPassword) +
    tag('running', meeting.people.size > 0) +
    tag('duration', meeting.durationMinutes) +
    tag('hasUserJoined', meeting.joinedEver) +
    tag('recording', meeting.record) +
    tag('hasBeenForciblyEnded', meeting.endTime > 0) +
    tag('startTime', meeting.startTime || meeting.createTime) +
    tag('endTime', meeting.endTime)
  )
}

function renderPeople(people: readonly Person[], presenter: Person | undefined): string {
  let list = ''
  for (const person of people) list += `<attendee>${renderPerson(person, person === presenter)}</attendee>`
  return list
}

function renderPerson(person: Person, isPresenter: boolean): string {
  let custom = ''
  for (const [key, value] of person.customData) custom += tag(key, value)
  return (
    tag('userID', person.userId) +
    tag('fullName', person.name) +
    tag('role', person.role) +
    tag('isPresenter', isPresenter) +
    tag('isListeningOnly', person.listening) +
    tag('hasJoinedVoice', person.voice) +
    tag('hasVideo', person.video) +
    tag('clientType', 'HTML5') +
    (custom === '' ? '' : `<customdata>${custom}</customdata>`)
  )
}

function renderBreakouts({ breakout, breakouts }: Meeting): string {
  const own = breakout
    ? tag('parentMeetingID', breakout.parentId) +
      tag('sequence', breakout.sequence) +
      tag('freeJoin', breakout.freeJoin)
    : ''
  const rooms = breakouts.map((id) => tag('breakout', id)).join('')
  return (
    tag('isBreakout', breakout !== undefined) + own + (rooms === '' ? '' : `<breakoutRooms>${rooms}</breakoutRooms>`)
  )
}
