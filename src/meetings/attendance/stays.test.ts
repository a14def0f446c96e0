import { expect, test } from 'vitest'
import { matchStays, type Present, type Stay } from './stays.ts'

const ids = { userId: 'u', internalId: undefined }

function stay(person: string, session = ''): Stay {
  const who = { instance: 'i', organisation: 'main', meetingId: 'room', userKey: `${person}.${session}` }
  const times = { joinedAt: 0, leftAt: undefined, lastSeenAt: 0, classes: [] }
  return { ...ids, person, session, class: 'listening', interval: { ...who, ...times, role: 'VIEWER', source: 'poll' } }
}

const present = (person: string, session = ''): Present => ({
  ...ids,
  person,
  session,
  role: 'VIEWER',
  class: 'listening',
})
const keys = (stays: readonly Stay[]) => stays.map(({ interval }) => interval.userKey)

test('whoever is in both lists stays, the others came or are gone', () => {
  const { stayed, came, gone } = matchStays([stay('ada'), stay('bela')], [present('bela'), present('chidi')])
  expect([keys(stayed), came.map(({ person }) => person), keys(gone)]).toEqual([['bela.'], ['chidi'], ['ada.']])
})

test('one person stays as often as they are there', () => {
  const { stayed, came, gone } = matchStays([stay('ada'), stay('ada')], [present('ada')])
  expect([stayed.length, came.length, gone.length]).toEqual([1, 0, 1])
})

test('of several sessions of one person, the one that is named is taken first', () => {
  const { stayed, came, gone } = matchStays([stay('ada', 'x'), stay('ada', 'y')], [present('ada', 'y')])
  expect([keys(stayed), came, keys(gone)]).toEqual([['ada.y'], [], ['ada.x']])
})

test('another session of the same person is somebody who came', () => {
  const { stayed, came, gone } = matchStays([stay('ada', 'x')], [present('ada', 'y')])
  expect([stayed, came, keys(gone)]).toEqual([[], [present('ada', 'y')], ['ada.x']])
})

test('a session that is not known stands for any, and is known once it was named', () => {
  const unnamed = stay('ada')
  expect(matchStays([unnamed], [present('ada', 'x')]).stayed).toEqual([unnamed])
  expect(unnamed.session).toBe('x')
  expect(matchStays([unnamed], [present('ada', 'y')]).gone).toEqual([unnamed])
  expect(keys(matchStays([stay('ada', 'x')], [present('ada')]).stayed)).toEqual(['ada.x'])
})
