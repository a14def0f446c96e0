import type { Config, KeepConfig } from '../config/config.ts'
import { firstAddress, nameOf, networksOf, vmidOf } from './allocation.ts'
import { firewallOf } from './firewall.ts'
import type { BackupJob, Machine, MachineDisk, MachineSource, Pool } from './machine.ts'
import { domainOf, type Twin, twinsOf } from './twins.ts'

/**
 * The machines that should exist, in the order of the file, each in the order of its environments. Pure. Twins about which
 * `findConflicts` has something to say may be missing.
 */
export function desiredMachines(config: Config): readonly Machine[] {
  return twinsOf(config).flatMap((twin) => {
    const machine = twin.machine.state === 'present' ? desiredMachine(config, twin) : undefined
    return machine ? [machine] : []
  })
}

/** The pools that hold them, in the order of the environments. */
export function desiredPools(config: Config): readonly Pool[] {
  const used = new Set(desiredMachines(config).map(({ pool }) => pool))
  return config.environments
    .map((environment) => ({ name: poolOf(environment), comment: `${config.coop.name}: ${environment.name}` }))
    .filter(({ name }, index, all) => used.has(name) && all.findIndex((one) => one.name === name) === index)
}

/** The backup jobs that hold at least one machine. */
export function desiredBackups(config: Config): readonly BackupJob[] {
  const machines = desiredMachines(config)
  return config.backups.flatMap(({ id, schedule, storage, mode, keep }) => {
    const vmids = machines.filter(({ backup }) => backup === id).map(({ vmid }) => vmid)
    if (vmids.length === 0) return []
    return [{ id, schedule, storage, mode, keep: spellKeep(keep), vmids: vmids.toSorted((a, b) => a - b) }]
  })
}

function desiredMachine(config: Config, twin: Twin): Machine | undefined {
  const { machine, environment, host, memory, cores } = twin
  const vmid = vmidOf(twin)
  const source = sourceOf(twin)
  if (vmid === undefined || memory === undefined || source === undefined) return undefined
  return {
    name: nameOf(config, machine, environment),
    machine: machine.id,
    environment: environment.id,
    host: host.id,
    node: host.node,
    vmid,
    pool: poolOf(environment),
    description: [machine.label, machine.description].filter((part) => part !== undefined).join(': '),
    memory,
    cores,
    cpu: 'host',
    disks: disksOf(twin),
    networks: networksOf(config, twin, vmid),
    source,
    cloudInit: {
      user: environment.user,
      keys: environment.deploy_keys,
      dns: environment.dns ?? [environment.gateway ?? firstAddress(environment.network)],
      searchDomain: domainOf(config, environment),
    },
    started: twin.started,
    onboot: twin.onboot,
    protected: twin.protected,
    tags: tagsOf(twin),
    backup: twin.backup,
    firewall: firewallOf(config, twin),
  }
}

function poolOf({ id, pool }: Twin['environment']): string {
  return pool ?? `mycel-${id}`
}

function sourceOf({ host, template, image }: Twin): MachineSource | undefined {
  const volume = image === undefined ? undefined : host.images[image]
  if (image !== undefined && volume !== undefined) return { kind: 'image', volume, name: image }
  const vmid = template === undefined ? undefined : host.templates[template]
  return template === undefined || vmid === undefined ? undefined : { kind: 'template', vmid, name: template }
}

function disksOf({ machine, disk, storage }: Twin): [MachineDisk, ...MachineDisk[]] {
  const further = machine.disks.map((one, index) => ({
    slot: `scsi${index + 1}`,
    storage: one.storage ?? storage,
    size: toGiB(one.size),
    backup: one.backup,
  }))
  return [{ slot: 'scsi0', storage, size: toGiB(disk), backup: true }, ...further]
}

function toGiB(mebibytes: number): number {
  return Math.ceil(mebibytes / 1024)
}

function tagsOf({ machine, environment }: Twin): string[] {
  const label = machine.label?.toLowerCase()
  return [environment.id, ...(label === undefined ? [] : [label])].toSorted()
}

function spellKeep(keep: KeepConfig): string {
  const kinds = [
    ['last', keep.last],
    ['daily', keep.daily],
    ['weekly', keep.weekly],
    ['monthly', keep.monthly],
  ] as const
  return kinds
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `keep-${kind}=${count}`)
    .join(',')
}
