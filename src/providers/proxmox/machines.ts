import { Problem } from '../../lib/problem.ts'
import type { Machine } from '../../machines/machine.ts'
import type { Difference, Kind, Other, Work, World } from '../../reconcile/kind.ts'
import { change, destroy, restart } from './change.ts'
import { at, type Proxmox } from './client.ts'
import { compareMachine } from './compare.ts'
import { readConfig, valueInWords } from './config.ts'
import { ProxmoxFailure } from './failure.ts'
import { type Interest, readMachines } from './inventory.ts'
import { type MachineHave, machineName } from './machine.ts'
import { copiesAtOnce, make } from './make.ts'
import { type Mark, ourTag, writeDescription } from './mark.ts'
import { requireRights } from './preflight.ts'
import type { Scope } from './role.ts'
import { count, memoryInWords } from './words.ts'

/** Where our machines are, and how they are known as ours. */
export interface MachinesOptions {
  /** The domain of the co-op: what bears another's mark is left alone. */
  readonly owner: string
  /** By the key under `hosts:`. Hosts of one cluster share a Proxmox. */
  readonly hosts: ReadonlyMap<string, Proxmox>
  /** What Proxmox calls the hosts, by the same key: on these nodes it is waited for what an apply left at work. */
  readonly nodes?: ReadonlyMap<string, string>
  /** All that are declared, so that only what stands in their way is looked at beside our own. */
  readonly machines: readonly Machine[]
  /** Whether backup jobs are managed too, which our token needs more rights for. */
  readonly jobs?: boolean
}

/** Machines of Proxmox. What they are for lives within them, so they are precious. */
export function createMachines(options: MachinesOptions): Kind<Machine, MachineHave> {
  const { owner, hosts } = options
  /** What was read last, for what is only given an id. */
  const known = new Map<string, MachineHave>()
  const proxmoxOf = (host: string) => {
    const proxmox = hosts.get(host)
    if (!proxmox)
      throw new Problem('invalid', `host ${host} has no proxmox: in coop.yaml, so nothing can be made there`)
    return proxmox
  }
  const placeOf = ({ host }: Machine) => hosts.get(host)?.name ?? host
  const byPlace = new Map([...hosts.values()].map((proxmox) => [proxmox.name, proxmox]))
  const proxmoxAt = (have: MachineHave) => byPlace.get(have.place) as Proxmox

  return {
    name: 'machine',
    plural: 'machines',
    precious: true,

    async read(signal, isAlone = false): Promise<World<MachineHave>> {
      const places = [...byPlace.values()]
      const all = await Promise.all(places.map((proxmox) => readPlace(proxmox, signal, isAlone, options)))
      const world = toWorld(all.flat())
      known.clear()
      for (const [id, have] of world.ours) known.set(id, have)
      return world
    },

    diff: (want, have) => compareMachine(want, have).map(({ difference }) => difference),
    claims: (want) => [vmidClaim(placeOf(want), want.vmid), nameClaim(placeOf(want), want.name)],
    holds: (have) => [vmidClaim(have.place, have.vmid), nameClaim(have.place, have.config['name'] ?? '')],
    describe: describeMachine,
    describeLoss: describeLoss,
    pending: (have) => have.waiting.map(toDifference),
    guard(have) {
      if (have.config['protection'] !== '1') return undefined
      return `${machineName(have)} is protected in Proxmox; switch that off there (Options, Protection) if it really is to go`
    },

    async create(id, want, work) {
      const proxmox = proxmoxOf(want.host)
      const session = proxmox.session(work.signal)
      const mark = { owner, id, vmid: want.vmid }
      await make(proxmox, session, mark, want, work)
      const only = { owner, vmids: new Set([want.vmid]), names: new Set<string>(), quiet: [] }
      const read = await readMachines(proxmox, session, only)
      const have = read.find(({ vmid, mark: found }) => vmid === want.vmid && found?.id === id)
      if (!have) throw new ProxmoxFailure('failed', 'it was made, and is not there with our mark', want.name)
      known.set(id, have)
      await withDisks(proxmox, have, want, work, () => change(proxmox, session, mark, want, have, work))
    },

    async update(id, want, have, work) {
      const proxmox = proxmoxAt(have)
      const mark = { owner, id, vmid: have.vmid }
      const run = () => change(proxmox, proxmox.session(work.signal), mark, want, have, work)
      await withDisks(proxmox, have, want, work, run)
    },

    async remove(_id, have, work) {
      const proxmox = proxmoxAt(have)
      await work.hold(oneAtATime(proxmox, have.vmid), 1, () => destroy(proxmox.session(work.signal), have, work))
    },

    async restart(id, work) {
      const have = known.get(id)
      if (!have) throw new Problem('not-found', `machine ${id} is not there, so it was not restarted`)
      const proxmox = proxmoxAt(have)
      await work.hold(oneAtATime(proxmox, have.vmid), 1, () => restart(proxmox.session(work.signal), have, work))
    },

    async adopt(id, want, other, work) {
      const proxmox = proxmoxAt(other)
      const { config, node, vmid } = other
      const mark: Mark = { owner, id, vmid }
      const path = `${at('nodes', node, 'qemu', vmid)}/config`
      const session = proxmox.session(work.signal)
      const { digest } = readConfig(await session.get(path))
      const tags = (config['tags'] ?? '').split(/[;,\s]+/).filter((tag) => tag !== '')
      await session.send('PUT', path, {
        digest,
        description: writeDescription(want.description, mark, config['description']),
        tags: [...new Set([...tags, ourTag])].toSorted().join(';'),
      })
    },
  }
}

async function readPlace(
  proxmox: Proxmox,
  signal: AbortSignal,
  isAlone: boolean,
  { owner, hosts, nodes = new Map(), machines, jobs = false }: MachinesOptions,
): Promise<readonly MachineHave[]> {
  const here = machines.filter(({ host }) => hosts.get(host) === proxmox)
  const session = proxmox.session(signal)
  const interest: Interest = {
    owner,
    vmids: new Set(here.map(({ vmid }) => vmid)),
    names: new Set(here.map(({ name }) => name)),
    quiet: isAlone ? [...nodes].flatMap(([host, node]) => (hosts.get(host) === proxmox ? [node] : [])) : [],
  }
  const [read] = await Promise.all([
    readMachines(proxmox, session, interest),
    requireRights(proxmox, session, scopeOf(here, jobs)),
  ])
  return read
}

function scopeOf(machines: readonly Machine[], jobs: boolean): Scope {
  const unique = <T>(values: readonly T[]) => [...new Set(values)]
  return {
    pools: unique(machines.map(({ pool }) => pool)),
    storages: unique(machines.flatMap(({ disks }) => disks.map(({ storage }) => storage))),
    bridges: unique(machines.flatMap(({ networks }) => networks.map(({ bridge }) => bridge))),
    templates: unique(machines.flatMap(({ source }) => (source.kind === 'template' ? [source.vmid] : []))),
    jobs,
  }
}

function toWorld(machines: readonly MachineHave[]): World<MachineHave> {
  const ours = new Map<string, MachineHave>()
  const others: Other<MachineHave>[] = []
  for (const have of machines) {
    // Two with one mark cannot be, since the VM id is part of it; but one in each of two places could.
    if (have.mark && !ours.has(have.mark.id)) ours.set(have.mark.id, have)
    else others.push(toOther(have))
  }
  return { ours, others }
}

function toOther(have: MachineHave): Other<MachineHave> {
  const { lock, name = '' } = have.config
  const isHalf = lock === 'clone' || lock === 'create'
  const { node, vmid, place } = have
  const remedy = ` (left half made; as root on ${node}: qm unlock ${vmid} && qm destroy ${vmid})`
  return {
    name: `${machineName(have)}${isHalf ? remedy : ''}`,
    claims: [vmidClaim(place, vmid), nameClaim(place, name)],
    have,
  }
}

function vmidClaim(place: string, vmid: number): string {
  return `VM id ${vmid} on ${place}`
}

function nameClaim(place: string, name: string): string {
  return `the name ${name} on ${place}`
}

function oneAtATime({ name }: Proxmox, vmid: number): string {
  return `${name} VM ${vmid}`
}

/** New and larger disks wait for each other on a storage; all else only for the machine. */
async function withDisks(
  proxmox: Proxmox,
  have: MachineHave,
  want: Machine,
  work: Work,
  run: () => Promise<void>,
): Promise<void> {
  const grows = want.disks.find(({ slot }) => have.config[slot] === undefined)
  if (!grows) return await work.hold(oneAtATime(proxmox, have.vmid), 1, run)
  await work.hold(`disks on ${proxmox.name} ${grows.storage}`, copiesAtOnce, run)
}

function describeMachine({ memory, cores, disks, networks, vmid, node, source }: Machine): string {
  const size = disks.reduce((sum, disk) => sum + disk.size, 0)
  const addresses = networks.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6].filter((one) => one !== undefined))
  const parts = [
    memoryInWords(memory),
    count(cores, 'core', 'cores'),
    `${size} GiB of disk`,
    ...addresses.map((address) => address.replace(/\/.*$/, '')),
    `VM ${vmid} on ${node} from ${source.name}`,
  ]
  return parts.join(', ')
}

function describeLoss(have: MachineHave): string {
  const disks = Object.keys(have.config).filter((key) => /^(scsi|virtio|sata|ide)\d+$/.test(key))
  const kept = disks.filter((key) => !/media=cdrom/.test(have.config[key] ?? ''))
  return `${machineName(have)} with all that is on its ${count(kept.length, 'disk', 'disks')}`
}

function toDifference({ key, from, to }: MachineHave['waiting'][number]): Difference {
  return { path: key, from: valueInWords(key, from), to: valueInWords(key, to), effect: 'restart' }
}
