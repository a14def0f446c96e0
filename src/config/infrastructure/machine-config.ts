/** A machine as declared, once for all its environments. */
export interface MachineConfig {
  readonly id: string
  readonly description?: string | undefined
  /** How the roadmap calls it, such as `VM3`. */
  readonly label?: string | undefined
  /** Added to the first id of the environment; absent: the number in its label. */
  readonly number?: number | undefined
  /** Ids of environments; the first is where it is at home. */
  readonly in: readonly string[]
  /** `planned` and `retired` ones are not made. */
  readonly state: 'planned' | 'present' | 'retired'
  readonly host?: string | undefined
  /** MiB; absent: what its weight amounts to. */
  readonly memory?: number | undefined
  readonly cores: number
  /** MiB; absent: 20 GiB. */
  readonly disk?: number | undefined
  readonly storage?: string | undefined
  /** Further disks, as `disk` and `storage`. */
  readonly disks: readonly DiskConfig[]
  readonly template?: string | undefined
  readonly image?: string | undefined
  /** The last part of its address in the network of each environment; absent: its number and 10. */
  readonly address?: number | undefined
  /** By environment: eight letters that its IPv6 addresses end in. */
  readonly spell: Readonly<Record<string, string>>
  /** By environment: the hardware address in its network. */
  readonly mac: Readonly<Record<string, string>>
  /** By environment: its address in the open, which it has only where it is asked for. */
  readonly public: Readonly<Record<string, PublicAddressConfig>>
  /** By environment: what is otherwise there. */
  readonly overrides: Readonly<Record<string, MachineOverrides>>
  readonly open: readonly OpenPortConfig[]
  readonly backup?: string | undefined
  readonly no_backup?: string | undefined
  readonly protected?: boolean | undefined
  readonly start_on_boot?: boolean | undefined
  readonly started: boolean
  readonly owner?: string | undefined
  readonly second?: string | undefined
  readonly weight?: WeightConfig | undefined
  /** Month for which it is planned now, `2020-08`. */
  readonly month?: string | undefined
  /** Month that was promised first; absent: the planned one. */
  readonly promised?: string | undefined
  /** Month since when it is in production. */
  readonly since?: string | undefined
  /** The last month of a retired one. */
  readonly until?: string | undefined
}

export interface DiskConfig {
  readonly size: number
  readonly storage?: string | undefined
  readonly backup: boolean
}

export interface MachineOverrides {
  readonly host?: string | undefined
  readonly memory?: number | undefined
  readonly cores?: number | undefined
  readonly disk?: number | undefined
  readonly storage?: string | undefined
  readonly template?: string | undefined
  readonly image?: string | undefined
  readonly backup?: string | undefined
  readonly no_backup?: string | undefined
  readonly protected?: boolean | undefined
  readonly start_on_boot?: boolean | undefined
  readonly started?: boolean | undefined
}

export interface PublicAddressConfig {
  /** Id under `addresses:`; absent: the only one. */
  readonly block?: string | undefined
  readonly ipv4?: string | undefined
  /** In full, or only the last 64 bits; absent: its word, else its id. */
  readonly ipv6?: string | undefined
  readonly mac?: string | undefined
}

/** A port that is open in the firewall although no service says so. */
export interface OpenPortConfig {
  readonly port: PortConfig
  /** CIDR ranges; empty for everybody. */
  readonly from: readonly string[]
  readonly because?: string | undefined
}

export interface PortConfig {
  readonly first: number
  /** The same as `first` for a single port. */
  readonly last: number
  readonly protocol: 'tcp' | 'udp'
}

/** Drops and disks of the roadmap. */
export interface WeightConfig {
  readonly drops: number
  readonly disks: number
  /** As written, such as `💧💾💾`. */
  readonly text: string
}
