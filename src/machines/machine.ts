/**
 * What should exist in Proxmox, complete and concrete: nothing in it is left to the other side to choose. Made from
 * coop.yaml by `desiredMachines`, without looking at anything else.
 */
export interface Machine {
  /** Unique among all, and the name that Proxmox shows: `web1.hypha.coop`, `web1.staging.hypha.coop`. */
  readonly name: string
  /** The key under `machines:`, such as `web1`; its twins share it. */
  readonly machine: string
  /** The key under `environments:`. */
  readonly environment: string
  /** The key under `hosts:`. */
  readonly host: string
  /** What Proxmox calls the host. */
  readonly node: string
  readonly vmid: number
  readonly pool: string
  /** For people; shown in Proxmox beside our mark. */
  readonly description: string
  /** MiB */
  readonly memory: number
  readonly cores: number
  /** As Proxmox knows it, such as `host`. */
  readonly cpu: string
  /** The first is the one it starts from. Sizes only ever grow. */
  readonly disks: readonly [MachineDisk, ...MachineDisk[]]
  /** In the order of the interfaces of the machine: eth0, eth1. */
  readonly networks: readonly [MachineNetwork, ...MachineNetwork[]]
  readonly source: MachineSource
  readonly cloudInit: CloudInit
  /** Whether it is to be running now. */
  readonly started: boolean
  /** Whether it starts with its host. */
  readonly onboot: boolean
  /** Proxmox refuses to destroy it, and we do so only when asked for by its name. */
  readonly protected: boolean
  /** In alphabetic order: the environment, the label in small letters. */
  readonly tags: readonly string[]
  /** The id of its backup job; undefined where the file says why there is none. */
  readonly backup: string | undefined
  readonly firewall: readonly FirewallRule[]
}

export interface MachineDisk {
  /** `scsi0` and so on. */
  readonly slot: string
  readonly storage: string
  /** GiB, whole. */
  readonly size: number
  /** Whether backups hold it. */
  readonly backup: boolean
}

export interface MachineNetwork {
  /** `net0` and so on. */
  readonly slot: string
  readonly bridge: string
  readonly vlan: number | undefined
  /** Six pairs of capital hexadecimal digits with colons, as Proxmox prints them. */
  readonly mac: string
  /** With its mask: `10.0.1.3/24`. */
  readonly ipv4: string | undefined
  readonly ipv4Gateway: string | undefined
  /** Shortest spelling, with its mask. */
  readonly ipv6: string | undefined
  readonly ipv6Gateway: string | undefined
  /** Whether Proxmox filters what comes in here. */
  readonly firewall: boolean
}

/** What the first disk begins as. A clone is always a full one. */
export type MachineSource =
  | { readonly kind: 'template'; readonly vmid: number; readonly name: string }
  | { readonly kind: 'image'; readonly volume: string; readonly name: string }

export interface CloudInit {
  /** The only login. */
  readonly user: string
  /** Public keys of that login, in the order of the file. */
  readonly keys: readonly string[]
  /** Addresses of name servers. */
  readonly dns: readonly string[]
  /** Where names without a dot are looked for. */
  readonly searchDomain: string
}

/** Something that may come in; all else may not. */
export interface FirewallRule {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6'
  /** A port, or a range as Proxmox writes it: `8000:8010`. Undefined for icmp. */
  readonly ports: string | undefined
  /** CIDR; undefined for anywhere. */
  readonly source: string | undefined
  /** Why it is open: the service or the reason. */
  readonly comment: string
}

/** A pool of Proxmox that should exist. */
export interface Pool {
  readonly name: string
  readonly comment: string
}

/** A backup job of Proxmox that should exist. */
export interface BackupJob {
  /** The key under `backups:`. */
  readonly id: string
  /** As Proxmox writes it: `02:30`, `mon..fri 01:00`. */
  readonly schedule: string
  readonly storage: string
  readonly mode: 'snapshot' | 'suspend' | 'stop'
  /** As Proxmox writes it, the kinds that are kept in this order: `keep-last=3,keep-daily=7`. */
  readonly keep: string
  /** In ascending order. */
  readonly vmids: readonly number[]
}
