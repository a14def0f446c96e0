import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readListing, splitMeetings } from './listing.ts'
import { readAnswer, readMeetings } from './meeting.ts'
import { MalformedXml, tag } from './xml.ts'

const response = (inside: string) => `<response><returncode>SUCCESS</returncode>${inside}</response>`
const listing = (...meetings: string[]) => response(`<meetings>${meetings.join('')}</meetings>`)
const blue = '<meeting><meetingID>blue</meetingID></meeting>'

/** Parts of documents, as they are and as they should not be. */
const pieces =
  '<meeting> </meeting> <meeting/> <meeting\ta="1"> </meeting\t> <meetings> </meetings> text &amp; & <![CDATA[ ]]> ' +
  `<!-- --> <?x\t ?> <meetingID> </meetingID> <a> </a> ${blue}`

/** What reading the whole document at once gives. */
function readAtOnce(body: string) {
  try {
    return readMeetings(readAnswer(body))
  } catch (error) {
    if (error instanceof MalformedXml) return 'malformed'
    throw error
  }
}

function readInPieces(body: string) {
  try {
    return readListing(body).meetings.map((one) => one.read())
  } catch (error) {
    if (error instanceof MalformedXml) return 'malformed'
    throw error
  }
}

describe('a listing', () => {
  it('read in pieces says what it says read at once, well-formed or not', () => {
    const snippet = fc.constantFrom(...pieces.split(' '), ' ')
    const body = fc
      .array(snippet, { maxLength: 9 })
      .map((some) => some.join(''))
      .chain((inside) => fc.constantFrom(inside, response(inside), listing(inside), listing(blue, inside)))
    fc.assert(
      fc.property(body, (text) => {
        expect(readInPieces(text)).toEqual(readAtOnce(text))
      }),
      { numRuns: 3000 },
    )
  })

  it('keeps any text of a meeting', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (names) => {
        const body = listing(...names.map((name) => `<meeting>${tag('meetingName', name)}</meeting>`))
        expect(readInPieces(body)).toEqual(readAtOnce(body))
      }),
    )
  })

  it('tells by its digest which meeting says something new', () => {
    const [first, second] = readListing(listing(blue, blue.replace('blue', 'red'))).meetings
    const [third, fourth] = readListing(listing(blue, blue.replace('blue', 'green'))).meetings
    expect(first?.digest).toBe(third?.digest)
    expect(new Set([first?.digest, second?.digest, fourth?.digest]).size).toBe(3)
  })

  it('is not cut where a name of a meeting only looks like its end', () => {
    const tricky = `<meeting><x><![CDATA[</meeting><meeting>]]></x><!-- </meeting> --></meeting>`
    expect(splitMeetings(listing(tricky, blue))?.meetings).toEqual([tricky, blue])
  })

  it('of a server that refuses us has no meetings', () => {
    const refused = '<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>'
    expect(readListing(refused)).toMatchObject({ answer: { ok: false, key: 'checksumError' }, meetings: [] })
  })
})
