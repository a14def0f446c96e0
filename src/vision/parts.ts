import type { VisionConfig } from '../config/vision-schema.ts'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import type { Turns } from '../lib/turns.ts'

/** What the functions about pictures work with. */
export interface VisionParts {
  readonly database: Database
  readonly clock: Clock
  readonly settings: VisionConfig
  /** Where the files are. */
  readonly folder: string
  readonly organisations: VisionOrganisations
  /** Pictures are read one after the other: each takes a core and much memory. */
  readonly turns: Turns
}

/** What pictures want to know of organisations. */
export interface VisionOrganisations {
  find(id: string): VisionOrganisation | undefined
}

export interface VisionOrganisation {
  readonly id: string
  readonly name: string
  /** Whether something may be added. */
  readonly isOpen: boolean
}
