import type { Generated } from 'kysely'
import type { DefaultedJson } from './tables.ts'

/** Who was in which meeting. Times are in milliseconds since 1970. */
export interface AttendanceTables {
  attendance: AttendanceTable
  attendance_marks: AttendanceMarksTable
}

export interface AttendanceMarksTable {
  server: string
  at: number
}

export interface AttendanceTable {
  id: Generated<number>
  instance: string
  organisation: string
  meeting_id: string
  user_key: string
  role: string
  joined_at: number
  left_at: number | null
  last_seen_at: number
  source: string
  classes: DefaultedJson
}
