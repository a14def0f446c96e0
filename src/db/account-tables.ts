import type { Json } from './tables.ts'

/** Groups of people, and imports of lists of people. Every time is in milliseconds since 1970. */
export interface AccountTables {
  groups: GroupsTable
  memberships: MembershipsTable
  imports: ImportsTable
  import_changes: ImportChangesTable
}

export interface GroupsTable {
  id: string
  organisation: string
  external_id: string | null
  name: string
  created_at: number
  changed_at: number
}

export interface MembershipsTable {
  group_id: string
  person: string
}

export interface ImportsTable {
  id: string
  organisation: string
  at: number
  actor: string
  report: Json
  undone_at: number | null
  undone_by: string | null
}

export interface ImportChangesTable {
  import: string
  person: string
  action: 'add' | 'change' | 'suspend'
  before: Json
  after: Json
}
