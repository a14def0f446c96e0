import type { Json } from './tables.ts'

/** What the ledger holds. Times are in milliseconds since 1970, months such as `2026-03`. */
export interface LedgerTables {
  server_owners: ServerOwnersTable
  ledger_terms: LedgerTermsTable
  ledger_months: LedgerMonthsTable
  ledger_lines: LedgerLinesTable
}

export interface ServerOwnersTable {
  server: string
  since: number
  owner: string | null
}

export interface LedgerTermsTable {
  month: string
  organisation: string
  terms: Json
}

export interface LedgerMonthsTable {
  organisation: string
  month: string
  closed_at: number
  lines: number
  previous: string
  head: string
  public_key: string
  signature: string
}

export interface LedgerLinesTable {
  organisation: string
  month: string
  number: number
  line: Json
  hash: string
}
