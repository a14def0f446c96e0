import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import type { Prober } from './check.ts'
import type { Counts } from './counts.ts'
import type { Row, SourceRows, Visibility } from './link.ts'
import type { Finding } from './lint/finding.ts'
import type { Near } from './near.ts'
import type { SourceState } from './sources/source.ts'
import type { OwnHosts, Table } from './table.ts'

/** What the functions about links work with. */
export interface LinkParts {
  readonly database: Database
  readonly clock: Clock
  readonly settings: LinkSettings
  /** The links as they are served now. */
  readonly live: LiveLinks
  readonly counts: Counts
  readonly prober: Prober
  readonly log: LinkLog
  /** The address at which a keyword is followed, to be told to people. */
  address(keyword: string): string
}

export interface LinkLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
}

export interface LinkSettings extends OwnHosts {
  /** Host names at which every path is a keyword; in small letters. */
  readonly hosts: readonly string[]
  /** Whose people look after the links; undefined: only whoever runs the installation. */
  readonly organisation: string | undefined
  /** For links that nobody said it of. */
  readonly visibility: Visibility
  /** Whether the rows that are kept here win over those of the sources. */
  readonly portalWins: boolean
}

/** The links in memory, kept up with their sources. */
export interface LiveLinks {
  readonly table: Table
  readonly near: Near
  /** The rows of each source, the one that wins first. */
  readonly sources: readonly SourceRows[]
  /** How each source is; the rows that are kept here are none. */
  readonly states: readonly SourceState[]
  /** Told whenever another table has taken the place of the old one. */
  onTable(tell: (table: Table) => void): void
  /** The row that is kept here. */
  ownRow(keyword: string): Row | undefined
  /** Everything that the checks of the table say now. */
  findings(): readonly Finding[]
  /** Takes in what was changed in the database. */
  reload(): Promise<void>
  /** Looks at every source now, or at those that have this name. */
  refresh(): Promise<void>
}
