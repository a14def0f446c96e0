import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sanitize } from '../../protocol/query.ts'
import { findFaults, meetingIdOf } from './practice.ts'

describe('the meeting ID of a room', () => {
  test('is one that a server accepts, whatever the room is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 2, maxLength: 100 }), (room) => {
        const id = meetingIdOf(room)
        expect(id).toMatch(/^practice-[a-z0-9~-]+$/)
        expect(id.length).toBeLessThanOrEqual(256)
        expect(sanitize(id)).toBe(id)
      }),
    )
  })

  test('is plain for a plain name, and the same however one writes it', () => {
    expect(meetingIdOf('first-meeting')).toBe('practice-first-meeting')
    expect(meetingIdOf('FIRST-Meeting')).toBe('practice-first-meeting')
    expect(meetingIdOf('RE\u0301UNION')).toBe(meetingIdOf('r\u00e9union'))
  })

  test('differs for different rooms', () => {
    const rooms = ['a,b', 'a b', 'a-b', 'ab', '会議', '会議室', '~a', '🙂🙂']
    expect(new Set(rooms.map(meetingIdOf)).size).toBe(rooms.length)
  })
})

test.each([
  [{ name: 'Ada', room: 'ab' }, {}],
  [
    { name: '', room: 'a' },
    { name: 'problem.noName', room: 'problem.noRoom' },
  ],
  [{ name: 'x'.repeat(100), room: 'x'.repeat(100) }, {}],
  [
    { name: 'x'.repeat(101), room: 'x'.repeat(101) },
    { name: 'problem.longName', room: 'problem.longRoom' },
  ],
])('of the entry %o the faults are %o', (entry, faults) => {
  expect(findFaults({ ...entry, role: 'VIEWER' })).toEqual(faults)
})
