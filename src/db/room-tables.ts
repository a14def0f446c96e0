import type { Json } from './tables.ts'

/** Permanent rooms, and requests for events in them. Times are in milliseconds since 1970. */
export interface RoomTables {
  rooms: RoomsTable
  room_names: RoomNamesTable
  room_owners: RoomOwnersTable
  room_bookings: RoomBookingsTable
  event_forms: EventFormsTable
  event_requests: EventRequestsTable
}

export interface RoomsTable {
  id: string
  organisation: string
  title: string
  description: string
  preset: 'open' | 'private' | 'recorded'
  overrides: Json
  access_code: string | null
  moderator_code: string | null
  expected_size: number | null
  created_at: number
  changed_at: number
}

export interface RoomNamesTable {
  name: string
  room: string
  is_current: boolean
}

export interface RoomOwnersTable {
  room: string
  person: string
  since: number
}

export interface RoomBookingsTable {
  id: string
  room: string
  starts_at: number
  ends_at: number
  people: number
  cameras: number
  recorded: boolean
}

export interface EventFormsTable {
  organisation: string
  opened_at: number
}

export interface EventRequestsTable {
  id: string
  organisation: string
  state: 'new' | 'accepted' | 'declined'
  contact: Json
  event: Json
  room: string | null
  created_at: number
  decided_at: number | null
  decided_by: string | null
  delete_after: number
}
