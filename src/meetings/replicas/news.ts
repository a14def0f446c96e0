import type { Health } from '../health.ts'
import type { Facts } from '../meeting.ts'
import type { AdminState } from '../pool.ts'
import type { WireMeeting } from './wire.ts'

/**
 * What one replica tells the others, so that all remember the same. Nothing of a claim: whoever claims next reads it in
 * the database, and until its server has answered there is nothing else to know.
 */
export type News =
  | { readonly kind: 'moved'; readonly instance: string; readonly server: string }
  | { readonly kind: 'confirmed'; readonly meeting: WireMeeting }
  | { readonly kind: 'gone'; readonly instance: string }
  /** A client asked to end it, and its server said that it will. */
  | { readonly kind: 'ending'; readonly instance: string }
  /** Its server lost these in a crash. */
  | { readonly kind: 'lost'; readonly server: string; readonly instances: readonly string[] }
  /** Its server has it after all. */
  | { readonly kind: 'found'; readonly instance: string }
  /** Something was done to these that their servers' last reports cannot show. */
  | { readonly kind: 'touched'; readonly instances: readonly string[] }
  /** Somebody was sent into a meeting of an organisation whose users are limited. */
  | { readonly kind: 'expected'; readonly instance: string; readonly userId?: string | undefined }
  /** What the server said of a meeting changed; `xml` is what stands inside `<meeting>`. */
  | { readonly kind: 'seen'; readonly instance: string; readonly facts: Facts; readonly xml: string }
  | { readonly kind: 'breakouts'; readonly instance: string; readonly rooms: readonly (readonly [string, string])[] }
  /** A server was looked at by the holder of the lease with this token. */
  | { readonly kind: 'looked'; readonly token: number; readonly server: string; readonly look: Look }
  /** An operator changed servers, organisations or hooks. */
  | { readonly kind: 'registry' }

export interface Look {
  readonly health: Health
  /** How long it is barred from new meetings still: the clocks of two processes cannot be compared. */
  readonly barredMs: number
  readonly admin: AdminState
  readonly foreignUsers: number
  readonly foreignMeetings: number
  readonly events: boolean
}
