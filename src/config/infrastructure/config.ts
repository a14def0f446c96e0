import type { SecretRef } from '../config.ts'

export type * from './machine-config.ts'
export type * from './service-config.ts'

/** One of the worlds in which machines live, such as production. What is here is never a flag on the command line. */
export interface EnvironmentConfig {
  /** The key under `environments:`. */
  readonly id: string
  readonly name: string
  /** The ids that its machines may have in Proxmox, both ends included. */
  readonly ids: NumberRange
  /** CIDR of the network that all its machines are in. */
  readonly network: string
  /** Absent: the first address of the network. */
  readonly gateway?: string | undefined
  /** Absent: the gateway. */
  readonly dns?: readonly string[] | undefined
  /** CIDR of 64 bits, when the network has IPv6 too. */
  readonly ipv6?: string | undefined
  readonly ipv6_gateway?: string | undefined
  readonly bridge: string
  readonly vlan?: number | undefined
  /** What the names of machines end in. Absent: the co-op's domain, below the name of the environment unless public. */
  readonly domain?: string | undefined
  /** Who may reach what its machines offer. */
  readonly reach: Reach
  /** CIDR ranges from which members come in through the VPN. */
  readonly vpn_from: readonly string[]
  /** CIDR ranges from which SSH is let in. */
  readonly ssh_from: readonly string[]
  readonly certificates: CertificateMode
  /** The host of its machines, unless they say another. */
  readonly host?: string | undefined
  readonly pool?: string | undefined
  /** The only login of a new machine, and whose keys it has. */
  readonly user: string
  readonly deploy_keys: readonly string[]
  readonly start_on_boot: boolean
  readonly protected: boolean
  /** The backup of its machines, unless they say another. */
  readonly backup?: string | undefined
  /** Why its machines have no backup, unless they say otherwise. */
  readonly no_backup?: string | undefined
}

/** `public`: everybody. `vpn`: the environment and members over the VPN. `inside`: the environment alone. */
export type Reach = 'public' | 'vpn' | 'inside'

export type CertificateMode = 'letsencrypt' | 'letsencrypt-staging' | 'dns' | 'internal' | 'none'

export interface NumberRange {
  readonly first: number
  readonly last: number
}

/** A computer that runs Proxmox. */
export interface HostConfig {
  readonly id: string
  readonly name: string
  /** What Proxmox calls it. */
  readonly node: string
  readonly proxmox?: ProxmoxConfig | undefined
  /** MiB */
  readonly memory: number
  /** MiB that the host itself needs. */
  readonly reserved: number
  /** Threads of the processor. */
  readonly cores: number
  readonly storages: readonly StorageConfig[]
  /** Ids of machines to clone, by the names that machines use for them. */
  readonly templates: Readonly<Record<string, number>>
  /** Volumes to import, such as `local:import/debian-13.qcow2`, by the names that machines use for them. */
  readonly images: Readonly<Record<string, string>>
  readonly overcommit: OvercommitConfig
  readonly price?: Money | undefined
  /** The first month in which it is there and paid, `2020-06`; absent: from the beginning. */
  readonly from?: string | undefined
  /** The last month. */
  readonly until?: string | undefined
}

export interface ProxmoxConfig {
  /** Without a trailing slash. */
  readonly url: string
  /** `user@realm!name` */
  readonly token_id: string
  readonly token: SecretRef
  /** SHA-256 of a certificate that no authority vouches for, in hexadecimal with colons. */
  readonly fingerprint?: string | undefined
  /** PEM of the authority that is believed instead of those of the system. */
  readonly authority?: string | undefined
}

export interface StorageConfig {
  readonly id: string
  /** MiB */
  readonly size: number
  /** Whether backups of machines go there too. */
  readonly backups: boolean
}

export interface OvercommitConfig {
  readonly memory: Policy
  /** Virtual cores for each thread, above which the policy holds. */
  readonly cores_per_thread: number
  readonly cores: Policy
  readonly disk: Policy
}

export type Policy = 'refuse' | 'warn' | 'allow'

export interface Money {
  /** In whole parts of the currency's smallest unit (cents). */
  readonly amount: number
  /** ISO 4217 */
  readonly currency: string
}

/** A range of addresses in the open, from which machines get theirs. */
export interface AddressBlockConfig {
  readonly id: string
  readonly bridge: string
  readonly vlan?: number | undefined
  readonly ipv4?: string | undefined
  readonly ipv4_gateway?: string | undefined
  /** Bits of the mask that a machine is given: 32 where the provider routes each address by itself. */
  readonly ipv4_bits?: number | undefined
  readonly ipv6?: string | undefined
  readonly ipv6_gateway?: string | undefined
  /** Addresses that others use. */
  readonly reserved: readonly string[]
}

/** What is done regularly so that machines can be restored. */
export interface BackupConfig {
  readonly id: string
  /** As Proxmox writes it, such as `02:30` or `mon..fri 01:00`. */
  readonly schedule: string
  readonly storage: string
  readonly mode: 'snapshot' | 'suspend' | 'stop'
  /** How many of each kind are kept. */
  readonly keep: KeepConfig
}

export interface KeepConfig {
  readonly last: number
  readonly daily: number
  readonly weekly: number
  readonly monthly: number
}

/** How drift is noticed. */
export interface DriftConfig {
  /** Seconds between two looks of the running program; 0: none by itself. */
  readonly every: number
}

/** What the symbols of the roadmap amount to; without a size they stay symbols. */
export interface RoadmapConfig {
  /** MiB of memory for a 💧. */
  readonly drop?: number | undefined
  /** MiB of disk for a 💾. */
  readonly disk?: number | undefined
}
