import type { Machine } from '../../machines/machine.ts'
import type { Difference } from '../../reconcile/kind.ts'
import { compareCloudInit } from './compare-cloud-init.ts'
import { compareDisk, compareNetworks } from './compare-hardware.ts'
import { memoryOf } from './config.ts'
import { type Change, differs, flagOption, newHostKey, option } from './differences.ts'
import type { MachineHave } from './machine.ts'
import { aboutIn, type Mark, ourTag, writeDescription, writeMark } from './mark.ts'
import { readProperties, unnamed } from './properties.ts'
import { compareRules, ruleInWords } from './rules.ts'
import { memoryInWords } from './words.ts'

/** All that differs between a machine that should be and the one that is. Pure. */
export function compareMachine(want: Machine, have: MachineHave, mark?: Mark): readonly Change[] {
  const hopeless = [...compareHalfMade(have), ...comparePlace(want, have)]
  if (hopeless.length > 0) return hopeless
  return [
    ...compareIdentity(want, have, mark),
    ...compareStrength(want, have),
    ...want.disks.flatMap((disk) => compareDisk(disk, have)),
    ...compareNetworks(want, have),
    ...compareCloudInit(want, have),
    ...compareFirewall(want, have),
    ...comparePower(want, have),
  ]
}

/** What a worker leaves behind that was killed while it made a machine. No token may unlock it. */
function compareHalfMade({ config }: MachineHave): Change[] {
  const { lock } = config
  if (lock !== 'clone' && lock !== 'create') return []
  const note = 'the work on it died; it has to be taken away by root, see the error when it is applied'
  return [{ difference: { path: 'lock', from: lock, note } }]
}

/** What cannot be changed where it is. */
function comparePlace({ node, vmid }: Machine, have: MachineHave): Change[] {
  const note = (how: string) => `everything on it would be lost; ${how}`
  return [
    ...differs('VM id', String(have.vmid), String(vmid), {
      effect: 'replace',
      note: note(`or write vmid ${have.vmid} in the file`),
    }),
    ...differs('node', have.node, node, { effect: 'replace', note: note('or move it in Proxmox (Migrate)') }),
  ].map((difference) => ({ difference }))
}

function compareIdentity(want: Machine, have: MachineHave, mark: Mark | undefined): Change[] {
  const { config } = have
  const tags = [ourTag, ...want.tags].toSorted()
  const tagsNow = (config['tags'] ?? '').split(/[;,\s]+/).filter((tag) => tag !== '')
  return [
    ...option(config, 'name', want.name, 'name', newHostKey),
    ...differs('tags', tagsNow.toSorted().join(' '), tags.join(' ')).map((difference) => ({
      difference,
      set: { tags: tags.join(';') },
    })),
    ...compareDescription(want, have, mark ?? have.mark),
    ...differs('pool', have.pool, want.pool).map((difference) => ({ difference, pool: want.pool })),
    ...flagOption(config, 'onboot', want.onboot, 'starts with its host'),
    ...flagOption(config, 'protection', want.protected, 'protected'),
  ]
}

function compareDescription({ description }: Machine, { config }: MachineHave, mark: Mark | undefined): Change[] {
  const now = config['description'] ?? ''
  if (!mark || (aboutIn(now) === description && now.includes(writeMark(mark)))) return []
  const difference = { path: 'description', from: aboutIn(now) || 'none', to: description || 'none' }
  return [{ difference, set: { description: writeDescription(description, mark, now) } }]
}

function compareStrength(want: Machine, { config, isRunning }: MachineHave): Change[] {
  const restart = isRunning ? ({ effect: 'restart' } as const) : {}
  const memory = memoryOf(config)
  const cpu = config['cpu'] ?? 'kvm64'
  const cpuType = readProperties(cpu).get(unnamed) ?? readProperties(cpu).get('cputype') ?? ''
  const cores = (differences: Difference[]) =>
    differences.map((one) => ({ difference: one, set: { cores: `${want.cores}`, sockets: '1' } }))
  const coresNow = Number(config['cores'] ?? 1) * Number(config['sockets'] ?? 1)
  return [
    ...differs('memory', memoryInWords(memory), memoryInWords(want.memory), restart).map((difference) => ({
      difference,
      set: { memory: String(want.memory) },
      ...(config['balloon'] !== undefined && Number(config['balloon']) > want.memory && { remove: ['balloon'] }),
    })),
    ...cores(differs('cores', String(coresNow), String(want.cores), restart)),
    ...differs('processor', cpuType, want.cpu, restart).map((difference) => ({
      difference,
      set: { cpu: config['cpu'] === undefined ? want.cpu : config['cpu'].replace(/^(cputype=)?[^,]+/, want.cpu) },
    })),
  ]
}

function compareFirewall({ firewall, networks }: Machine, have: MachineHave): Change[] {
  if (!have.firewall || !networks.some((network) => network.firewall)) return []
  const { missing, surplus } = compareRules(firewall, have.firewall)
  const { isEnabled, policyIn } = have.firewall
  const isClosed = isEnabled && policyIn === 'DROP'
  return [
    ...(isClosed ? [] : [{ path: 'firewall', from: isEnabled ? `lets in by ${policyIn}` : 'off', to: 'on' }]),
    ...missing.map((rule) => ({ path: 'let in', to: ruleInWords(rule) })),
    ...surplus.map(({ ours }) => ({ path: 'let in', from: ours })),
  ].map((difference) => ({ difference, firewall: true }))
}

function comparePower({ started }: Machine, { isRunning }: MachineHave): Change[] {
  return differs('state', isRunning ? 'running' : 'stopped', started ? 'running' : 'stopped').map((difference) => ({
    difference,
    power: started ? 'start' : 'shutdown',
  }))
}
