import type { Generated } from 'kysely'

/** What lies on the servers of recordings. Times are in milliseconds since 1970, days in UTC such as `2026-03-01`. */
export interface RecordingTables {
  recording_looks: RecordingLooksTable
  recording_days: RecordingDaysTable
}

export interface RecordingLooksTable {
  server: string
  due_at: number
  asked_at: number
  problem: string | null
  day: string | null
  recordings: Generated<number>
  bytes: Generated<number>
  unknown_recordings: Generated<number>
  unknown_bytes: Generated<number>
  unsized_recordings: Generated<number>
}

export interface RecordingDaysTable {
  day: string
  server: string
  organisation: string
  meeting_id: string
  recordings: number
  bytes: number
  held: boolean
}
