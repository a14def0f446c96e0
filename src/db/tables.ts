import type { ColumnType, Generated } from 'kysely'
import type { AccountTables } from './account-tables.ts'
import type { AttendanceTables } from './attendance-tables.ts'
import type { ChatTables } from './chat-tables.ts'
import type { LedgerTables } from './ledger-tables.ts'
import type { LinkTables } from './link-tables.ts'
import type { NoteTables } from './note-tables.ts'
import type { RecordingTables } from './recording-tables.ts'
import type { RoomTables } from './room-tables.ts'
import type { SignInTables } from './sign-in-tables.ts'
import type { VisionTables } from './vision-tables.ts'

/** What the database holds. Every time is in milliseconds since 1970. */
export interface Tables
  extends AccountTables,
    AttendanceTables,
    ChatTables,
    LedgerTables,
    LinkTables,
    NoteTables,
    RecordingTables,
    RoomTables,
    SignInTables,
    VisionTables {
  servers: ServersTable
  server_states: ServerStatesTable
  organisations: OrganisationsTable
  secret_uses: SecretUsesTable
  meetings: MeetingsTable
  hooks: HooksTable
  tokens: TokensTable
  audit: AuditTable
  settings: SettingsTable
  leases: LeasesTable
  people: PeopleTable
  sessions: SessionsTable
}

export interface ServersTable {
  id: string
  url: string
  secret: string
  capacity: number | null
  weight: number | null
  tags: Generated<string[]>
  checksum: string | null
  owner: string | null
  created_at: number
}

export interface ServerStatesTable {
  server: string
  state: 'enabled' | 'draining' | 'disabled'
  changed_at: number
  changed_by: string
}

export interface OrganisationsTable {
  id: string
  definition: Json
  created_at: number
}

export interface SecretUsesTable {
  organisation: string
  fingerprint: string
  last_used_at: number
}

export interface MeetingsTable {
  instance: string
  organisation: string
  meeting_id: string
  node_id: string
  server: string
  state: 'creating' | 'running' | 'ended'
  name: string
  internal_id: string | null
  create_time: number | null
  reserved: number
  parameters: Json
  body: Uint8Array | null
  body_type: string | null
  placed: Generated<number>
  answer: OptionalJson
  callbacks: DefaultedJson
  reasons: Json
  created_at: number
  confirmed_at: number | null
  ended_at: number | null
  peak: number | null
  peak_videos: number | null
  lost_at: number | null
}

export interface LeasesTable {
  name: string
  holder: string
  token: number
  expires_at: number
}

export interface HooksTable {
  id: Generated<number>
  organisation: string
  callback_url: string
  meeting_id: string | null
  event_ids: Generated<string[]>
  raw: Generated<boolean>
  created_at: number
}

export interface TokensTable {
  id: string
  name: string
  hash: string
  scope: string
  created_at: number
  expires_at: number | null
  last_used_at: number | null
  created_by: string
}

export interface AuditTable {
  id: Generated<number>
  at: number
  actor: string
  action: string
  subject: string
  organisation: string | null
  details: DefaultedJson
}

export interface PeopleTable {
  id: string
  organisation: string
  external_id: string | null
  name: string
  email: string | null
  role: 'admin' | 'member'
  status: 'invited' | 'active' | 'suspended' | 'erased'
  language: string | null
  created_at: number
  changed_at: number
  last_seen_at: number | null
  user_name: string | null
  given_name: string | null
  family_name: string | null
}

export interface SessionsTable {
  id: string
  hash: string
  person: string
  csrf: string
  agent: string
  created_at: number
  last_seen_at: number
  expires_at: number
  provider_session: string | null
}

export interface SettingsTable {
  name: string
  value: Json
}

/** A jsonb column: read as a value that must be checked before use, written as the text that `json()` makes. */
export type Json = ColumnType<unknown, JsonText, JsonText>
export type OptionalJson = ColumnType<unknown, JsonText | null | undefined, JsonText | null>
export type DefaultedJson = ColumnType<unknown, JsonText | undefined, JsonText>

/** JSON as text, made by `json()` alone: the two drivers encode a bare array or string differently. */
export type JsonText = string & { readonly __json: true }

/** The value as JSON that PostgreSQL accepts: NUL and half surrogate pairs, which jsonb refuses, become U+FFFD. */
export function json(value: unknown): JsonText {
  const text = JSON.stringify(value) ?? 'null'
  return text.replace(/\\(?:u[0-9a-f]{4}|.)/g, (escape) => (unstorable.test(escape) ? '\ufffd' : escape)) as JsonText
}

/** The text as PostgreSQL accepts it in a text column: NUL and half surrogate pairs become U+FFFD. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd')
}

const unstorable = /^\\u(?:0000|d[89a-f][0-9a-f]{2})$/
