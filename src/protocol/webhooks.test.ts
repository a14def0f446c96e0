import { describe, expect, test } from 'vitest'
import { algorithms, checksum } from './checksum.ts'
import { isSignedBy, readEvents } from './webhooks.ts'

const address = 'https://meet.example.coop/callbacks/events/bbb1/proof'

function form(event: unknown): string {
  return new URLSearchParams({ domain: 'bbb1', event: JSON.stringify(event), timestamp: '1' }).toString()
}

function told(id: string, attributes: object): object {
  return { data: { type: 'event', id, attributes, event: { ts: 1234 } } }
}

describe('a delivery is signed by a server', () => {
  test.each(algorithms)('that made its checksum over address, form and secret with %s', (algorithm) => {
    const body = form([])
    const query = `checksum=${checksum(algorithm, address, body, 'secret')}`
    expect(isSignedBy('secret', address, { query, body, authorization: '' })).toBe(true)
    expect(isSignedBy('other', address, { query, body, authorization: '' })).toBe(false)
    expect(isSignedBy('secret', `${address}x`, { query, body, authorization: '' })).toBe(false)
    expect(isSignedBy('secret', address, { query, body: `${body}x`, authorization: '' })).toBe(false)
  })

  test('that shows the secret itself', () => {
    const delivery = { query: '', body: '', authorization: 'Bearer secret' }
    expect(isSignedBy('secret', address, delivery)).toBe(true)
    expect(isSignedBy('other', address, delivery)).toBe(false)
  })

  test('never with an empty secret', () => {
    const query = `checksum=${checksum('sha256', address, '', '')}`
    expect(isSignedBy('', address, { query, body: '', authorization: 'Bearer ' })).toBe(false)
  })
})

describe('the events of a delivery', () => {
  test('say which, where, who and when', () => {
    const meeting = { 'internal-meeting-id': 'abc-1', 'external-meeting-id': 'room' }
    const user = { 'internal-user-id': 'w_1', 'external-user-id': 'u1', name: 'Ada', role: 'MODERATOR' }
    expect(readEvents(form([told('user-joined', { meeting, user })]))).toEqual([
      {
        id: 'user-joined',
        internalMeetingId: 'abc-1',
        externalMeetingId: 'room',
        at: 1234,
        user: {
          internalId: 'w_1',
          externalId: 'u1',
          name: 'Ada',
          role: 'MODERATOR',
          isListening: false,
          hasMicrophone: false,
        },
      },
    ])
  })

  test('leave out what is absent', () => {
    const user = { 'internal-user-id': 'w_1', 'external-user-id': null, name: undefined, 'listening-only': true }
    const [event] = readEvents(form([told('user-left', { meeting: { 'internal-meeting-id': 'abc-1' }, user })]))
    expect(event).toMatchObject({ externalMeetingId: '', user: { externalId: '', name: '', isListening: true } })
  })

  test('may stand alone, without a list', () => {
    const one = told('meeting-ended', { meeting: { 'internal-meeting-id': 'abc-1' } })
    expect(readEvents(form(one)).map(({ id, user }) => [id, user])).toEqual([['meeting-ended', undefined]])
  })

  test.each(['', 'event=', 'event=nonsense', 'event=null', form([null, 1, 'x', {}, { data: {} }, told('x', {})])])(
    'that cannot be understood are none: %s',
    (body) => {
      expect(readEvents(body)).toEqual([])
    },
  )
})
