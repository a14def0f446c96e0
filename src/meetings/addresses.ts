import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'

/** Which of a meeting's events a server calls back for; `events` is for all of a server's meetings. */
export type CallbackKind = 'end' | 'ready' | 'analytics' | 'events'

/** The addresses that servers call us back at: each bears proof that we made it. */
export interface CallbackAddresses {
  /** `instance` is the meeting's, or the server's id where the events are. */
  address(kind: CallbackKind, instance: string): string
  /** Whether we made the address with this proof. */
  isOurs(kind: string, instance: string, proof: string): kind is CallbackKind
}

const kinds: readonly string[] = ['end', 'ready', 'analytics', 'events'] satisfies CallbackKind[]

/** `publicUrl` is asked each time: with a port chosen at start it is known only later. No trailing slash. */
export function createAddresses(key: KeyObject, publicUrl: () => string): CallbackAddresses {
  const prove = (kind: string, instance: string) =>
    createHmac('sha256', key).update(`callback:${kind}:${instance}`).digest('hex').slice(0, 32)

  return {
    address: (kind, instance) => `${publicUrl()}/callbacks/${kind}/${instance}/${prove(kind, instance)}`,
    isOurs(kind, instance, proof): kind is CallbackKind {
      const expected = Buffer.from(prove(kind, instance))
      const given = Buffer.from(proof)
      return kinds.includes(kind) && given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}

/**
 * The ID by which servers know a meeting. Two organisations may use one meeting ID, even on one server, and two gateways
 * may share a server: hence a keyed hash over both. 46 characters, far below the servers' limit of 256.
 */
export function createNodeIds(key: KeyObject): (organisation: string, meetingId: string) => string {
  return (organisation, meetingId) =>
    `mycel-${createHmac('sha256', key).update(`meeting:${organisation}:${meetingId}`).digest('hex').slice(0, 40)}`
}
