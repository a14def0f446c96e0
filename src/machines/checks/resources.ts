import type { Config, EnvironmentConfig, MachineConfig } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { type Twin, twinsOf } from '../twins.ts'
import { checkCapacity } from './capacity.ts'

/** What a machine needs to be made, and whether the hosts have it. */
export function checkResources(config: Config): Finding[] {
  const twins = twinsOf(config)
  const needs = twins.flatMap((twin) => [
    ...checkMemory(twin),
    ...checkSource(twin),
    ...checkStorage(twin),
    ...checkBackup(config, twin),
  ])
  return [
    ...config.machines.flatMap((machine) => homeless(config, machine)),
    ...once(needs),
    ...config.machines.flatMap(checkDisks),
    ...config.environments.flatMap((environment) => loginless(environment, twins)),
    ...checkCapacity(config),
  ]
}

/** A machine and its twin often lack the same in the same line. */
function once(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ path, message }) => {
    const key = JSON.stringify([path, message])
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Where a choice is written for an environment; the line of the machine when it is not written at all. */
function choicePath({ machine, environment }: Twin, key: keyof MachineConfig): Finding['path'] {
  const here = machine.overrides[environment.id]
  const isHere = here !== undefined && Object.entries(here).some(([name, value]) => name === key && value !== undefined)
  return ['machines', machine.id, ...(isHere ? ['overrides', environment.id] : []), key]
}

function homeless({ hosts, environments }: Config, machine: MachineConfig): Finding[] {
  if (hosts.length === 1) return []
  const without = machine.in.filter((id) => {
    const environment = environments.find((one) => one.id === id)
    return environment !== undefined && (machine.overrides[id]?.host ?? machine.host ?? environment.host) === undefined
  })
  if (without.length === 0) return []
  const names = hosts.map((host) => host.id).join(', ')
  const hint = names === '' ? 'declare one under hosts:' : `add host: with one of ${names}`
  const message = `nothing says which host it is on in ${without.join(' and ')}`
  return [{ path: ['machines', machine.id], part: 'key', message, hint, supposes: 'hosts' }]
}

function checkMemory(twin: Twin): Finding[] {
  const { machine, memory } = twin
  if (memory === undefined) {
    const hint = machine.weight
      ? 'add memory: 2 GiB, or say under roadmap: what a drop is'
      : 'add memory: with as much as it needs, such as 2 GiB'
    const message = 'nothing says how much memory it has'
    return [{ path: ['machines', machine.id], part: 'key', message, hint, supposes: 'roadmap' }]
  }
  if (memory >= 64) return []
  const message = `${memory} MiB of memory start nothing`
  return [{ path: choicePath(twin, 'memory'), message, hint: 'write at least 256 MiB' }]
}

function checkSource(twin: Twin): Finding[] {
  const { machine, environment, host, template, image } = twin
  const key = image === undefined ? 'template' : 'image'
  const [wanted, known] = image === undefined ? [template, host.templates] : [image, host.images]
  if (wanted !== undefined && Object.hasOwn(known, wanted)) return []
  const names = Object.keys(known).join(', ')
  if (wanted !== undefined) {
    const hint = names === '' ? `declare it under hosts.${host.id}.${key}s` : `declared there: ${names}`
    return [{ path: choicePath(twin, key), message: `${host.id} has no ${key} "${wanted}"`, hint, supposes: 'hosts' }]
  }
  const message = `nothing says what it is made from in ${environment.id}`
  const hint =
    names === '' ? `add templates: { debian-13: 9000 } to hosts.${host.id}` : `add template: with one of ${names}`
  return [{ path: ['machines', machine.id], part: 'key', message, hint }]
}

function checkStorage(twin: Twin): Finding[] {
  const { machine, host, storage } = twin
  const names = host.storages.map(({ id }) => id)
  const hint = `declared there: ${names.join(', ')}`
  const unknown = (id: string) => `${host.id} has no storage "${id}"`
  const first: Finding[] = names.includes(storage)
    ? []
    : [{ path: choicePath(twin, 'storage'), message: unknown(storage), hint }]
  const further = machine.disks.flatMap((disk, index): Finding[] => {
    if (disk.storage === undefined || names.includes(disk.storage)) return []
    return [{ path: ['machines', machine.id, 'disks', index, 'storage'], message: unknown(disk.storage), hint }]
  })
  return [...first, ...further]
}

function checkBackup({ backups }: Config, twin: Twin): Finding[] {
  const { machine, environment, host, backup, noBackup } = twin
  const job = backups.find(({ id }) => id === backup)
  if (job && !host.storages.some(({ id }) => id === job.storage)) {
    const message = `${host.id} has no storage "${job.storage}" for these backups`
    const hint = `declared there: ${host.storages.map(({ id }) => id).join(', ')}`
    return [{ path: ['backups', job.id, 'storage'], message, hint }]
  }
  if (backup !== undefined || noBackup !== undefined) return []
  const message = `nothing says how it is backed up in ${environment.id}`
  const names = backups.map(({ id }) => id)
  const example = names[0] === undefined ? 'declare one under backups:' : `add backup: ${names[0]}`
  const hint = `${example}, or no_backup: with the reason; for all its machines it can be said in the environment`
  return [{ path: ['machines', machine.id], part: 'key', message, hint }]
}

function checkDisks({ id, disk, disks, overrides }: MachineConfig): Finding[] {
  const sizes: [path: Finding['path'], size: number | undefined][] = [
    [['machines', id, 'disk'], disk],
    ...disks.map(({ size }, index): [Finding['path'], number] => [['machines', id, 'disks', index, 'size'], size]),
    ...Object.entries(overrides).map(([environment, here]): [Finding['path'], number | undefined] => [
      ['machines', id, 'overrides', environment, 'disk'],
      here.disk,
    ]),
  ]
  return sizes.flatMap(([path, size]) => {
    if (size === undefined || size % 1024 === 0) return []
    const hint = `write ${Math.max(Math.round(size / 1024), 1)} GiB`
    return [{ path, message: 'a disk is a whole number of GiB', hint }]
  })
}

function loginless({ id, deploy_keys: keys }: EnvironmentConfig, twins: readonly Twin[]): Finding[] {
  const isUsed = twins.some(({ environment, machine }) => environment.id === id && machine.state === 'present')
  if (keys.length > 0 || !isUsed) return []
  const message = 'nobody could log in to its machines: no key is given'
  const hint = 'add deploy_keys: with the public key of the machine from which you deploy'
  return [{ path: ['environments', id], part: 'key', message, hint, kind: 'warning' }]
}
