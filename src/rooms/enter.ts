import { type Parameter, parameter } from '../protocol/query.ts'
import { expectedNow } from './bookings.ts'
import type { RoomParts, RunningMeeting } from './parts.ts'
import { meetingIdOf, type Room } from './rooms.ts'
import type { Visit } from './visit.ts'

/** What becomes of somebody who may come in. */
export type Entry =
  | { readonly kind: 'enter'; readonly address: string }
  /** The meeting has not begun, and they may not begin it. */
  | { readonly kind: 'wait' }
  /** The organisation's meetings are paused. */
  | { readonly kind: 'closed' }

/** The meeting that goes on in a room now. */
export async function findMeeting({ meetings }: RoomParts, room: Room): Promise<RunningMeeting | undefined> {
  return await meetings.find(room.organisation, meetingIdOf(room))
}

/**
 * Lets somebody in, and begins the meeting before if it has not begun and they may. Throws Problem 'refused' when the
 * organisation has as many meetings or people as it may, 'unavailable' when no server takes the meeting.
 */
export async function enter(parts: RoomParts, room: Room, visit: Visit): Promise<Entry> {
  const organisation = parts.organisations.find(room.organisation)
  if (!organisation?.goesOn) return { kind: 'closed' }
  const running = await findMeeting(parts, room)
  if (!running) {
    if (!organisation.isOpen) return { kind: 'closed' }
    if (!visit.mayStart) return { kind: 'wait' }
    await begin(parts, room)
  }
  const { joinPage } = room.settings
  return {
    kind: 'enter',
    address: await parts.meetings.join(room.organisation, joinParameters(room, visit), joinPage),
  }
}

async function begin(parts: RoomParts, room: Room): Promise<void> {
  const expected = (await expectedNow(parts, room.id)) ?? room.expectedSize
  const home = parts.address(room.name)
  await parts.meetings.create(room.organisation, createParameters(room, { home, expected }))
}

/** What a room's meeting is created with; what the organisation's brand says, the gateway adds. */
export function createParameters(
  room: Room,
  { home, expected }: { readonly home: string; readonly expected: number | undefined },
): Parameter[] {
  const { recording, lobby, muteOnStart } = room.settings
  return [
    parameter('name', room.title),
    parameter('meetingID', meetingIdOf(room)),
    parameter('logoutURL', home),
    parameter('guestPolicy', lobby ? 'ASK_MODERATOR' : 'ALWAYS_ACCEPT'),
    parameter('muteOnStart', String(muteOnStart)),
    parameter('record', String(recording !== 'never')),
    parameter('autoStartRecording', String(recording === 'always')),
    parameter('allowStartStopRecording', String(recording !== 'never')),
    ...(expected === undefined ? [] : [parameter('meta_mycel-expected-users', String(expected))]),
    parameter('meta_bbb-origin', 'Mycel'),
  ]
}

/** What somebody joins with. Guests have no id: each time they are somebody new. */
export function joinParameters(room: Room, visit: Visit): Parameter[] {
  return [
    parameter('fullName', visit.name),
    parameter('meetingID', meetingIdOf(room)),
    parameter('role', visit.isModerator ? 'MODERATOR' : 'VIEWER'),
    ...(visit.person === undefined ? [] : [parameter('userID', visit.person)]),
    parameter('guest', String(visit.isGuest && !visit.isModerator)),
    parameter('auth', String(!visit.isGuest)),
  ]
}
