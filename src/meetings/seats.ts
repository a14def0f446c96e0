import { type Parameter, valueOf } from '../protocol/query.ts'
import { forecast, sizeHints } from './forecast.ts'
import type { History } from './history.ts'
import type { Meeting } from './meeting.ts'
import type { Wanted } from './placement.ts'
import { seatsFor, seatsPerPerson } from './weight.ts'

/** So long a reservation counts in full; until the second time it shrinks evenly to nothing. */
export const reservationMs = { full: 5 * 60_000, over: 15 * 60_000 }

/**
 * The seats that a meeting takes: those of the people there, or those reserved while people may still be arriving. `now`
 * by the clock that nobody sets.
 */
export function seatsOf(meeting: Meeting, now: number): number {
  const present = seatsFor(meeting.facts?.participants ?? 0, meeting.decision.factor ?? 1)
  return Math.max(present, stillReserved(meeting.reserved, now - meeting.since))
}

/** A room about to have a meeting. */
export interface Room {
  readonly organisation: string
  readonly meetingId: string
  readonly recorded: boolean
  /** How many people were in it at most before its server went. */
  readonly before?: number | undefined
}

/** How many seats to reserve for a new meeting, and why so many. */
export function predictSize(
  { organisation, meetingId, recorded, before = 0 }: Room,
  parameters: readonly Parameter[],
  { history, defaultSize }: { readonly history: History; readonly defaultSize: number },
): Pick<Wanted, 'size' | 'sizeFrom' | 'factor'> {
  const room = history.room(organisation, meetingId)
  const known = { ...sizeHints(parameters), room, organisation: history.rooms(organisation), defaultSize }
  const expected = forecast(known)
  const { people, from } = before > expected.people ? { people: before, from: 'the people who were in it' } : expected
  const factor = seatsPerPerson({ recorded, videoShare: history.videoShare(organisation, meetingId) })
  const sizeFrom = factor === 1 ? from : `${from}; ${factor} seats for each`
  return { size: seatsFor(people, factor), sizeFrom, factor }
}

/** Whether a create asks for a recording. */
export function isRecorded(parameters: readonly Parameter[]): boolean {
  return valueOf(parameters, 'record')?.toLowerCase() === 'true'
}

function stillReserved(reserved: number, age: number): number {
  const { full, over } = reservationMs
  return Math.ceil(reserved * Math.min(1, Math.max(0, (over - age) / (over - full))))
}
