import type { Generated } from 'kysely'
import type { Json } from './tables.ts'

/** What is kept about short links. Every time is in milliseconds since 1970. */
export interface LinkTables {
  links: LinksTable
  link_changes: LinkChangesTable
  link_sources: LinkSourcesTable
  link_counts: LinkCountsTable
  link_checks: LinkChecksTable
}

export interface LinksTable {
  keyword: string
  destination: string
  visibility: 'public' | 'unlisted'
  note: string
  owner: string | null
  created_at: number
  changed_at: number
}

export interface LinkChangesTable {
  id: Generated<number>
  keyword: string
  at: number
  actor: string
  source: string
  before: string | null
  after: string | null
}

export interface LinkSourcesTable {
  name: string
  text: string
  version: Json
  read_at: number
}

export interface LinkCountsTable {
  keyword: string
  /** `2026-03-01` or `2026-03`. */
  period: string
  count: number
}

export interface LinkChecksTable {
  destination: string
  state: string
  detail: string
  checked_at: number
}
