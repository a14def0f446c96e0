import type { RoomParts } from './parts.ts'

/** What somebody said at the door of a room; it is looked at anew whenever they come by with it. */
export interface Pass {
  readonly room: string
  readonly name: string
  readonly code: string
  /** Their account, if they were signed in; then they must be still. */
  readonly person: string | undefined
}

/** So long somebody may wait before a room without saying again who they are. */
const lifeMs = 12 * 60 * 60_000

/** A pass bears a name and perhaps a code, so it is encrypted. */
export function issuePass({ seal, clock }: RoomParts, { room, name, code, person }: Pass): string {
  return seal.close(JSON.stringify([room, name, code, person ?? null, clock.now() + lifeMs]))
}

/** What a pass says; undefined for one that is not ours, was altered or has expired, whichever. */
export function readPass({ seal, clock }: RoomParts, text: string): Pass | undefined {
  const opened = seal.open(text)
  if (opened === undefined) return undefined
  const [room, name, code, person, expiresAt] = JSON.parse(opened) as SealedPass
  return clock.now() < expiresAt ? { room, name, code, person: person ?? undefined } : undefined
}

type SealedPass = [room: string, name: string, code: string, person: string | null, expiresAt: number]
