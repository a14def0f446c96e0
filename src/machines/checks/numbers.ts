import type { Config, MachineConfig } from '../../config/config.ts'
import type { Finding } from '../../config/finding.ts'
import { numberOf, vmidOf } from '../allocation.ts'
import { type Twin, twinsOf } from '../twins.ts'
import { type Claim, contradict } from './claims.ts'

/** Machines without a number, with one that does not fit, or with that of another. */
export function checkNumbers(config: Config): Finding[] {
  const twins = twinsOf(config)
  return [
    ...config.machines.flatMap((machine) => missing(config, machine)),
    ...twins.flatMap(outside),
    ...contradict(labels(config), ({ key }, first) => [
      `${first.who} is called ${key} already`,
      'give each its own label; a machine that replaces another has a new one',
    ]),
    ...contradict(ids(twins), ({ key }, first) => [
      `the id ${key} is that of ${first.who} already`,
      `add number: ${free(config)}, which is free`,
    ]),
    ...templates(config, twins),
  ]
}

/**
 * Those whose id nobody before them has. What follows from an id that two want is not told as well: it goes when that is
 * mended.
 */
export function firstOfEachId(twins: readonly Twin[]): Twin[] {
  const seen = new Set<number>()
  return twins.filter((twin) => {
    const vmid = vmidOf(twin)
    if (vmid === undefined) return true
    const isFirst = !seen.has(vmid)
    seen.add(vmid)
    return isFirst
  })
}

/** The lowest number that no machine has. */
function free({ machines }: Config): number {
  const taken = new Set(machines.map(numberOf))
  let number = 1
  while (taken.has(number)) number += 1
  return number
}

function missing(config: Config, machine: MachineConfig): Finding[] {
  if (numberOf(machine) !== undefined) return []
  const message = 'nothing says which number it has, and from that follow its id and addresses'
  return [{ path: ['machines', machine.id], part: 'key', message, hint: `add number: ${free(config)}, which is free` }]
}

/** Where the number of a machine comes from. */
function numberPath({ id, number }: MachineConfig): Finding['path'] {
  return ['machines', id, number === undefined ? 'label' : 'number']
}

function outside(twin: Twin): Finding[] {
  const { machine, environment } = twin
  const vmid = vmidOf(twin)
  if (vmid === undefined || vmid <= environment.ids.last) return []
  const { first, last } = environment.ids
  const message = `its id would be ${vmid}, and those of ${environment.id} end at ${last}`
  return [{ path: numberPath(machine), message, hint: `write number: with at most ${last - first}` }]
}

function labels({ machines }: Config): Claim[] {
  return machines.flatMap(({ id, label }) =>
    label === undefined ? [] : [{ key: label.toUpperCase(), path: ['machines', id, 'label'], who: id }],
  )
}

/** Two with the same label are told so already. */
function ids(twins: readonly Twin[]): Claim[] {
  const seen = new Set<string>()
  return twins.flatMap((twin) => {
    const vmid = vmidOf(twin)
    const { machine, environment } = twin
    const same = twins.find((one) => one.machine !== machine && one.machine.label === machine.label)
    const told = machine.label !== undefined && machine.number === undefined && same !== undefined
    if (vmid === undefined || told || seen.has(`${machine.id} ${vmid}`)) return []
    seen.add(`${machine.id} ${vmid}`)
    return [{ key: `${vmid}`, path: numberPath(machine), who: `${machine.id} in ${environment.id}` }]
  })
}

function templates({ hosts }: Config, twins: readonly Twin[]): Finding[] {
  const taken = new Map(
    hosts.flatMap((host) => Object.entries(host.templates).map(([name, id]) => [id, [host.id, name]])),
  )
  return twins.flatMap((twin) => {
    const [host, name] = taken.get(vmidOf(twin) ?? -1) ?? []
    if (host === undefined || name === undefined) return []
    const finding: Finding = {
      path: numberPath(twin.machine),
      first: ['hosts', host, 'templates', name],
      message: `its id in ${twin.environment.id} would be ${vmidOf(twin)}, which is the template ${name}`,
      hint: 'give the machine another number',
      kind: 'conflict',
    }
    return [finding]
  })
}
