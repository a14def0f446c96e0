import { hash } from 'node:crypto'
import { type Answer, type MeetingReport, readAnswer, readMeeting, readMeetings } from './meeting.ts'
import { child, parseXml } from './xml.ts'

/** One meeting of a listing, read only when asked for: most say what they said before. */
export interface Listed {
  /** Tells whether two meetings are the same text; undefined where that is not known. */
  readonly digest: string | undefined
  /** Throws `MalformedXml`. */
  read(): MeetingReport
}

/** An answer to getMeetings. */
export interface ListingAnswer {
  /** Without the meetings. */
  readonly answer: Answer
  readonly meetings: readonly Listed[]
}

/**
 * Reads an answer to getMeetings, but for what is inside its meetings. Throws `MalformedXml` when it is not one; what is
 * malformed inside a meeting shows when that is read.
 */
export function readListing(body: string): ListingAnswer {
  const pieces = splitMeetings(body)
  const answer = readAnswer(pieces?.frame ?? body)
  if (!answer.ok) return { answer, meetings: [] }
  const slots = child(answer.root, 'meetings')?.children.filter(({ name }) => name === 'meeting').length
  if (!pieces || slots !== pieces.meetings.length) return { answer, meetings: readWhole(body) }
  return { answer, meetings: pieces.meetings.map(toListed) }
}

function toListed(text: string): Listed {
  return { digest: hash('sha1', text, 'base64'), read: () => readMeeting(parseXml(text)) }
}

function readWhole(body: string): Listed[] {
  return readMeetings(readAnswer(body)).map((report) => ({ digest: undefined, read: () => report }))
}

interface Pieces {
  /** The document with `<meeting/>` for each meeting. */
  readonly frame: string
  readonly meetings: readonly string[]
}

/**
 * Cuts the meetings out of the text. Where the text is well-formed, so are all pieces, and the other way round: a tag
 * counts only where it is one, not inside CDATA, comments or instructions. Undefined when the text cannot be cut.
 */
export function splitMeetings(body: string): Pieces | undefined {
  const meetings: string[] = []
  let frame = ''
  let kept = 0
  let start = 0
  let depth = 0
  const marks = new RegExp(mark)
  for (let found = marks.exec(body); found; found = marks.exec(body)) {
    const [text] = found
    const end = ends[text]
    if (end !== undefined) {
      const at = body.indexOf(end, marks.lastIndex)
      if (at < 0) return undefined
      marks.lastIndex = at + end.length
    } else if (text === '<meeting>') {
      if (depth === 0) start = found.index
      depth += 1
    } else {
      depth -= 1
      if (text !== '</meeting>' || depth < 0) return undefined
      if (depth > 0) continue
      frame += `${body.slice(kept, start)}<meeting/>`
      meetings.push(body.slice(start, marks.lastIndex))
      kept = marks.lastIndex
    }
  }
  return depth === 0 ? { frame: frame + body.slice(kept), meetings } : undefined
}

/** The tags of meetings, also as no server writes them, and what may hold such text without meaning it. */
const mark = /<(?:\/?meeting[\s/>]|!\[CDATA\[|!--|\?)/g
const ends: Readonly<Record<string, string>> = { '<![CDATA[': ']]>', '<!--': '-->', '<?': '?>' }
