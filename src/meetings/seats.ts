import { isMetadata } from '../protocol/metadata.ts'
import { type Parameter, valueOf } from '../protocol/query.ts'
import type { Meeting } from './meeting.ts'

/** How long a reservation stands in for people who have not arrived yet. */
export const reservationMs = 15 * 60_000

/** The seats that a meeting takes: those there, or those reserved while people may still be arriving. */
export function seatsOf(meeting: Meeting, now: number): number {
  const present = meeting.facts?.participants ?? 0
  if (now - meeting.createdAt > reservationMs) return present
  return Math.max(present, meeting.reserved)
}

const hints = ['mycel-expected-users', 'bbb-meeting-size-hint']
const largest = 5000

/** How many seats to reserve for a new meeting: the client's hint, else the default, never more than may join. */
export function predictSize(parameters: readonly Parameter[], defaultSize: number): { size: number; sizeFrom: string } {
  const hint = parameters.find((p) => hints.some((name) => isMetadata(p, name)))
  const hinted = readPositive(hint?.value)
  const maximum = readPositive(valueOf(parameters, 'maxParticipants')) ?? largest

  const size = Math.min(hinted ?? defaultSize, largest)
  if (size > maximum) return { size: maximum, sizeFrom: 'the most that may join (maxParticipants)' }
  return { size, sizeFrom: hinted === undefined ? 'the default' : "the client's hint" }
}

function readPositive(text: string | undefined): number | undefined {
  if (!text || !/^\d{1,6}$/.test(text)) return undefined
  return Number(text) || undefined
}
