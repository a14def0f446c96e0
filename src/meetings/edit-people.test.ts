import { expect, test } from 'vitest'
import { aMeeting } from '../../test/meetings.ts'
import type { Attendee } from '../protocol/meeting.ts'
import type { EventUser } from '../protocol/webhooks.ts'
import { editPeople, withSessions } from './edit-people.ts'
import type { Meeting } from './meeting.ts'
import { factsOfNew, renderNewMeeting } from './render.ts'

const user = (of: Partial<EventUser> = {}): EventUser => ({
  internalId: 'w_1',
  externalId: 'u1',
  name: 'Ada',
  role: 'MODERATOR',
  isListening: false,
  hasMicrophone: false,
  ...of,
})

function created(): Meeting {
  const answer = [['internalMeetingID', 'abc-1']] as const
  return aMeeting({ facts: factsOfNew(answer, 'node', 'Room'), xml: renderNewMeeting(answer, [], 'Room', {}) })
}

function edited(meeting: Meeting, ...[edit]: [Parameters<typeof editPeople>[1]]): Meeting {
  const { facts, xml } = editPeople(meeting, edit) ?? {}
  return { ...meeting, facts, xml: xml ?? meeting.xml }
}

test('whoever enters is listed and counted, and leaves everything as it was', () => {
  const before = created()
  const during = edited(before, (editing) => editing.enter(user({ name: '<Ada> & co' })))
  expect(during.facts).toMatchObject({ running: true, participants: 1, moderators: 1, meetingId: 'node' })
  expect(during.facts?.attendees).toMatchObject([{ userId: 'u1', internalId: 'w_1', name: '<Ada> & co' }])
  const after = edited(during, (editing) => editing.leave(0))
  expect(after.facts).toEqual(before.facts)
  const joinedOnce = before.xml.toString().replace('<hasUserJoined>false<', '<hasUserJoined>true<')
  expect(after.xml.toString()).toBe(joinedOnce)
})

test('somebody who leaves takes microphone and camera along', () => {
  const inside = edited(created(), (editing) => editing.enter(user()))
  const talking = edited(inside, (editing) => editing.set(0, { hasJoinedVoice: true, hasVideo: true }))
  expect(talking.xml.toString()).toContain('<voiceParticipantCount>1</voiceParticipantCount><videoCount>1</videoCount>')
  const again = edited(talking, (editing) => editing.set(0, { hasVideo: true }))
  expect(again.xml.equals(talking.xml)).toBe(true)
  const empty = edited(again, (editing) => editing.leave(0))
  expect(empty.xml.toString()).toContain('<voiceParticipantCount>0</voiceParticipantCount><videoCount>0</videoCount>')
})

test('one presents at a time', () => {
  const both = edited(created(), (editing) => {
    editing.enter(user())
    editing.enter(user({ internalId: 'w_2', externalId: 'u2' }))
    editing.present(0)
    editing.present(1)
  })
  expect([...both.xml.toString().matchAll(/<isPresenter>(\w+)</g)].map(([, is]) => is)).toEqual(['false', 'true'])
})

test('a person without an id of their own is known by that of their session', () => {
  const meeting = edited(created(), (editing) => editing.enter(user({ externalId: '' })))
  expect(meeting.facts?.attendees[0]?.userId).toBe('w_1')
})

test('a meeting of which nothing is known is not changed', () => {
  expect(editPeople(aMeeting(), (editing) => editing.enter(user()))).toBeUndefined()
})

test('a listing keeps the sessions that events told', () => {
  const attendee = (userId: string, internalId?: string): Attendee => {
    return { userId, internalId, name: '', role: 'VIEWER', video: false, voice: false, listening: false }
  }
  const before = [attendee('u1', 'w_1'), attendee('u1', 'w_2'), attendee('u2', 'w_3'), attendee('u3')]
  const listed = withSessions([attendee('u1'), attendee('u1'), attendee('u1'), attendee('u3')], before)
  expect(listed.map(({ internalId }) => internalId)).toEqual(['w_1', 'w_2', undefined, undefined])
})
