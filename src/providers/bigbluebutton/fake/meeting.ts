export type Role = 'MODERATOR' | 'VIEWER'

/** Somebody who was let in by join. In the room once the client page was opened. */
export interface Person {
  /** The internal id, such as `w_q1w2e3r4t5y6`. */
  readonly id: string
  /** The id that join was given, or the internal one. */
  readonly userId: string
  readonly name: string
  readonly role: Role
  readonly listening: boolean
  readonly voice: boolean
  readonly video: boolean
  readonly customData: ReadonlyMap<string, string>
  /** Made up by `simulatePeople`. */
  readonly simulated: boolean
}

/** A meeting as a practice server remembers it. Times are milliseconds since 1970; 0 means never. */
export interface Meeting {
  readonly meetingId: string
  readonly internalId: string
  readonly name: string
  readonly createTime: number
  readonly voiceBridge: string
  readonly dialNumber: string
  readonly attendeePassword: string
  readonly moderatorPassword: string
  readonly metadata: ReadonlyMap<string, string>
  readonly record: boolean
  readonly durationMinutes: number
  readonly maxParticipants: number
  readonly guestPolicy: string
  readonly expireUnjoinedMs: number
  readonly expireEmptyMs: number
  readonly logoutUrl: string
  readonly endedUrl: string
  readonly keepEvents: boolean
  readonly disabledFeatures: ReadonlySet<string>
  readonly breakout?: { readonly parentId: string; readonly sequence: number; readonly freeJoin: boolean } | undefined
  /** The meeting ids of its breakout rooms. */
  readonly breakouts: string[]
  /** People in the room, by internal id. */
  readonly people: Map<string, Person>
  /** The user ids of all who were ever in the room. */
  readonly attended: Set<string>
  /** Raw `<modules>` bodies that were uploaded. */
  readonly documents: string[]
  readonly chat: { readonly from: string; readonly message: string }[]
  joinedEver: boolean
  emptySince: number
  startTime: number
  endTime: number
  /** Whether somebody began to record. */
  recordingMarks: boolean
}

/** Puts somebody into the room. */
export function enterRoom(meeting: Meeting, person: Person, now: number): void {
  meeting.people.set(person.id, person)
  meeting.attended.add(person.userId)
  meeting.joinedEver = true
  meeting.emptySince = 0
  if (meeting.startTime === 0) meeting.startTime = now
}

/** Takes somebody out of the room; nothing happens when they are not in it. */
export function leaveRoom(meeting: Meeting, personId: string, now: number): void {
  if (meeting.people.delete(personId) && meeting.people.size === 0) meeting.emptySince = now
}

/** Whether the meeting's time is over: never joined, empty, or at its full duration. */
export function isExpired(meeting: Meeting, now: number): boolean {
  if (meeting.durationMinutes > 0 && now - meeting.createTime >= meeting.durationMinutes * 60_000) return true
  if (!meeting.joinedEver) return now - meeting.createTime >= meeting.expireUnjoinedMs
  return meeting.people.size === 0 && now - meeting.emptySince >= meeting.expireEmptyMs
}

/** Who presents: the first moderator, or the first person where there is no moderator. */
export function presenterOf(meeting: Meeting): Person | undefined {
  const people = [...meeting.people.values()]
  return people.find((person) => person.role === 'MODERATOR') ?? people[0]
}

/** How many different people, by external id, are in the room. */
export function countPeople(meeting: Meeting): number {
  return new Set([...meeting.people.values()].map((p) => p.userId)).size
}
