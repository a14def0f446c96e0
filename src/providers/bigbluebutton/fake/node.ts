import type { Clock } from '../../../lib/clock.ts'
import { randomId } from '../../../lib/ids.ts'
import type { Algorithm } from '../../../protocol/checksum.ts'
import type { Callbacks } from './callbacks.ts'
import { enterRoom, type Meeting, type Person } from './meeting.ts'
import type { Profile } from './profile.ts'
import { closeMeeting, dropEnded, expired, type State } from './state.ts'

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
  /** The client page opens without the cookie of the join. */
  readonly allowRequestsWithoutSession?: boolean
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
  quirks: Quirks
  state: State
}

/** Ends a meeting and its breakout rooms, and tells those who asked to be told. */
export function endMeeting(node: Node, meeting: Meeting): void {
  for (const ended of closeMeeting(node.state, meeting, node.clock.now())) node.callbacks.meetingEnded(ended)
  sweep(node)
}

/** Does what time has made due: meetings expire, and ended ones disappear. */
export function sweep(node: Node): void {
  for (const meeting of expired(node.state, node.clock)) {
    for (const ended of closeMeeting(node.state, meeting, node.clock.now())) node.callbacks.meetingEnded(ended)
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
  enterRoom(meeting, person, node.clock.now())
  return person
}
