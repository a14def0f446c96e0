import { Secret } from '../../../lib/secret.ts'
import type { Machine } from '../../../machines/machine.ts'
import { createHolds } from '../../../reconcile/holds.ts'
import type { Work } from '../../../reconcile/kind.ts'
import { createProxmox, type Proxmox } from '../client.ts'
import { practiceToken } from '../fake/furnish.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../fake/simulator.ts'
import { createMachines } from '../machines.ts'

export const owner = 'hypha.coop'

/** A simulated Proxmox with a client in the same process, which waits in simulated time. */
export function openRig(options: SimulatorOptions = {}): { readonly simulator: Simulator; readonly proxmox: Proxmox } {
  const simulator = createSimulator(options)
  return { simulator, proxmox: clientOf(simulator) }
}

export function clientOf(simulator: Simulator, token = practiceToken): Proxmox {
  return createProxmox({
    access: { name: 'pve1', url: 'http://localhost:8006', tokenId: token.id, token: new Secret(token.secret) },
    transport: simulator.transport(),
    pause: (ms, signal) => simulator.pass(ms, signal),
    random: () => 0.5,
  })
}

export function machine(changes: Partial<Machine> = {}): Machine {
  const vmid = changes.vmid ?? 1001
  return {
    name: `web${vmid}.hypha.coop`,
    machine: 'web1',
    environment: 'production',
    host: 'kvm1',
    node: 'pve1',
    vmid,
    pool: 'mycel-production',
    description: 'VM1: website',
    memory: 2048,
    cores: 2,
    cpu: 'host',
    disks: [{ slot: 'scsi0', storage: 'local-lvm', size: 20, backup: true }],
    networks: [card(vmid)],
    source: { kind: 'template', vmid: 9000, name: 'debian-13' },
    cloudInit: {
      user: 'sysadmin',
      keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDeploy0000000000000000000000000000000000 deploy key (1+1)'],
      dns: ['10.0.1.254'],
      searchDomain: 'hypha.coop',
    },
    started: true,
    onboot: true,
    protected: false,
    tags: ['production', 'vm1'],
    backup: undefined,
    firewall: [
      { protocol: 'tcp', ports: '22', source: '10.0.1.0/24', comment: 'ssh' },
      { protocol: 'tcp', ports: '443', source: undefined, comment: 'web' },
      { protocol: 'icmp', ports: undefined, source: '10.0.1.0/24', comment: 'ping' },
    ],
    ...changes,
  }
}

export function card(vmid: number): Machine['networks'][number] {
  return {
    slot: 'net0',
    bridge: 'vmbr0',
    vlan: undefined,
    mac: `02:00:00:00:${Math.floor(vmid / 100)}:${String(vmid % 100).padStart(2, '0')}`,
    ipv4: `10.0.1.${vmid % 250}/24`,
    ipv4Gateway: '10.0.1.254',
    ipv6: undefined,
    ipv6Gateway: undefined,
    firewall: true,
  }
}

export interface TestWork extends Work {
  readonly remarks: string[]
  readonly doing: string[]
}

export function work(signal = new AbortController().signal): TestWork {
  const [remarks, doing]: [string[], string[]] = [[], []]
  return {
    signal,
    remarks,
    doing,
    progress: (what) => void doing.push(what),
    remark: (text) => void remarks.push(text),
    hold: createHolds(signal),
  }
}

export function kindOf(proxmox: Proxmox, machines: readonly Machine[]) {
  return createMachines({ owner, hosts: new Map([['kvm1', proxmox]]), nodes: new Map([['kvm1', 'pve1']]), machines })
}

export const never = new AbortController().signal

/** Makes the pools in the simulator that machines go into. */
export function withPools({ world }: Simulator, ...names: readonly string[]): void {
  for (const name of names) world.pools.set(name, { comment: '' })
}
