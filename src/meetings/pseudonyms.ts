import { createHmac, type KeyObject } from 'node:crypto'
import { detached } from '../lib/detached.ts'

/** Makes the pseudonyms of one meeting, and remembers those it has made. */
export interface Pseudonyms {
  /** The same for the same person in every meeting of the organisation. */
  person(userId: string): string
  /** The same for the same session. */
  session(internalId: string): string
}

/** The installation's key makes it impossible to find out whose pseudonym it is by trying ids. */
export function createPseudonyms(key: KeyObject, organisation: string): Pseudonyms {
  const people = new Map<string, string>()
  const sessions = new Map<string, string>()
  const pseudonym = (known: Map<string, string>, id: string, prefix: string, length: number) => {
    const same = known.get(id)
    if (same !== undefined) return same
    const whole = createHmac('sha256', key).update(`${prefix}:${organisation}:${id}`).digest('base64url')
    const made = detached(whole.slice(0, length))
    known.set(id, made)
    return made
  }
  return {
    person: (userId) => pseudonym(people, userId, 'attendance', 22),
    session: (internalId) => pseudonym(sessions, internalId, 'attendance-session', 11),
  }
}
