import type { PricesConfig } from '../config/config.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import type { Signer } from './signature.ts'

/** An organisation, as far as the ledger cares. */
export interface LedgerOrganisation {
  readonly id: string
  readonly name: string
  /** An application is settled as the organisation that it is part of. */
  readonly isApplication: boolean
  /** The organisation itself, the one it is part of, and so on up. */
  readonly lineage: readonly string[]
  /** Its own price list. */
  readonly prices: PricesConfig | undefined
}

/** What the functions of the ledger work with. */
export interface LedgerParts {
  readonly database: Database
  readonly clock: Clock
  readonly signer: Signer
  organisations(): readonly LedgerOrganisation[]
  /** Days after the end of a month when it is closed. */
  readonly closeAfterDays: number
  /** Days for which attendance is kept. */
  readonly attendanceDays: number
  /** Writes down what is known of attendance and recordings and not written yet. */
  settle(): Promise<void>
  /** Whether this process closes months: of several on one database, one does. */
  readonly isOurs: () => boolean
}
