import type { Secret } from '../lib/secret.ts'
import type {
  AddressBlockConfig,
  BackupConfig,
  DriftConfig,
  EnvironmentConfig,
  HostConfig,
  MachineConfig,
  RoadmapConfig,
  ServiceConfig,
  ZoneConfig,
} from './infrastructure/config.ts'
import type { LinksConfig } from './links-config.ts'
import type { NotesConfig } from './notes-config.ts'
import type { GroupConfig, PersonConfig } from './people-config.ts'

export type * from './infrastructure/config.ts'
export type { LinkSourceConfig, LinksConfig } from './links-config.ts'
export type { BoardConfig, NotesConfig, NotesLayout } from './notes-config.ts'
export type { GroupConfig, PersonConfig } from './people-config.ts'

import type { ChatConfig } from './chat-schema.ts'
import type { VisionConfig } from './vision-schema.ts'

/** The whole of coop.yaml, checked, with every default filled in. Keys are spelt as in the file. */
export interface Config {
  readonly coop: CoopConfig
  readonly web: WebConfig
  readonly network: NetworkConfig
  /** Where the PostgreSQL URL is; absent means the embedded database. */
  readonly database?: SecretRef | undefined
  /** Where the Redis URL is; absent means that this is the only gateway on its database. */
  readonly redis?: SecretRef | undefined
  readonly meetings: MeetingsConfig
  readonly ledger: LedgerConfig
  /** In the order of the file. */
  readonly people: readonly PersonConfig[]
  readonly groups: readonly GroupConfig[]
  readonly environments: readonly EnvironmentConfig[]
  readonly hosts: readonly HostConfig[]
  readonly machines: readonly MachineConfig[]
  readonly services: readonly ServiceConfig[]
  readonly addresses: readonly AddressBlockConfig[]
  readonly dns: readonly ZoneConfig[]
  readonly backups: readonly BackupConfig[]
  readonly roadmap: RoadmapConfig
  readonly drift: DriftConfig
  /** Absent: no chat's history is deleted. */
  readonly chat?: ChatConfig | undefined
  readonly links: LinksConfig
  readonly notes: NotesConfig
  readonly vision: VisionConfig
}

export interface CoopConfig {
  readonly name: string
  readonly domain: string
}

export interface WebConfig {
  /** Where others reach us, without a trailing slash. */
  readonly url?: string | undefined
  /** CIDR ranges of the reverse proxies whose X-Forwarded-* headers are believed. */
  readonly trusted_proxies: readonly string[]
  /** CIDR ranges of those who may read `/metrics` without a token. */
  readonly metrics_from: readonly string[]
}

export interface NetworkConfig {
  /** CIDR ranges that addresses supplied by clients may reach although they are private. */
  readonly outbound_allow: readonly string[]
}

export interface MeetingsConfig {
  /** Seconds between two looks at each server. */
  readonly poll: number
  /** Seats reserved for a meeting about which nothing is known. */
  readonly default_size: number
  readonly greenlight?: GreenlightConfig | undefined
  readonly servers: readonly ServerConfig[]
  readonly organisations: readonly OrganisationConfig[]
}

export interface LedgerConfig {
  /** Days for which it is kept who was in which meeting, under pseudonyms. */
  readonly attendance_days: number
  /** Days after the end of a month (UTC) when its statements are made. */
  readonly close_after_days: number
}

export interface GreenlightConfig {
  readonly secret: SecretRef
}

export interface ServerConfig {
  readonly id: string
  /** The BigBlueButton API's address, without a trailing slash. */
  readonly url: string
  readonly secret: SecretRef
  /** Users that fit at once. */
  readonly capacity: number
  /** Relative preference against other servers, above 0. */
  readonly weight: number
  readonly tags: readonly string[]
  readonly checksum: ChecksumName
  /** The organisation that brought it; absent when it belongs to all. */
  readonly owner?: string | undefined
}

export interface OrganisationConfig {
  readonly id: string
  readonly name: string
  /** The organisation that this one is part of. */
  readonly parent?: string | undefined
  /** Several while one is being replaced; none when no front end of its own calls. */
  readonly secrets: readonly SecretRef[]
  /** Host names in lower case at which this organisation alone is reached. */
  readonly hosts: readonly string[]
  /** A federation holds organisations, an application is one front end of an organisation. */
  readonly kind: OrganisationKind
  readonly status: OrganisationStatus
  readonly brand: BrandConfig
  readonly checksums: readonly ChecksumName[]
  readonly limits: LimitsConfig
  /** Absent: those of the organisation that it is part of. */
  readonly prices?: PricesConfig | undefined
  readonly create: ParameterRules
  readonly join: ParameterRules
  readonly servers: ServerChoice
  /** Accept the signing of form bodies by clients before 2.6.18 and 2.7.8. */
  readonly sign_form_body: boolean
  /** How its people sign in; absent for the usual. */
  readonly sign_in?: SignInConfig | undefined
  /** Absent in what was stored before there was one. */
  readonly join_page?: JoinPageConfig | undefined
}

export type OrganisationKind = 'federation' | 'organisation' | 'application'

/**
 * `leaving` takes no new accounts and rooms, `read-only` no new meetings either; calls of a `suspended` one are refused
 * like those of a stranger. The strictest of an organisation and those that it is part of holds.
 */
export type OrganisationStatus = 'active' | 'leaving' | 'read-only' | 'suspended'

/** How an organisation shows itself. What it does not say, the one that it is part of says. */
export interface BrandConfig {
  readonly name?: string | undefined
  /** An https address of a picture. */
  readonly logo?: string | undefined
  /** `#rrggbb` */
  readonly colour?: string | undefined
  /** What people read in the chat when they come into a meeting. */
  readonly welcome?: string | undefined
  /** An https address of a document that is shown when a meeting brings none. */
  readonly slide?: string | undefined
}

export interface SignInConfig {
  readonly passwords: boolean
  readonly second_factor: 'optional' | 'required'
  /** Whether somebody whom the provider knows, and we do not, gets an account. */
  readonly registration: 'no' | 'members'
  readonly oidc?: OidcConfig | undefined
}

export interface OidcConfig {
  readonly name: string
  readonly issuer: string
  readonly client_id: string
  /** Absent for a public client. */
  readonly client_secret?: SecretRef | undefined
  readonly scopes: readonly string[]
  /** In lower case; empty for any. */
  readonly email_domains: readonly string[]
  readonly trust_email: boolean
  readonly roles?: RoleMappingConfig | undefined
}

export interface RoleMappingConfig {
  readonly claim: string
  readonly admin: readonly string[]
  readonly member: readonly string[]
}

export interface JoinPageConfig {
  readonly enabled: boolean
  /** People let onto one server within a second. */
  readonly per_second: number
}

export interface LimitsConfig {
  /** Meetings at once; absent means no limit. */
  readonly meetings?: number | undefined
  /** Users at once over all meetings; absent means no limit. */
  readonly users?: number | undefined
  /** Participant-minutes in a calendar month (UTC); absent means no limit. */
  readonly minutes?: number | undefined
  /** Gigabytes of recordings on the servers. */
  readonly storage?: number | undefined
  /** Minutes that one meeting may last; absent means no limit. */
  readonly duration?: number | undefined
  readonly recording: boolean
}

/**
 * A price list. Money is in whole parts of the currency's smallest unit (cents), for a thousand of each thing, because one
 * minute costs less than a cent.
 */
export interface PricesConfig {
  /** ISO 4217, such as `EUR`. */
  readonly currency: string
  /** For 1,000 participant-minutes of each class. */
  readonly listening: number
  readonly speaking: number
  readonly camera: number
  /** For 1,000 GB-days. */
  readonly recording: number
  /** For a month. */
  readonly base: number
  /** Participant-minutes of a month that cost nothing. */
  readonly free: number
  /** What is due, in percent of the sum. */
  readonly solidarity: number
}

/** BigBlueButton parameters: defaults apply when the client says nothing, overrides whatever it says. */
export interface ParameterRules {
  readonly defaults: Parameters
  readonly overrides: Parameters
}

export type Parameters = Readonly<Record<string, string | number | boolean>>

/** Tag expressions, as `parseExpression` in lib/expression.ts reads them; empty matches every server. */
export interface ServerChoice {
  readonly required: string
  readonly preferred: string
}

export type ChecksumName = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** Where a secret is: `secret://name`, `env://NAME`, or written in the file itself. */
export type SecretRef =
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'env'; readonly name: string }
  | { readonly kind: 'literal'; readonly value: Secret }
