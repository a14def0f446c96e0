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

/** How far a callback is: `failed` was given up. */
export type CallbackState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'

/** A callback as an operator sees it. Times are milliseconds since 1970. */
export interface QueuedCallback {
  readonly id: string
  readonly callback: OutgoingCallback
  readonly state: CallbackState
  /** How often it was tried again after its first failure. */
  readonly retries: number
  readonly nextAt: number
  readonly error: string | undefined
}

export interface Sending {
  /** The callback is queued only if this transaction commits. */
  readonly tx?: Transaction<Tables> | undefined
  /** Callbacks of one sequence arrive in the order of their sending: one that fails holds back those after it. */
  readonly sequence?: string | undefined
  /** A UUID: what was queued under the same one is not queued again. */
  readonly id?: string | undefined
}

/**
 * Durable sending: what is queued in a transaction that commits will be sent, again and again until it succeeds.
 * Organisations take turns, so that one whose addresses do not answer slows down nobody else. Once it arrived, only its
 * address without the query is kept, for 14 days.
 */
export interface Outbox {
  send(callback: OutgoingCallback, sending?: Sending): Promise<void>
  /** Asks for `tellEnd` of an instance after a while, for servers whose own callback never comes. */
  tellEndLater(instance: string, tx: Transaction<Tables>): Promise<void>
  /** The newest 1,000 callbacks in this state. */
  list(state: CallbackState): Promise<QueuedCallback[]>
  /** How many callbacks there are in each state; a state without any is absent. */
  count(): Promise<Partial<Record<CallbackState, number>>>
  /** Tries a callback that was given up again at once, and gives it. Throws Problem 'not-found'. */
  retry(id: string): Promise<QueuedCallback>
}
