import { Problem } from '../../../lib/problem.ts'
import { newMeeting } from './calls/create.ts'
import type { Meeting, Person } from './meeting.ts'
import {
  changeMedia,
  endMeeting,
  enterDirectly,
  keepRecording,
  leave,
  type Media,
  type Newcomer,
  type Node,
} from './node.ts'
import { findByMeetingId, sha1 } from './state.ts'

/** A meeting to make without a call, with so many people already in it. */
export interface Preload {
  readonly meetingId: string
  readonly name?: string
  readonly attendees?: number
  readonly metadata?: ReadonlyMap<string, string>
}

/** What a test or a simulation does to a practice server besides calling it. Meetings are named by their meetingID. */
export interface Controls {
  /** The meetings it lists, breakout rooms among them. */
  meetings(): readonly Meeting[]
  preload(meetings: readonly Preload[]): void
  /** Puts somebody into the room at once. Throws a Problem ('not-found') for an unknown meeting, as do the others. */
  joinUser(meetingId: string, newcomer: Newcomer): Person
  /** Takes out everyone who has this user id. */
  leaveUser(meetingId: string, userId: string): void
  /** Turns microphone, listening or camera of everyone who has this user id on or off. */
  changeMedia(meetingId: string, userId: string, media: Media): void
  /** Opens a breakout room, which inherits the metadata of its parent. */
  openBreakout(parentMeetingId: string, room?: { readonly name?: string; readonly freeJoin?: boolean }): Meeting
  endMeeting(meetingId: string): void
  /** Somebody begins to record: where the meeting may be recorded, its recording is there a while after its end. */
  markRecording(meetingId: string): void
  /** The recording of a meeting, running or ended, is ready and told of; gives the HTTP status, 0 for no answer. */
  finishRecording(meetingId: string): Promise<number>
}

export function createControls(node: Node): Controls {
  return {
    meetings: () => [...node.state.meetings.values()],
    preload(meetings) {
      for (const one of meetings) preload(node, one)
    },
    joinUser: (meetingId, newcomer) => enterDirectly(node, find(meetingId), newcomer),
    leaveUser(meetingId, userId) {
      const meeting = find(meetingId)
      for (const person of peopleOf(meeting, userId)) leave(node, meeting, person.id)
    },
    changeMedia(meetingId, userId, media) {
      const meeting = find(meetingId)
      for (const person of peopleOf(meeting, userId)) changeMedia(node, meeting, person, media)
    },
    openBreakout: (parentMeetingId, room) => openBreakout(node, find(parentMeetingId), room),
    endMeeting: (meetingId) => endMeeting(node, find(meetingId)),
    markRecording(meetingId) {
      find(meetingId).recordingMarks = true
    },
    finishRecording(meetingId) {
      const ended = [...node.state.ended.values()].findLast((meeting) => meeting.meetingId === meetingId)
      const meeting = ended ?? find(meetingId)
      if (ended) keepRecording(node, ended, 0)
      return node.callbacks.recordingReady(meeting)
    },
  }

  function find(meetingId: string): Meeting {
    const listed = [...node.state.meetings.values()]
    const meeting = findByMeetingId(node.state, meetingId) ?? listed.find((m) => m.meetingId === meetingId)
    if (meeting) return meeting
    throw new Problem('not-found', `practice server ${node.name} has no meeting "${meetingId}"`)
  }
}

function peopleOf(meeting: Meeting, userId: string): Person[] {
  return [...meeting.people.values()].filter((person) => person.userId === userId)
}

function preload(node: Node, { meetingId, name = meetingId, attendees = 0, metadata = new Map() }: Preload): void {
  const meeting = newMeeting(node, { meetingId, name, values: new Map(), metadata })
  for (let i = 0; i < attendees; i++) {
    enterDirectly(node, meeting, { name: `Attendee ${i + 1}`, role: i === 0 ? 'MODERATOR' : 'VIEWER' })
  }
}

function openBreakout(node: Node, parent: Meeting, room: { name?: string; freeJoin?: boolean } = {}): Meeting {
  const sequence = parent.breakouts.length + 1
  const time = node.clock.now()
  const meetingId = `${sha1(`${parent.internalId}-${time}-${sequence}`)}-${time}`
  const { name = `${parent.name} (Room - ${sequence})`, freeJoin = false } = room
  const breakout = { parentId: parent.internalId, sequence, freeJoin }
  const meeting = newMeeting(node, { meetingId, name, values: new Map(), metadata: parent.metadata, breakout })
  parent.breakouts.push(meetingId)
  return meeting
}
