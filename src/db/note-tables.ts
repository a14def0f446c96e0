import type { ColumnType } from 'kysely'
import type { Json } from './tables.ts'

/** What is kept of meetings. Times are in milliseconds since 1970, days such as `2020-06-22`. */
export interface NoteTables {
  notes: NotesTable
  decisions: DecisionsTable
  tasks: TasksTable
  note_changes: NoteChangesTable
  pads: PadsTable
}

export interface NotesTable {
  id: string
  organisation: string
  path: string
  title: string
  held_on: string | null
  level: 'open' | 'indexed' | 'restricted'
  text: string
  search: SearchVector
  indexed_at: number
}

export interface DecisionsTable {
  id: string
  organisation: string
  key: string
  path: string
  note_title: string
  held_on: string | null
  line: number
  text: string
  section: string
  context: string
  votes: Json
  search: SearchVector
  recorded_at: number
  recorded_by: string
}

export interface TasksTable {
  id: string
  organisation: string
  number: number
  title: string
  details: string
  board_column: string
  position: number
  assignees: string[]
  repository: string | null
  issue: number | null
  key: string | null
  path: string | null
  line: number | null
  held_on: string | null
  created_at: number
  created_by: string
  moved_at: number
  closed_at: number | null
}

export interface NoteChangesTable {
  organisation: string
  key: string
  kind: string
  path: string
  result: Json
  applied_at: number
  applied_by: string
}

export interface PadsTable {
  id: string
  organisation: string
  text: string
  revision: number
  agenda: Json
  started_at: number | null
  ended_at: number | null
  created_at: number
  changed_at: number
  changed_by: string
}

/** Written with `to_tsvector`, and never read as such. */
type SearchVector = ColumnType<never, unknown, unknown>
