import type { Config } from '../../../config/config.ts'
import { loadConfig } from '../../../config/load.ts'
import { createProxmox } from '../../../providers/proxmox/client.ts'
import { practiceToken } from '../../../providers/proxmox/fake/furnish.ts'
import { createSimulator, type Simulator } from '../../../providers/proxmox/fake/simulator.ts'
import type { Transport } from '../../../providers/proxmox/transport.ts'
import { type CarriedOut, type CarryOut, carryOut } from '../../../reconcile/carry-out.ts'
import { noHistory } from '../../../reconcile/history.ts'
import { type Infrastructure, openInfrastructure } from '../open.ts'

/** A Proxmox as the files of these tests need it, in which time passes only as somebody waits. */
export function practiceProxmox(): Simulator {
  return createSimulator(furniture)
}

/** A file with two environments on one host, and these machines. */
export function fileWith(machines: string): Config {
  const coop = 'coop: { name: Example Co-op, domain: example.coop }'
  return loadConfig('coop.yaml', `${coop}\n${declareMachines(machines)}`)
}

/** What a file says of one host, whose Proxmox is a practice one, of two environments, and of these machines. */
export function declareMachines(machines: string, url = 'http://127.0.0.1:8006', token = practiceToken.secret): string {
  return `
environments:
  production: { ids: 1000-1999, network: 10.0.1.0/24, bridge: vmbr2, protected: false }
  staging: { ids: 8000-8999, network: 10.0.2.0/24, bridge: vmbr3, start_on_boot: false, no_backup: made anew }
hosts:
  kvm1:
    proxmox: { url: "${url}", token_id: "${practiceToken.id}", token: "${token}" }
    memory: 64 GiB
    cores: 12
    storages: [{ id: local, size: 450 GB }, { id: local-hdds, size: 2 TB, backups: true }]
    templates: { debian-13: 9000 }
backups:
  nightly: { schedule: "02:30", storage: local-hdds, keep: { daily: 7 } }
machines:
${machines}
`
}

/** What such a file's Proxmox has. */
export const furniture = {
  nodes: [{ name: 'kvm1' }],
  storages: [{ id: 'local' }, { id: 'local-hdds' }],
  bridges: ['vmbr2', 'vmbr3'],
  templates: [{ vmid: 9000, name: 'debian-13', storage: 'local' }],
}

/** Thrown at whoever makes a request after being killed. */
export class Killed extends Error {
  override name = 'Killed'
}

/** What becomes of a process: at which of its requests it dies, and whether that one still arrives; or asked to end. */
export interface Fate {
  readonly dies?: { readonly at: number; readonly arrives: boolean }
  readonly onRequest?: (number: number) => void
}

/** A process that talks to the Proxmox until its death. */
export async function connectTo(simulator: Simulator, config: Config, fate: Fate = {}): Promise<Infrastructure> {
  const { dies, onRequest } = fate
  let count = 0
  let isDead = false
  const transport = simulator.transport()
  const mortal: Transport = {
    ...transport,
    async carry(outgoing) {
      if (isDead) throw new Killed()
      count += 1
      onRequest?.(count)
      isDead = count === dies?.at
      if (isDead && !dies?.arrives) throw new Killed()
      const incoming = await transport.carry(outgoing)
      // Whoever is dead does not hear what others of its requests were answered.
      if (isDead) throw new Killed()
      return incoming
    },
  }
  const pause = async (ms: number, signal: AbortSignal) => {
    if (isDead) throw new Killed()
    await simulator.pass(ms, signal)
  }
  const connect = (access: Parameters<typeof createProxmox>[0]['access']) =>
    createProxmox({ access, transport: mortal, pause, random: () => 0.5 })
  return await openInfrastructure(config, { dataDir: '.', env: {} }, { connect })
}

/** Applies what the file says, with everything allowed that it asks for. */
export async function applyThrough(infrastructure: Infrastructure, wish: Partial<CarryOut> = {}): Promise<CarriedOut> {
  return await carryOut({
    ...infrastructure,
    claim: { ...infrastructure.claim, why: undefined, since: 0 },
    isAlive: async () => false,
    history: noHistory,
    file: 'coop.yaml',
    destroy: new Set(),
    restart: new Set(['all']),
    signal: new AbortController().signal,
    onPlan: () => {},
    report: () => {},
    now: () => 0,
    ...wish,
  })
}
