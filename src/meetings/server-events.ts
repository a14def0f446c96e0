import { Problem } from '../lib/problem.ts'
import type { Attendee } from '../protocol/meeting.ts'
import { type Delivery, type EventUser, isSignedBy, readEvents, type ServerEvent } from '../protocol/webhooks.ts'
import type { Context } from './context.ts'
import { type Editing, editPeople } from './edit-people.ts'
import { endMeeting } from './ending.ts'
import { askServer } from './info.ts'
import type { Meeting } from './meeting.ts'
import { remember, tellOfPeople } from './observe.ts'
import type { Server } from './pool.ts'

/** What our servers tell of their meetings the moment it happens. A look at the server still corrects what they miss. */
export interface ServerEvents {
  /**
   * Takes in a delivery of bbb-webhooks. What is told twice, too late, or of meetings that are not ours does nothing.
   * Throws Problem 'not-found' for a server that is none of ours, 'unauthenticated' for what that server did not sign.
   */
  takeIn(serverId: string, delivery: Delivery): Promise<void>
}

/** The newest event of a kind about one person. */
interface Newest {
  /** Which event about whom. */
  readonly id: string
  readonly at: number
}

export function createServerEvents(context: Context): ServerEvents {
  /** What was told of each meeting, by person and kind; it goes with the meeting. */
  const told = new WeakMap<Meeting, Map<string, Newest>>()

  const isNews = (meeting: Meeting, key: string, { id, at }: Newest): boolean => {
    const newest = told.get(meeting) ?? new Map<string, Newest>()
    told.set(meeting, newest)
    const known = newest.get(key)
    if (known && (at < known.at || (at === known.at && id === known.id))) return false
    newest.set(key, { id, at })
    return true
  }

  const takeInOne = async (server: Server, event: ServerEvent): Promise<void> => {
    const meeting = find(context, server, event)
    if (!meeting) return
    if (event.id === 'meeting-created') return await confirm(context, meeting, event)
    // What a meeting of an unknown past looks like only its server can tell, all at once.
    if (meeting.facts?.internalId !== event.internalMeetingId || meeting.confirmedAt === 0) return
    if (event.id === 'meeting-ended') {
      meeting.ending = true
      return await endMeeting(context, meeting)
    }
    // Told before its server lost it, and late.
    if (meeting.lostAt !== undefined) return
    const { user } = event
    const kind = kinds[event.id]
    if (!user || !kind) return
    const key = kind === 'presenter' ? kind : `${kind} ${user.internalId}`
    const isKnown = told.get(meeting)?.has(`presence ${user.internalId}`) ?? false
    if (isNews(meeting, key, { id: `${event.id} ${user.internalId}`, at: event.at }))
      apply(context, meeting, change(meeting, event.id, user, isKnown))
  }

  return {
    async takeIn(serverId, delivery) {
      const server = context.pool.find(serverId)
      if (!server) throw new Problem('not-found', 'no such server')
      const address = context.addresses.address('events', serverId)
      if (!isSignedBy(server.access.secret.reveal(), address, delivery)) {
        throw new Problem('unauthenticated', 'the events are not signed by the server')
      }
      if (server.admin === 'disabled') return
      for (const event of readEvents(delivery.body)) await takeInOne(server, event)
    },
  }
}

/** Events of one kind about one person replace each other. */
const kinds: Readonly<Record<string, 'presence' | 'audio' | 'camera' | 'presenter'>> = {
  'user-joined': 'presence',
  'user-left': 'presence',
  'user-audio-voice-enabled': 'audio',
  'user-audio-voice-disabled': 'audio',
  'user-cam-broadcast-start': 'camera',
  'user-cam-broadcast-end': 'camera',
  'user-presenter-assigned': 'presenter',
}

function find({ directory }: Context, server: Server, event: ServerEvent): Meeting | undefined {
  const meeting = directory.byInternalId(event.internalMeetingId) ?? directory.byNodeId(event.externalMeetingId)
  return meeting?.server === server.access.id ? meeting : undefined
}

/** Where the answer to a create was lost, this is how it is known to have succeeded. */
async function confirm(context: Context, meeting: Meeting, event: ServerEvent): Promise<void> {
  const isUnanswered = meeting.state === 'creating' && context.clock.elapsed() - meeting.since > createsTakeMs
  if (isUnanswered && !meeting.underway && meeting.facts?.internalId !== event.internalMeetingId) {
    await askServer(context, meeting)
  }
}

/** Longer than a create is waited for: before that, its own answer may still come. */
const createsTakeMs = 16_000

/** What the event changes; undefined when it changes nothing. */
function change(
  meeting: Meeting,
  id: string,
  user: EventUser,
  isKnown: boolean,
): ((editing: Editing) => void) | undefined {
  const people = meeting.facts?.attendees ?? []
  const found = people.findIndex(({ internalId }) => internalId === user.internalId)
  // Whoever was seen in a listing only may be the one this is about, unless we know that session and know it gone.
  const index = found < 0 && !isKnown ? people.findIndex((person) => isUnnamed(person, user)) : found
  if (id === 'user-joined') {
    if (index < 0) return (editing) => editing.enter(user)
    return found < 0 ? (editing) => editing.identify(index, user.internalId) : undefined
  }
  if (index < 0) return undefined
  if (id === 'user-left') return (editing) => editing.leave(index)
  if (id === 'user-presenter-assigned') return (editing) => editing.present(index)
  const flags = flagsOf(id, user)
  return flags && ((editing) => editing.set(index, flags))
}

function isUnnamed({ userId, internalId }: Attendee, user: EventUser): boolean {
  return internalId === undefined && userId === (user.externalId || user.internalId)
}

function flagsOf(id: string, { isListening, hasMicrophone }: EventUser): Record<string, boolean> | undefined {
  switch (id) {
    case 'user-audio-voice-enabled':
      return { isListeningOnly: isListening, hasJoinedVoice: hasMicrophone }
    case 'user-audio-voice-disabled':
      return { isListeningOnly: false, hasJoinedVoice: false }
    case 'user-cam-broadcast-start':
      return { hasVideo: true }
    case 'user-cam-broadcast-end':
      return { hasVideo: false }
    default:
      return undefined
  }
}

function apply(context: Context, meeting: Meeting, edit: ((editing: Editing) => void) | undefined): void {
  const edited = edit && editPeople(meeting, edit)
  if (!edited) return
  const before = meeting.facts?.attendees ?? []
  remember(context, meeting, edited, 'event', context.clock.elapsed())
  tellOfPeople(context, meeting, before, edited.facts.attendees)
}
