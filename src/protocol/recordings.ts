import { detached } from '../lib/detached.ts'
import type { Answer } from './meeting.ts'
import { child, childText, type Element, MalformedXml } from './xml.ts'

/** A recording, as a server lists it. Times are milliseconds since 1970, 0 where the server does not tell. */
export interface RecordingReport {
  readonly recordId: string
  /** The meeting's ID by which the server knows it. */
  readonly meetingId: string
  /** The instance of the meeting, in the server's words. */
  readonly internalId: string
  /** The internal id of the parent, for a breakout room; empty for others. */
  readonly parentId: string
  readonly published: boolean
  readonly state: string
  readonly startTime: number
  readonly endTime: number
  /** Bytes of all its formats together; undefined where the server tells none. */
  readonly size: number | undefined
  /** The address that was called at the meeting's end, which its create named. */
  readonly endCallback: string
}

/** An answer to getRecordings. */
export interface RecordingsPage {
  readonly recordings: readonly RecordingReport[]
  /** How many there are over all pages; undefined where the answer is not one of several. */
  readonly total: number | undefined
}

/** The recordings of an answer to getRecordings. Throws `MalformedXml`: what is wrong in one place is not believed in another. */
export function readRecordings(answer: Answer): RecordingsPage {
  const recordings = child(answer.root, 'recordings')
  if (!answer.ok) throw new MalformedXml('an answer to getRecordings that is a refusal')
  // Without the element, the server does not say that it has none, but that it does not tell.
  if (!recordings) throw new MalformedXml('an answer to getRecordings without recordings')
  const total = childText(answer.root, 'totalElements')
  return {
    recordings: recordings.children.filter(({ name }) => name === 'recording').map(readRecording),
    total: total === '' ? undefined : readWhole(total, 'totalElements'),
  }
}

function readRecording(element: Element): RecordingReport {
  const text = (name: string) => detached(childText(element, name))
  const recordId = text('recordID')
  if (recordId === '') throw new MalformedXml('a recording without recordID')
  const metadata = child(element, 'metadata')
  const breakout = child(element, 'breakout')
  return {
    recordId,
    meetingId: text('meetingID'),
    // Older releases do not tell it; it is the same.
    internalId: text('internalMeetingID') || recordId,
    parentId: breakout ? detached(childText(breakout, 'parentId') || childText(breakout, 'parentMeetingID')) : '',
    published: text('published') === 'true',
    state: text('state'),
    startTime: readTime(text('startTime')),
    endTime: readTime(text('endTime')),
    size: sizeOf(element),
    endCallback: metadata ? detached(childText(metadata, 'endcallbackurl')) : '',
  }
}

/** What its formats take, or, of a release that tells it for the whole alone, that. */
function sizeOf(element: Element): number | undefined {
  const formats = child(element, 'playback')?.children.filter(({ name }) => name === 'format') ?? []
  const sizes = formats.map((format) => childText(format, 'size')).filter((text) => text !== '')
  if (sizes.length > 0) return sizes.reduce((sum, text) => sum + readWhole(text, 'size'), 0)
  const whole = childText(element, 'size')
  return whole === '' ? undefined : readWhole(whole, 'size')
}

/** A whole number, which some templates print with thousands separators. */
function readWhole(text: string, what: string): number {
  const number = /^\d+$|^\d{1,3}([,.'\s]\d{3})+$/.test(text) ? Number(text.replace(/\D/g, '')) : Number.NaN
  if (!Number.isSafeInteger(number)) throw new MalformedXml(`a ${what} that is no whole number`)
  return number
}

function readTime(text: string): number {
  const time = Number(text.replace(/\D/g, ''))
  return Number.isSafeInteger(time) ? time : 0
}
