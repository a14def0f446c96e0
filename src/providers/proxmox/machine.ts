import type { Config, Waiting } from './config.ts'
import type { Mark } from './mark.ts'

/** A machine as it is in Proxmox. */
export interface MachineHave {
  /** How people call the Proxmox that it is in. */
  readonly place: string
  readonly node: string
  readonly vmid: number
  /** Only this installation's own, with the machine's own id in it. */
  readonly mark: Mark | undefined
  readonly pool: string | undefined
  readonly isRunning: boolean
  /** With what waits for the next start. */
  readonly config: Config
  readonly waiting: readonly Waiting[]
  /** Undefined where nobody asked for it. */
  readonly firewall: Firewall | undefined
  readonly knowsUpgrade: boolean
}

/** Rules by which Proxmox lets in what comes to one machine. */
export interface Firewall {
  readonly isEnabled: boolean
  /** `DROP` when nobody said another. */
  readonly policyIn: string
  /** In their order; a position is only good together with the digest. */
  readonly rules: readonly PlacedRule[]
}

export interface PlacedRule {
  readonly pos: number
  /** As our own are written, `tcp 22 from 10.0.0.0/8 (ssh)`; undefined for one that others made. */
  readonly ours: string | undefined
  readonly digest: string | undefined
}

/** `kvm1` and `1001` as people read it. */
export function machineName({ vmid, config, node }: Pick<MachineHave, 'vmid' | 'config' | 'node'>): string {
  return `VM ${vmid}${config['name'] === undefined ? '' : ` "${config['name']}"`} on ${node}`
}
