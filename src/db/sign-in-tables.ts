import type { Generated } from 'kysely'
import type { DefaultedJson, Json } from './tables.ts'

/** How people and programs prove who they are. Every time is in milliseconds since 1970. */
export interface SignInTables {
  passwords: PasswordsTable
  second_factors: SecondFactorsTable
  recovery_codes: RecoveryCodesTable
  invitations: InvitationsTable
  sign_ins: SignInsTable
  identities: IdentitiesTable
  sign_in_settings: SignInSettingsTable
  service_accounts: ServiceAccountsTable
  service_tokens: ServiceTokensTable
}

export interface PasswordsTable {
  person: string
  hash: string
  changed_at: number
}

export interface SecondFactorsTable {
  person: string
  secret: string
  created_at: number
  confirmed_at: number | null
  last_step: Generated<number>
}

export interface RecoveryCodesTable {
  person: string
  hash: string
}

export interface InvitationsTable {
  id: string
  hash: string
  person: string
  organisation: string
  created_at: number
  created_by: string
  expires_at: number
}

export interface SignInsTable {
  hash: string
  kind: 'code' | 'provider'
  organisation: string
  person: string | null
  target: string
  details: DefaultedJson
  tries: Generated<number>
  expires_at: number
}

export interface IdentitiesTable {
  organisation: string
  issuer: string
  subject: string
  person: string
  created_at: number
}

export interface SignInSettingsTable {
  organisation: string
  settings: Json
  client_secret: string | null
  changed_at: number
}

export interface ServiceAccountsTable {
  id: string
  organisation: string
  name: string
  rights: string[]
  owners: string[]
  expects_every: number | null
  last_success_at: number | null
  created_at: number
  created_by: string
}

export interface ServiceTokensTable {
  id: string
  service: string
  hash: string
  created_at: number
  created_by: string
  expires_at: number
  last_used_at: number | null
}
