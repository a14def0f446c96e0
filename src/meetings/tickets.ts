import { createSeal } from '../lib/seal.ts'

/** What the join page knows of somebody who wants to join. */
export interface Ticket {
  /** Tells one person in line from another. */
  readonly id: string
  readonly organisation: string
  /** The instance of the meeting for which it was given. */
  readonly instance: string
  /** The join's parameters as they came, verified, without checksum. */
  readonly query: string
  /** Where this person wants to go afterwards, as their front end said; empty when it did not. */
  readonly home: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** What is written into a ticket; the rest is added. */
export type TicketContent = Omit<Ticket, 'id' | 'expiresAt'>

/** Makes tickets that only this installation can make, and read. */
export interface Tickets {
  issue(content: TicketContent, now: number): string
  /** What a ticket says; undefined for one that is not ours, was altered or has expired, whichever. */
  read(text: string, now: number): Ticket | undefined
}

const lifeMs = 12 * 60 * 60_000

/** A ticket bears a name and perhaps a password, so it is encrypted. */
export function createTickets(installationKey: Buffer): Tickets {
  const seal = createSeal(installationKey, 'join ticket 1')
  return {
    issue({ organisation, instance, query, home }, now) {
      return seal.close(JSON.stringify([organisation, instance, query, home, now + lifeMs]))
    },
    read(text, now) {
      const opened = seal.open(text)
      if (opened === undefined) return undefined
      const [organisation, instance, query, home, expiresAt] = JSON.parse(opened) as SealedTicket
      return now < expiresAt ? { id: text.slice(0, 16), organisation, instance, query, home, expiresAt } : undefined
    },
  }
}

type SealedTicket = [organisation: string, instance: string, query: string, home: string, expiresAt: number]
