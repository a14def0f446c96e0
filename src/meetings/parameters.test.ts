import { describe, expect, it } from 'vitest'
import { anOrganisation } from '../../test/meetings.ts'
import { formatQuery, parseQuery, valueOf } from '../protocol/query.ts'
import { applyRules, callbacksOf, splitLong, toServerCreate } from './parameters.ts'

const additions = {
  nodeId: 'mycel-1',
  voiceBridge: '123456',
  endCallback: 'https://gw/end',
  analyticsCallback: undefined,
  readyCallback: undefined,
}

describe('what a server is sent for a create', () => {
  const sent = (query: string, more: object = {}, organisation = anOrganisation()) =>
    formatQuery(toServerCreate(parseQuery(query), organisation, organisation.limits, { ...additions, ...more }))

  it('has the server’s own ID in the place of the client’s, everything else as it came, and our callback', () => {
    expect(sent('name=A+b&meetingID=room%2f7&welcome=%7e')).toBe(
      'name=A+b&meetingID=mycel-1&welcome=%7e&voiceBridge=123456&meta_endCallbackUrl=https%3A%2F%2Fgw%2Fend',
    )
  })

  it('keeps the voice bridge of the client, and replaces an empty one', () => {
    expect(sent('meetingID=x&voiceBridge=77777')).toContain('voiceBridge=77777')
    expect(sent('meetingID=x&voiceBridge=')).toContain('voiceBridge=123456')
  })

  it('holds no address of the client and nothing that belongs to the gateway, in whatever case', () => {
    const theirs = [
      ['meta_endcallbackurl', 'meta_ENDCALLBACKURL', 'meta_Analytics-Callback-Url', 'meta_bbb-recording-ready-url'],
      ['meta_bn-recording-ready-url', 'meta_canvas-recording-ready-url', 'meetingEndedURL', 'html5InstanceId'],
      ['meta_tenant-id', 'meta_Tenant-Name', 'meta_server-tag', 'meta_Mycel-anything', 'meta%5Ftenant-id'],
    ]
      .flat()
      .map((name) => `${name}=theirs`)
    expect(sent(`meetingID=x&${theirs.join('&')}`)).not.toContain('theirs')
  })

  it('asks for the callbacks that the client wanted', () => {
    const both = sent('meetingID=x', { analyticsCallback: 'https://gw/a', readyCallback: 'https://gw/r' })
    expect(valueOf(parseQuery(both), 'meta_analytics-callback-url')).toBe('https://gw/a')
    expect(valueOf(parseQuery(both), 'meta_bbb-recording-ready-url')).toBe('https://gw/r')
  })

  it.each([
    ['nothing', '', '60'],
    ['no end', '&duration=0', '60'],
    ['a longer one', '&duration=90', '60'],
    ['nonsense', '&duration=abc', '60'],
    ['less than nothing', '&duration=-5', '60'],
    ['a number as only programs write it', '&duration=1e1', '60'],
    ['a broken one', '&duration=5.5', '60'],
    ['a shorter one', '&duration=30', '30'],
  ])('lasts no longer than the organisation allows when the client says %s', (_, more, expected) => {
    const organisation = anOrganisation({ limits: { recording: true, duration: 60 } })
    expect(valueOf(parseQuery(sent(`meetingID=x${more}`, {}, organisation)), 'duration')).toBe(expected)
  })

  it('is sent one duration, whichever of several a server would take', () => {
    const organisation = anOrganisation({ limits: { recording: true, duration: 60 } })
    const durations = parseQuery(sent('meetingID=x&duration=30&duration=0', {}, organisation))
    expect(durations.filter(({ name }) => name === 'duration').map(({ value }) => value)).toEqual(['30'])
  })

  it('records nothing where recording is off, whatever the client says', () => {
    const organisation = anOrganisation({ limits: { recording: false } })
    const query = sent('meetingID=x&record=true&record=TRUE&autoStartRecording=true', {}, organisation)
    expect(
      parseQuery(query)
        .filter(({ name }) => /record/i.test(name))
        .map(({ raw }) => raw),
    ).toEqual(['record=false', 'allowStartStopRecording=false'])
  })

  it('does not let rules touch the meeting ID', () => {
    const organisation = anOrganisation({ create: { defaults: {}, overrides: { meetingID: 'other' } } })
    expect(sent('meetingID=x', {}, organisation)).toContain('meetingID=mycel-1')
  })
})

describe('rules of an organisation', () => {
  const apply = (query: string) =>
    formatQuery(
      applyRules(parseQuery(query), { defaults: { welcome: 'Hi', muteOnStart: true }, overrides: { role: 'VIEWER' } }),
    )

  it('fill in what the client does not say', () => {
    expect(apply('name=x')).toBe('name=x&welcome=Hi&muteOnStart=true&role=VIEWER')
  })

  it('leave an empty value as the client’s word', () => {
    expect(apply('welcome=&muteOnStart=false')).toBe('welcome=&muteOnStart=false&role=VIEWER')
  })

  it('replace every occurrence of what they override', () => {
    expect(apply('role=MODERATOR&name=x&role=MODERATOR&welcome=a&muteOnStart=b')).toBe(
      'role=VIEWER&name=x&welcome=a&muteOnStart=b',
    )
  })
})

describe('the callbacks of a create', () => {
  it('are found under every name that clients use', () => {
    const query =
      'meta_endCallbackUrl=e&meetingEndedURL=m&meta_analytics-callback-url=a&meta_bn-recording-ready-url=r&meta_BBB-recording-ready-url=s'
    expect(callbacksOf(parseQuery(query))).toEqual({
      end: 'e',
      ended: 'm',
      analytics: 'a',
      ready: { 'bbb-recording-ready-url': 's', 'bn-recording-ready-url': 'r' },
    })
  })

  it('are none where the client gave none, or an empty one', () => {
    const none = { end: undefined, ended: undefined, analytics: undefined, ready: undefined }
    expect(callbacksOf(parseQuery('meta_endCallbackUrl=&meetingEndedURL='))).toEqual(none)
  })
})

describe('a long create', () => {
  it('is split so that no name stands in both parts and nothing is lost', () => {
    const parameters = parseQuery(`name=x&meetingID=y&welcome=${'w'.repeat(5000)}&moderatorPW=mp&meta_a=1`)
    const { query, form } = splitLong(parameters)
    expect(query).toBe('name=x&meetingID=y&moderatorPW=mp')
    expect(form).toBe(`welcome=${'w'.repeat(5000)}&meta_a=1`)
  })

  it('stays whole when it is short', () => {
    expect(splitLong(parseQuery('name=x&meetingID=y'))).toEqual({ query: 'name=x&meetingID=y', form: undefined })
  })
})
