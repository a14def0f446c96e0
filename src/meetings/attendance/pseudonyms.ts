import { createHmac, type KeyObject } from 'node:crypto'
import { detached } from '../../lib/detached.ts'

/** Makes pseudonyms, which are others in each organisation. */
export interface Pseudonyms {
  /** The same for the same person in every meeting of the organisation. */
  person(organisation: string, userId: string): string
  /** The same for the same session. */
  session(organisation: string, internalId: string): string
}

/** The installation's key makes it impossible to find out whose pseudonym it is by trying ids. */
export function createPseudonyms(key: KeyObject): Pseudonyms {
  const pseudonym = (prefix: string, organisation: string, id: string, length: number) => {
    const whole = createHmac('sha256', key).update(`${prefix}:${organisation}:${id}`).digest('base64url')
    return detached(whole.slice(0, length))
  }
  return {
    person: (organisation, userId) => pseudonym('attendance', organisation, userId, 22),
    session: (organisation, internalId) => pseudonym('attendance-session', organisation, internalId, 11),
  }
}
