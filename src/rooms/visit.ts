import { isCode } from './codes.ts'
import type { Room } from './rooms.ts'

/** Somebody who comes to a room. */
export interface Visitor {
  /** `owner` stands also for whoever may manage the rooms of the organisation, `member` for its other people. */
  readonly rank: 'owner' | 'member' | 'guest'
  /** Their account, if they are signed in. */
  readonly person: string | undefined
  readonly name: string
  /** What they gave as a code; empty when nothing. */
  readonly code: string
}

/** What somebody is in a room. */
export interface Visit {
  readonly name: string
  readonly person: string | undefined
  readonly isModerator: boolean
  readonly isGuest: boolean
  readonly mayStart: boolean
}

/** Why somebody cannot come in as they are. */
export type Hindrance = 'noGuests' | 'noCode' | 'wrongCode'

/** Whether somebody may come in, and as what. A code of the room's moderators opens it as well as its access code. */
export function admit(room: Room, visitor: Visitor): Visit | Hindrance {
  const { rank, person, name, code } = visitor
  const { guests, moderators, mayStart } = room.settings
  if (rank === 'guest' && !guests) return 'noGuests'
  const isLeading = isCode(code, room.moderatorCode)
  if (needsCode(room, rank) && !isLeading && !isCode(code, room.accessCode)) return code === '' ? 'noCode' : 'wrongCode'
  // Without an access code, only somebody who wants to lead gives one.
  if (rank !== 'owner' && room.accessCode === undefined && code !== '' && !isLeading) return 'wrongCode'

  const isHost = rank === 'owner' || isLeading
  return {
    name,
    person,
    isGuest: rank === 'guest',
    isModerator: isHost || (rank === 'member' && moderators === 'members'),
    mayStart: isHost || mayStart === 'anyone' || (rank === 'member' && mayStart === 'members'),
  }
}

/** Whether somebody must give a code to come in. */
export function needsCode({ accessCode }: Room, rank: Visitor['rank']): boolean {
  return accessCode !== undefined && rank !== 'owner'
}
