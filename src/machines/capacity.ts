import type { BackupConfig, Config, HostConfig, MachineConfig } from '../config/config.ts'
import { everyMonth, isWithin } from './months.ts'
import { type Twin, twinsOf } from './twins.ts'

/** What is promised on each host against what it has, month by month. */
export interface Capacity {
  /** In order; empty when the file names no month. */
  readonly months: readonly string[]
  readonly hosts: readonly HostCapacity[]
}

export interface HostCapacity {
  readonly host: HostConfig
  readonly months: readonly Load[]
  /** What the machines that are there now take, whatever their months. */
  readonly now: Load
  /** What it would be if all that is planned without a month came too, after the last month. */
  readonly everything: Load
}

/** What the machines of a host take together. */
export interface Load {
  /** Undefined for one that belongs to no month. */
  readonly month: string | undefined
  /** Machines by name and environment that come in this month. */
  readonly arrivals: readonly string[]
  /** MiB, with what the host itself needs. */
  readonly memory: Use
  /** Virtual cores; the limit is what the host's factor allows. */
  readonly cores: Use
  readonly storages: readonly StorageUse[]
  readonly shares: readonly Share[]
}

export interface Use {
  readonly used: number
  readonly limit: number
}

/** MiB: disks as if they were full, and backups as if nothing could be compressed. */
export interface StorageUse extends Use {
  readonly id: string
  readonly disks: number
  readonly backups: number
}

/** What one machine in one environment takes, MiB. */
export interface Share {
  readonly machine: string
  readonly environment: string
  readonly memory: number
}

/** The capacity of every host in every month that the file knows of. Pure. */
export function capacityOf(config: Config): Capacity {
  const months = monthsOf(config)
  const twins = twinsOf(config)
  const hosts = config.hosts.map((host): HostCapacity => {
    const here = twins.filter((twin) => twin.host.id === host.id)
    const load = (month: string | undefined, chosen: readonly Twin[]) => loadOf(config, host, month, chosen)
    const last = months.at(-1)
    const later = here.filter((twin) => isThere(twin.machine, last ?? '') || isWithoutPlans(twin.machine))
    return {
      host,
      months: months
        .filter((month) => isWithin(month, host.from, host.until))
        .map((month) =>
          load(
            month,
            here.filter(({ machine }) => isThere(machine, month)),
          ),
        ),
      now: load(
        undefined,
        here.filter(({ machine }) => machine.state === 'present'),
      ),
      everything: load(undefined, later),
    }
  })
  return { months, hosts }
}

/** The months from the first to the last that anything comes, is promised or ends in. */
export function monthsOf({ hosts, machines, services }: Config): string[] {
  const named = [
    ...hosts.flatMap(({ from, until }) => [from, until]),
    ...[...machines, ...services].flatMap(({ month, promised, since, until }) => [month, promised, since, until]),
  ]
    .filter((month) => month !== undefined)
    .toSorted()
  const [first, last] = [named.at(0), named.at(-1)]
  return first === undefined || last === undefined ? [] : everyMonth(first, last)
}

/** Whether a machine takes its share in a month: from when it came or is planned, until it is retired. */
export function isThere(machine: MachineConfig, month: string): boolean {
  const { state, since, until } = machine
  if (state === 'retired') return until !== undefined && isWithin(month, since ?? machine.month, until)
  if (isWithoutPlans(machine)) return false
  return isWithin(month, since ?? machine.month, undefined)
}

/** Nobody has said when it comes. */
export function isWithoutPlans({ state, month, since }: MachineConfig): boolean {
  return state === 'planned' && month === undefined && since === undefined
}

/** How many copies of each machine a backup keeps at most. */
export function copiesOf({ keep: { last, daily, weekly, monthly } }: BackupConfig): number {
  return last + daily + weekly + monthly
}

function loadOf(config: Config, host: HostConfig, month: string | undefined, twins: readonly Twin[]): Load {
  const shares = twins.map(
    ({ machine, environment, memory }): Share => ({
      machine: machine.id,
      environment: environment.id,
      memory: memory ?? 0,
    }),
  )
  const comes = ({ since, month: planned }: MachineConfig) => month !== undefined && (since ?? planned) === month
  return {
    month,
    arrivals: twins
      .filter(({ machine }) => comes(machine))
      .map(({ machine, environment }) => `${machine.id} (${environment.name})`),
    memory: { used: host.reserved + sum(shares.map(({ memory }) => memory)), limit: host.memory },
    cores: { used: sum(twins.map(({ cores }) => cores)), limit: host.cores * host.overcommit.cores_per_thread },
    storages: host.storages.map(({ id, size }) => {
      const disks = sum(twins.map((twin) => diskOn(twin, id)))
      const backups = sum(twins.map((twin) => backupOn(config, twin, id)))
      return { id, disks, backups, used: disks + backups, limit: size }
    }),
    shares,
  }
}

function diskOn({ machine, disk, storage }: Twin, id: string): number {
  const further = machine.disks.filter((one) => (one.storage ?? storage) === id).map(({ size }) => size)
  return (storage === id ? disk : 0) + sum(further)
}

function backupOn({ backups }: Config, { machine, disk, backup }: Twin, storage: string): number {
  const job = backups.find(({ id }) => id === backup)
  if (job?.storage !== storage) return 0
  const held = machine.disks.filter((one) => one.backup).map(({ size }) => size)
  return (disk + sum(held)) * copiesOf(job)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
