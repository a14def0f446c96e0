import { describe, expect, it } from 'vitest'
import { Refusal } from '../protocol/failures.ts'
import { parseQuery } from '../protocol/query.ts'
import { decodeQuery, requireMeetingId, validateCreate } from './validate.ts'

/** The key of the refusal, or what was returned. */
function outcome(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    if (error instanceof Refusal) return error.key
    throw error
  }
}

describe('the meeting ID of a call', () => {
  it.each([
    ['meetingID=room-7', 'room-7'],
    ['meetingID=a+b', 'a b'],
    ['meetingID=%F0%9F%A6%8A', '🦊'],
    ['meetingID=first&meetingID=second', 'first'],
    ['meeting%49D=room-7', 'room-7'],
    [`meetingID=${'x'.repeat(256)}`, 'x'.repeat(256)],
  ])('%s is %s', (query, id) => {
    expect(requireMeetingId(parseQuery(query))).toBe(id)
  })

  it.each([
    ['', 'missingParamMeetingID'],
    ['meetingID', 'missingParamMeetingID'],
    ['meetingID=', 'missingParamMeetingID'],
    ['meetingID=%20%00', 'missingParamMeetingID'],
    ['meetingid=room-7', 'missingParamMeetingID'],
    ['meetingID=x', 'validationError'],
    [`meetingID=${'x'.repeat(257)}`, 'validationError'],
    ['meetingID=a%2Cb', 'validationError'],
    ['meetingID=+room', 'validationError'],
    ['meetingID=room%0A', 'validationError'],
    ['meetingID=ro%7Fom', 'validationError'],
  ])('%s is refused with %s', (query, key) => {
    expect(outcome(() => requireMeetingId(parseQuery(query)))).toBe(key)
  })
})

describe('a create', () => {
  const check = (more: string) => outcome(() => validateCreate(parseQuery(`meetingID=room-7${more}`)))

  it.each([
    '&name=ab',
    `&name=${'x'.repeat(256)}`,
    '&name=ab&attendeePW=&moderatorPW=12',
    '&name=ab&voiceBridge=&record=',
    '&name=ab&voiceBridge=12345&record=TRUE',
    '&name=ab&presentationUploadExternalUrl=https%3A%2F%2Fexample.org',
  ])('with %s is accepted', (more) => {
    expect(check(more)).toBeUndefined()
  })

  it.each([
    ['', 'validationError'],
    ['&name=', 'validationError'],
    ['&name=x', 'validationError'],
    [`&name=${'x'.repeat(257)}`, 'validationError'],
    ['&name=ab&attendeePW=x', 'invalidPassword'],
    [`&name=ab&moderatorPW=${'x'.repeat(65)}`, 'invalidPassword'],
    ['&name=ab&voiceBridge=12a', 'validationError'],
    ['&name=ab&record=yes', 'validationError'],
    ['&name=ab&isBreakoutRoom=1', 'validationError'],
    ['&name=ab&presentationUploadExternalUrl=here', 'validationError'],
  ])('with "%s" is refused with %s', (more, key) => {
    expect(check(more)).toBe(key)
  })
})

it('a query that cannot be decoded is refused', () => {
  for (const query of ['a=%', 'a=%zz', '%=1', 'a=%FF', 'a=%ED%A0%80']) {
    expect(outcome(() => decodeQuery(query))).toBe('validationError')
  }
})
