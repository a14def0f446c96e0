import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

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
const cipher = 'aes-256-gcm'
const nonceLength = 12
const tagLength = 16

/**
 * A ticket bears a name and perhaps a password, so it is encrypted; the cipher's tag, made with a key that comes from
 * the installation's and compared in constant time, proves that it is ours and whole.
 */
export function createTickets(installationKey: Buffer): Tickets {
  const key = Buffer.from(hkdfSync('sha256', installationKey, '', 'join ticket 1', 32))
  return {
    issue(content, now) {
      const nonce = randomBytes(nonceLength)
      const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagLength })
      const { organisation, instance, query, home } = content
      const text = JSON.stringify([organisation, instance, query, home, now + lifeMs])
      return Buffer.concat([nonce, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()]).toString(
        'base64url',
      )
    },
    read(text, now) {
      const opened = unseal(key, text)
      if (opened === undefined) return undefined
      const [organisation, instance, query, home, expiresAt] = JSON.parse(opened) as SealedTicket
      return now < expiresAt ? { id: text.slice(0, 16), organisation, instance, query, home, expiresAt } : undefined
    },
  }
}

type SealedTicket = [organisation: string, instance: string, query: string, home: string, expiresAt: number]

function unseal(key: Buffer, text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64url')
  // One ticket has one spelling: what base64 would pass over is not passed over here.
  if (bytes.length <= nonceLength + tagLength || bytes.toString('base64url') !== text) return undefined
  const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceLength), { authTagLength: tagLength })
  opening.setAuthTag(bytes.subarray(-tagLength))
  try {
    return opening.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8') + opening.final('utf8')
  } catch {
    return undefined
  }
}
