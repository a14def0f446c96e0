import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import type { Seal } from '../lib/seal.ts'
import type { Parameter } from '../protocol/query.ts'
import type { RoomCapacity } from './events/capacity.ts'

/** What the functions about rooms work with. */
export interface RoomParts {
  readonly database: Database
  readonly clock: Clock
  readonly meetings: RoomMeetings
  readonly organisations: RoomOrganisations
  readonly capacity: RoomCapacity
  /** Seals the passes of people who wait before a room. */
  readonly seal: Seal
  /** The address of a room's page. */
  address(name: string): string
  /** The address of the form for events of an organisation. */
  formAddress(organisation: string): string
}

/** What rooms want of the gateway: they create and join as any front end does. */
export interface RoomMeetings {
  /** The meeting that goes on in a room; undefined when there is none. */
  find(organisation: string, meetingId: string): Promise<RunningMeeting | undefined>
  /** Creates it; one that exists goes on. Throws Problem 'refused' for a limit, 'unavailable' when no server takes it. */
  create(organisation: string, parameters: readonly Parameter[]): Promise<void>
  /** The address that lets somebody in, by the join page if that is wanted. Throws as `create`. */
  join(organisation: string, parameters: readonly Parameter[], byJoinPage: boolean): Promise<string>
}

export interface RunningMeeting {
  readonly people: number
  /** Milliseconds since 1970. */
  readonly since: number
}

/** What rooms want to know of organisations. */
export interface RoomOrganisations {
  find(id: string): RoomOrganisation | undefined
}

/** An organisation as its rooms show it. */
export interface RoomOrganisation {
  readonly id: string
  readonly name: string
  /** Whether meetings may begin. */
  readonly isOpen: boolean
  /** Whether people may come into meetings that have begun. */
  readonly goesOn: boolean
  /** Whether rooms may be added. */
  readonly takesRooms: boolean
  /** Whether its meetings may be recorded at all. */
  readonly recording: boolean
  /** What people read when they come into a meeting; it may hold markup and placeholders of BigBlueButton. */
  readonly welcome: string | undefined
}
