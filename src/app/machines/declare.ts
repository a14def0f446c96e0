import type { Config } from '../../config/config.ts'
import { desiredBackups, desiredMachines, desiredPools } from '../../machines/desired.ts'
import type { Machine } from '../../machines/machine.ts'
import type { PlacedJob } from '../../providers/proxmox/jobs.ts'
import type { PlacedPool } from '../../providers/proxmox/pools.ts'
import type { Declared } from '../../reconcile/kind.ts'

/** Everything that coop.yaml declares of Proxmox, as the reconciler takes it. */
export interface Declarations {
  readonly pools: readonly Declared<PlacedPool>[]
  readonly machines: readonly Declared<Machine>[]
  readonly jobs: readonly Declared<PlacedJob>[]
  /** Machines on hosts that no Proxmox is declared for, by host: nobody looks after them. */
  readonly unreached: ReadonlyMap<string, readonly string[]>
}

/**
 * Declares what is desired. The id of a machine is its environment and its key, so that it stays the same whatever its name,
 * address or number become; that of a pool or a job begins with the first host of the Proxmox in which it is. Pure.
 */
export function declare(config: Config): Declarations {
  const places = placesOf(config)
  const desired = desiredMachines(config)
  const machines = desired.filter(({ host }) => places.has(host))
  const unreached = Map.groupBy(
    desired.filter(({ host }) => !places.has(host)),
    ({ host }) => host,
  )
  return {
    pools: declarePools(config, machines, places),
    machines: machines.map((want) => ({
      id: idOf(want),
      want,
      after: [`pool/${places.get(want.host)}/${want.pool}`],
      group: want.environment,
    })),
    jobs: declareJobs(config, machines, places),
    unreached: new Map([...unreached].map(([host, some]) => [host, some.map(({ name }) => name)])),
  }
}

/** The hosts that are reached, each with the first host of the same Proxmox: hosts of one cluster share an address. */
export function placesOf({ hosts }: Config): ReadonlyMap<string, string> {
  const first = new Map<string, string>()
  return new Map(
    hosts.flatMap(({ id, proxmox }): [string, string][] => {
      if (!proxmox) return []
      if (!first.has(proxmox.url)) first.set(proxmox.url, id)
      return [[id, first.get(proxmox.url) ?? id]]
    }),
  )
}

function idOf({ environment, machine }: Machine): string {
  return `${environment}/${machine}`
}

type Places = ReadonlyMap<string, string>

function declarePools(config: Config, machines: readonly Machine[], places: Places): Declared<PlacedPool>[] {
  return desiredPools(config).flatMap((pool) => {
    const inside = machines.filter((machine) => machine.pool === pool.name)
    const hosts = new Set(inside.map(({ host }) => places.get(host) ?? host))
    return [...hosts].map((host) => ({ id: `${host}/${pool.name}`, want: { ...pool, host } }))
  })
}

function declareJobs(config: Config, machines: readonly Machine[], places: Places): Declared<PlacedJob>[] {
  return desiredBackups(config).flatMap((job) => {
    const saved = machines.filter(({ backup }) => backup === job.id)
    return [...Map.groupBy(saved, ({ host }) => places.get(host) ?? host)].map(([host, some]) => ({
      id: `${host}/${job.id}`,
      want: { ...job, host, vmids: some.map(({ vmid }) => vmid).toSorted((a, b) => a - b) },
      after: some.map((machine) => `machine/${idOf(machine)}`),
    }))
  })
}
