import type { Clock } from '../../../lib/clock.ts'
import { randomId } from '../../../lib/ids.ts'
import type { Algorithm } from '../../../protocol/checksum.ts'
import type { Callbacks } from './callbacks.ts'
import { enterRoom, leaveRoom, type Meeting, type Person, presenterOf } from './meeting.ts'
import type { Profile } from './profile.ts'
import { recordingOf } from './recording.ts'
import { closeMeeting, dropEnded, expired, type State } from './state.ts'
import { userOf, type Webhooks } from './webhooks.ts'

/** Manners of real servers that a test may ask for. */
export interface Quirks {
  /** Counts of a thousand and more are printed as `1,000`. */
  readonly countsWithCommas?: boolean
  /** Every new meeting meets a voice bridge that is taken. */
  readonly nonUniqueVoiceBridge?: boolean
  /** An ended meeting is still listed, as forcibly ended, for so many milliseconds. */
  readonly endLingersMs?: number
  /** `presentationUploadExternalUrl` turns every check off, as in 2.5 to 2.7. */
  readonly unsignedUploadUrl?: boolean
  /** How long after its end a recording is processed, in milliseconds; default a minute. */
  readonly recordingTakesMs?: number
  /** The client page opens without the cookie of the join. */
  readonly allowRequestsWithoutSession?: boolean
  /** bbb-webhooks is installed: it has `hooks/*` and tells of events. */
  readonly webhooks?: boolean
}

/** One practice server, as its calls see it. */
export interface Node {
  readonly name: string
  readonly secret: string
  readonly profile: Profile
  readonly allowed: readonly Algorithm[]
  readonly clock: Clock
  readonly random: () => number
  readonly callbacks: Callbacks
  readonly webhooks: Webhooks
  quirks: Quirks
  state: State
}

/** Ends a meeting and its breakout rooms, and tells those who asked to be told. */
export function endMeeting(node: Node, meeting: Meeting): void {
  close(node, meeting)
  sweep(node)
}

/** Does what time has made due: meetings expire, and ended ones disappear. */
export function sweep(node: Node): void {
  for (const meeting of expired(node.state, node.clock)) {
    close(node, meeting)
  }
  dropEnded(node.state, node.clock.now(), node.quirks.endLingersMs ?? 0)
}

/** What is known of somebody who comes in. */
export interface Newcomer {
  readonly name: string
  readonly userId?: string
  readonly role?: Person['role']
  readonly listening?: boolean
  readonly voice?: boolean
  readonly video?: boolean
  readonly customData?: ReadonlyMap<string, string>
  readonly simulated?: boolean
}

export function newPerson(newcomer: Newcomer): Person {
  const { name, role = 'VIEWER', listening = false, voice = false, video = false, simulated = false } = newcomer
  const id = `w_${randomId(12)}`
  const userId = newcomer.userId || id
  return { id, userId, name, role, listening, voice, video, customData: newcomer.customData ?? new Map(), simulated }
}

/** Puts somebody straight into the room, without join and page. */
export function enterDirectly(node: Node, meeting: Meeting, newcomer: Newcomer): Person {
  const person = newPerson(newcomer)
  enter(node, meeting, person)
  return person
}

/** Puts somebody into the room and tells of it. */
export function enter(node: Node, meeting: Meeting, person: Person): void {
  telling(node, meeting, () => {
    enterRoom(meeting, person, node.clock.now())
    const { name, role } = person
    tell(node, 'user-joined', meeting, userOf(person, { name, role, presenter: false, userdata: {} }))
  })
}

/** Takes somebody out of the room and tells of it; nothing happens when they are not in it. */
export function leave(node: Node, meeting: Meeting, personId: string): void {
  const person = meeting.people.get(personId)
  if (!person) return
  telling(node, meeting, () => {
    leaveRoom(meeting, personId, node.clock.now())
    tell(node, 'user-left', meeting, userOf(person))
  })
}

/** What somebody turns on or off in the room. */
export type Media = Partial<Pick<Person, 'voice' | 'listening' | 'video'>>

/** Turns somebody's microphone, listening or camera on or off and tells of it. */
export function changeMedia(node: Node, meeting: Meeting, person: Person, media: Media): void {
  const now = { ...person, ...media }
  meeting.people.set(person.id, now)
  if (now.voice !== person.voice || now.listening !== person.listening) {
    const of = { 'listening-only': now.listening, 'sharing-mic': now.voice, muted: false }
    const isOn = now.voice || now.listening
    tell(node, isOn ? 'user-audio-voice-enabled' : 'user-audio-voice-disabled', meeting, userOf(person, of))
  }
  if (now.video !== person.video) {
    const of = { stream: `${person.id}-camera` }
    tell(node, now.video ? 'user-cam-broadcast-start' : 'user-cam-broadcast-end', meeting, userOf(person, of))
  }
}

/** Sends an event where bbb-webhooks is installed. */
export function tell(node: Node, ...[id, meeting, user]: Parameters<Webhooks['tell']>): void {
  if (node.quirks.webhooks) node.webhooks.tell(id, meeting, user)
}

/** Keeps the recording of a meeting that is over; it is there when it has been processed. */
export function keepRecording(node: Node, meeting: Meeting, takesMs = node.quirks.recordingTakesMs ?? 60_000): void {
  node.state.recordings.set(meeting.internalId, recordingOf(meeting, node.clock.now() + takesMs))
}

function close(node: Node, meeting: Meeting): void {
  for (const ended of closeMeeting(node.state, meeting, node.clock.now())) {
    node.callbacks.meetingEnded(ended)
    if (ended.record && ended.recordingMarks && ended.joinedEver) keepRecording(node, ended)
    tell(node, 'meeting-ended', ended)
  }
}

/** Does something in the room, and tells if somebody else presents thereafter. */
function telling(node: Node, meeting: Meeting, act: () => void): void {
  const before = presenterOf(meeting)
  act()
  const after = presenterOf(meeting)
  if (after && after.id !== before?.id)
    tell(node, 'user-presenter-assigned', meeting, userOf(after, { presenter: true }))
}
