import type { Selectable } from 'kysely'
import type { OptionalJson } from './tables.ts'

/** What is kept about the history of chat rooms. Times are in milliseconds since 1970. */
export interface ChatTables {
  chat_rooms: ChatRoomsTable
  chat_runs: ChatRunsTable
  chat_purges: ChatPurgesTable
}

export interface ChatRoomsTable {
  room: string
  announced_at: number | null
  announced_days: number | null
  announced_event: string | null
  held_at: number | null
  held_by: string | null
  hold_reason: string | null
}

export interface ChatRunsTable {
  id: string
  slot: number | null
  asked_by: string
  state: 'running' | 'done' | 'failed'
  created_at: number
  finished_at: number | null
  server_media: OptionalJson
}

export interface ChatPurgesTable {
  id: string
  run: string
  room: string
  name: string
  owner: string
  retention: string
  cutoff: number
  state: 'waiting' | 'purging' | 'done' | 'incomplete' | 'failed' | 'skipped'
  reason: string | null
  boundary: string | null
  purge_id: string | null
  found: number | null
  remaining: number | null
  state_before: number | null
  state_after: number | null
  media: OptionalJson
  media_found: number | null
  media_deleted: number | null
  media_kept: number | null
  tries: number
  report_event: string | null
  report_trouble: string | null
  created_at: number
  changed_at: number
}

/** Rows as they are read. */
export type ChatPurge = Selectable<ChatPurgesTable>
export type ChatRunRow = Selectable<ChatRunsTable>
