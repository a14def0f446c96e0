import type { Money, PortConfig, Reach } from './config.ts'

/** Something that people use or that others depend on, as the catalogue knows it. */
export interface ServiceConfig {
  readonly id: string
  readonly name: string
  /** How the roadmap calls it. */
  readonly short: string
  /** What it is and for whom. */
  readonly what: string
  /** The machine it runs on; absent when it runs outside, or nowhere yet. */
  readonly machine?: string | undefined
  /** Environments; absent: those of its machine. */
  readonly in?: readonly string[] | undefined
  /** Why it is in one environment alone. */
  readonly no_staging?: string | undefined
  readonly status: ServiceStatus
  /** Absent: as far as its environment. */
  readonly reach?: Reach | undefined
  readonly ports: readonly PortConfig[]
  /** Host names of its sites: `link` stands below the domain of the environment, `@` for the domain itself. */
  readonly names: readonly string[]
  /** MiB of memory and disk that it needs, as far as known. */
  readonly memory?: number | undefined
  readonly disk?: number | undefined
  /** What of it must not be lost. */
  readonly data?: string | undefined
  /** Ansible role that installs it. */
  readonly role?: string | undefined
  /** Where it is written how it is installed by hand. */
  readonly runbook?: string | undefined
  /** Who runs it, when it is not us. */
  readonly outside?: string | undefined
  readonly owner?: string | undefined
  readonly second?: string | undefined
  readonly depends_on: readonly string[]
  readonly price?: Money | undefined
  /** Months, each absent when that of the machine holds: see there. */
  readonly month?: string | undefined
  readonly promised?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

export type ServiceStatus = 'planned' | 'staging' | 'production' | 'retired'

/** A domain whose records are made from this file. */
export interface ZoneConfig {
  /** The key under `dns:`, for messages. */
  readonly id: string
  readonly domain: string
  /** Seconds for which answers are kept. */
  readonly ttl: number
  /** Name servers, the first of them the primary one. */
  readonly nameservers: readonly string[]
  /** Whom to write to about the zone. */
  readonly contact: string
  readonly records: readonly RecordConfig[]
}

export interface RecordConfig {
  /** Below the zone; `@` for the zone itself. */
  readonly name: string
  readonly type: RecordType
  readonly value: string
  readonly ttl?: number | undefined
}

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'TXT' | 'CAA' | 'SRV' | 'NS'
