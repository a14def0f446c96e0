import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnswer } from './meeting.ts'
import { readRecordings } from './recordings.ts'
import { escapeXml, MalformedXml } from './xml.ts'

const read = (inside: string, code = 'SUCCESS') =>
  readRecordings(readAnswer(`<response><returncode>${code}</returncode>${inside}</response>`))
const one = (inside: string) => read(`<recordings><recording>${inside}</recording></recordings>`).recordings[0]
const format = (size: string) => `<format><type>video</type><size>${size}</size></format>`

// https://docs.bigbluebutton.org/development/api/#getrecordings, shortened.
const documented = `<recordings>
  <recording>
    <recordID>ffbfc4cc24428694e8b53a4e144f414052431693-1530718721124</recordID>
    <meetingID>c637ba21adcd0191f48f5c4bf23fab0f96ed5c18</meetingID>
    <internalMeetingID>ffbfc4cc24428694e8b53a4e144f414052431693-1530718721124</internalMeetingID>
    <name>Fred's Room</name><isBreakout>false</isBreakout><published>true</published><state>published</state>
    <startTime>1530718721124</startTime><endTime>1530718810456</endTime><participants>3</participants>
    <metadata><isBreakout>false</isBreakout><meetingId>c637ba21</meetingId><meetingName>Fred's Room</meetingName>
      <endcallbackurl>https://example.coop/callbacks/end/x/y</endcallbackurl></metadata>
    <size>1104836</size>
    <playback>
      <format><type>presentation</type><url>
        https://demo.example/playback/presentation/2.3/ffbf
      </url><processingTime>7177</processingTime><length>0</length><size>1104836</size></format>
      <format><type>podcast</type><url>https://demo.example/podcast/ffbf/audio.ogg</url><size>33,000</size></format>
    </playback>
  </recording>
</recordings>
<totalElements>37</totalElements>`

test('a recording is read as the documentation shows one, its size that of all formats', () => {
  const id = 'ffbfc4cc24428694e8b53a4e144f414052431693-1530718721124'
  expect(read(documented)).toEqual({
    total: 37,
    recordings: [
      {
        recordId: id,
        meetingId: 'c637ba21adcd0191f48f5c4bf23fab0f96ed5c18',
        internalId: id,
        parentId: '',
        published: true,
        state: 'published',
        startTime: 1530718721124,
        endTime: 1530718810456,
        size: 1104836 + 33000,
        endCallback: 'https://example.coop/callbacks/end/x/y',
      },
    ],
  })
})

describe('a size', () => {
  test('is that of the whole where formats tell none, and unknown where nobody does', () => {
    expect(one('<recordID>a</recordID><size>5</size><playback><format/></playback>')?.size).toBe(5)
    expect(one('<recordID>a</recordID>')?.size).toBeUndefined()
  })

  test('is read as it was printed, with or without separators', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.constantFrom('', ',', '.', "'", ' ', '\u00a0'), (size, separator) => {
        const text = String(size).replace(/\B(?=(\d{3})+$)/g, separator)
        expect(one(`<recordID>a</recordID><playback>${format(escapeXml(text))}</playback>`)?.size).toBe(size)
      }),
    )
  })

  test.each(['-5', '1.5', '1e9', 'many', '99999999999999999999', '1,00'])(
    'that is none is not believed: %s',
    (size) => {
      expect(() => one(`<recordID>a</recordID><playback>${format(size)}</playback>`)).toThrow(MalformedXml)
    },
  )
})

test.each([
  ['a refusal', () => read('<recordings/>', 'FAILED')],
  ['an answer that does not tell', () => read('<messageKey>noRecordings</messageKey>')],
  ['a recording without id', () => one('<meetingID>a</meetingID>')],
])('%s is no list', (_what, reading) => {
  expect(reading).toThrow(MalformedXml)
})

test('any document is read or refused in these two ways', () => {
  const element = fc.constantFrom('recordings', 'recording', 'recordID', 'playback', 'format', 'size', 'totalElements')
  const piece = fc.tuple(element, fc.oneof(fc.string(), fc.nat().map(String)), element)
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const inside = pieces.map(([a, text, b]) => `<${a}><${b}>${escapeXml(text)}</${b}></${a}>`).join('')
      try {
        for (const { size } of read(inside).recordings)
          expect(size === undefined || Number.isSafeInteger(size)).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(MalformedXml)
      }
    }),
  )
})
