import { describe, expect, it } from 'vitest'
import { parseQuery } from '../protocol/query.ts'
import { childText, type Element, parseXml } from '../protocol/xml.ts'
import type { CreateAnswer } from './meeting.ts'
import { factsOfNew, renderMeeting, renderNewMeeting } from './render.ts'

const reread = (inner: Buffer): Element => parseXml(`<meeting>${inner}</meeting>`)

function metadataOf(meeting: Element): Record<string, string> {
  const metadata = meeting.children.find(({ name }) => name === 'metadata')
  return Object.fromEntries(metadata?.children.map(({ name, text }) => [name, text]) ?? [])
}

describe('a meeting as its organisation sees it', () => {
  const said = parseXml(`<response><returncode>SUCCESS</returncode><meetingName>A &amp; B</meetingName>
    <meetingID>mycel-7</meetingID><brandNew kind="x">1</brandNew><attendees><attendee><userID>u&lt;1</userID></attendee></attendees>
    <metadata><topic><![CDATA[a<b]]></topic><endcallbackurl>https://gw/end</endcallbackurl>
    <bbb-recording-ready-url>https://gw/ready</bbb-recording-ready-url></metadata>
    <messageKey></messageKey><message></message><isBreakout>false</isBreakout></response>`)

  it('has every element of the server in order, unknown ones too, without what belongs to the answer', () => {
    const meeting = reread(renderMeeting(said, { meetingId: 'room-7', callbacks: {} }))
    expect(meeting.children.map(({ name }) => name)).toEqual([
      'meetingName',
      'meetingID',
      'brandNew',
      'attendees',
      'metadata',
      'isBreakout',
    ])
    expect(meeting.children[2]).toMatchObject({ attributes: { kind: 'x' }, text: '1' })
    expect(childText(meeting, 'meetingName')).toBe('A & B')
    expect(meeting.children[3]?.children[0]?.children[0]?.text).toBe('u<1')
  })

  it('has the client’s own meeting ID, whatever it holds', () => {
    const id = `<&>"'🦊`
    expect(childText(reread(renderMeeting(said, { meetingId: id, callbacks: {} })), 'meetingID')).toBe(id)
  })

  it('keeps a breakout room’s own ID', () => {
    expect(childText(reread(renderMeeting(said, { meetingId: undefined, callbacks: {} })), 'meetingID')).toBe('mycel-7')
  })

  it('shows the client’s callbacks instead of ours', () => {
    const callbacks = { end: 'https://app/end?a=1&b=2', ready: { 'bn-recording-ready-url': 'https://app/r' } }
    expect(metadataOf(reread(renderMeeting(said, { meetingId: 'room-7', callbacks })))).toEqual({
      topic: 'a<b',
      endcallbackurl: 'https://app/end?a=1&b=2',
      'bn-recording-ready-url': 'https://app/r',
    })
    expect(metadataOf(reread(renderMeeting(said, { meetingId: 'room-7', callbacks: {} })))).toEqual({ topic: 'a<b' })
  })
})

describe('a meeting that was just created', () => {
  const answer: CreateAnswer = [
    ['meetingID', 'room-7'],
    ['internalMeetingID', 'abc-1767225600123'],
    ['attendeePW', 'ap'],
    ['moderatorPW', 'm<p'],
    ['createTime', '1767225600123'],
  ]
  const parameters = parseQuery('record=TRUE&maxParticipants=30&meta_Topic=a%26b&meta_endCallbackUrl=https%3A%2F%2Fgw')

  it('is shown with what its answer and its parameters tell', () => {
    const meeting = reread(renderNewMeeting(answer, parameters, 'A & B', {}))
    const text = (name: string) => childText(meeting, name)
    expect(['meetingName', 'meetingID', 'moderatorPW', 'recording', 'maxUsers', 'running'].map(text)).toEqual([
      'A & B',
      'room-7',
      'm<p',
      'true',
      '30',
      'false',
    ])
    expect(metadataOf(meeting)).toEqual({ topic: 'a&b' })
  })

  it.each(['-1', '1e9', '', '9999999999', 'x'])('has no maximum when the client says "%s"', (maximum) => {
    const meeting = reread(renderNewMeeting(answer, parseQuery(`maxParticipants=${maximum}`), 'Blue', {}))
    expect(childText(meeting, 'maxUsers')).toBe('0')
  })

  it('has nobody in it', () => {
    expect(factsOfNew(answer, 'mycel-7', 'Blue')).toMatchObject({
      meetingId: 'mycel-7',
      internalId: 'abc-1767225600123',
      createTime: 1767225600123,
      running: false,
      participants: 0,
      attendees: [],
    })
  })
})
