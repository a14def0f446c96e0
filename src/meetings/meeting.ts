import type { MeetingReport } from '../protocol/meeting.ts'
import { type Parameter, valueOf } from '../protocol/query.ts'
import type { Decision } from './placement.ts'

/** The addresses that the client gave for what happens to its meeting; servers are given ours instead. */
export interface Callbacks {
  /** `meta_endCallbackUrl`: GET with `meetingID` and `recordingmarks` added. */
  readonly end?: string | undefined
  /** `meetingEndedURL`: GET, as it is. */
  readonly ended?: string | undefined
  /** The recording-ready metadata as the client spelt them, name to address. */
  readonly ready?: Readonly<Record<string, string>> | undefined
  /** `meta_analytics-callback-url`. */
  readonly analytics?: string | undefined
}

/** The elements of an answer to create, in order, as its server gave them; only the meeting ID is the client's. */
export type CreateAnswer = readonly (readonly [name: string, text: string])[]

/** What a server last said of a meeting, without the document it came in. */
export type Facts = Omit<MeetingReport, 'element'>

/**
 * One instance of a meeting that has not ended, as the gateway remembers it. The same meeting ID, created again after
 * its end, is another instance. Times are milliseconds by the clock that nobody sets, but for `createdAt`.
 */
export interface Meeting {
  readonly instance: string
  readonly organisation: string
  /** The ID by which the client knows it. */
  readonly meetingId: string
  /** The ID by which servers know it: never shown to a client. */
  readonly nodeId: string
  readonly name: string
  /** The id of the server on which it is. */
  server: string
  /** `creating` until a server said that it exists; after a crash or a lost answer it may or may not exist there. */
  state: 'creating' | 'running'
  /** Seats set aside until people have had the time to arrive. */
  readonly reserved: number
  readonly callbacks: Callbacks
  decision: Decision
  /** What the server was sent, without checksum: what a re-creation needs. */
  readonly parameters: readonly Parameter[]
  /** What of the create was meant for the gateway, such as the tags of servers. */
  readonly wish: readonly Parameter[]
  /** The number people type when they dial in, unique among live meetings. */
  readonly voiceBridge: string
  /** When it was created, for people: milliseconds since 1970, by the clock of the process that did. */
  readonly createdAt: number
  /** The same by the clock that nobody sets, as well as this process can know it. */
  readonly since: number
  /** When this process learned that it exists: a look at its server that began before says nothing of it. */
  readonly knownAt: number
  /** When its server last said that it exists. */
  confirmedAt: number
  /** When something was last done that its server's last report cannot show yet, such as a join. */
  touchedAt: number
  /** When its server was last asked about it in particular. */
  askedAt: number
  /** Set while its server is being asked to create it, again or for the first time. */
  underway: boolean
  /** Set when a client asked to end it, or its server told of its end: the next report without it is its end. */
  ending: boolean
  /** When its server was found to have lost it, as in a crash; undefined for one that its server has. */
  lostAt: number | undefined
  answer: CreateAnswer
  facts: Facts | undefined
  /** The highest number of people, and of cameras, seen in it at once. */
  peak: number
  peakVideos: number
  /** What stands inside `<meeting>` for its organisation, rendered. */
  xml: Buffer
  /** The digest of the text in a listing of which memory was made, and what that made: with other XML it is void. */
  listed: { readonly digest: string; readonly xml: Buffer } | undefined
  /** What `xml` is, for each of its breakout rooms, by their internal ids. */
  readonly breakouts: Map<string, Buffer>
}

const nothing = Buffer.alloc(0)

/** What is known of a meeting before any server told of it. */
export function unseen(now: number) {
  return {
    knownAt: now,
    confirmedAt: 0,
    touchedAt: 0,
    askedAt: 0,
    underway: false,
    ending: false,
    lostAt: undefined as number | undefined,
    answer: [] as CreateAnswer,
    facts: undefined as Facts | undefined,
    xml: nothing,
    listed: undefined as Meeting['listed'],
    peak: 0,
    peakVideos: 0,
    breakouts: new Map<string, Buffer>(),
  }
}

/** The text of one element of a meeting's create answer. */
export function answerText(meeting: Meeting, element: string): string {
  return meeting.answer.find(([name]) => name === element)?.[1] ?? ''
}

/** After how many milliseconds its server ends it, whoever is in it; undefined for one without such a limit. */
export function limitOf(meeting: Meeting): number | undefined {
  const minutes = Number(answerText(meeting, 'duration')) || Number(valueOf(meeting.parameters, 'duration'))
  return minutes > 0 ? minutes * 60_000 : undefined
}

/** When the meeting was created by its server's clock, or undefined while that is unknown. */
export function createTimeOf(meeting: Meeting): number | undefined {
  return meeting.facts?.createTime || Number(answerText(meeting, 'createTime')) || undefined
}
