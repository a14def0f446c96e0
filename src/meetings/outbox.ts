import type { Transaction } from 'kysely'
import type { Tables } from '../db/tables.ts'

/** A request to an address that a client supplied. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body?: string | undefined
}

/** A callback on its way to a client: kept until it was delivered or given up. */
export interface OutgoingCallback {
  readonly kind: 'end' | 'ended' | 'ready' | 'analytics' | 'hook'
  readonly organisation: string
  readonly meetingId: string
  readonly request: OutgoingRequest
}

/** Durable sending: what is queued in a transaction that commits will be sent, again and again until it succeeds. */
export interface Outbox {
  send(callback: OutgoingCallback, tx?: Transaction<Tables>): Promise<void>
  /** Asks for `tellEnd` of an instance after a while, for servers whose own callback never comes. */
  tellEndLater(instance: string, tx: Transaction<Tables>): Promise<void>
}
