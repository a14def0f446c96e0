import type { Process } from '../engine.ts'
import { changeConfig, showConfig, showValue, volumeOf, withPending, withSize } from '../guest.ts'
import { kindOf, optionRules } from '../options.ts'
import { badParameters, died } from '../refusal.ts'
import { flag, integer, optional, text } from '../rules.ts'
import { findVolume, gib, readSize, storageNamed, usedOn, writeSize } from '../volumes.ts'
import { forkWorker } from '../worker.ts'
import { checkLock, digestOf, type Guest, type World } from '../world.ts'
import { judgeChange } from './changes.ts'
import { rootAlone } from './guests.ts'
import {
  type Call,
  configLock,
  digest,
  guestOf,
  lockTimeout,
  type Method,
  node,
  skiplock,
  textOf,
  vmid,
} from './method.ts'

const path = '/nodes/{node}/qemu/{vmid}/config'
/** What PUT and POST take besides options of the guest. */
const own = ['node', 'vmid', 'digest', 'delete', 'revert', 'skiplock', 'force', 'background_delay']
const configRights = ['Disk', 'CDROM', 'CPU', 'Memory', 'Network', 'HWType', 'Options', 'Cloudinit']

const read: Method = {
  verb: 'GET',
  path,
  rules: (profile) => ({
    node,
    vmid: vmid(profile),
    current: flag,
    snapshot: optional(text({ format: 'pve-configid', longest: 40 })),
  }),
  allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Audit'),
  run: (call) => {
    const guest = guestOf(call)
    // Between its lock and its first content the file of a new guest cannot be read.
    if (guest.config['lock'] === 'create') throw died(`unable to read config of VM ${guest.vmid} - create in progress`)
    return showConfig(call.world, guest, call.given['current'] === 1 ? 'current' : 'pending')
  },
}

const pending: Method = {
  verb: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/pending',
  rules: (profile) => ({ node, vmid: vmid(profile) }),
  allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Audit'),
  run({ world, ...call }) {
    const guest = guestOf({ world, ...call })
    const names = [...new Set([...Object.keys(guest.config), ...Object.keys(guest.pending)])]
    const values = names.map((key) => ({
      key,
      ...(guest.config[key] !== undefined && { value: showValue(world, key, guest.config[key]) }),
      ...(guest.pending[key] !== undefined && { pending: showValue(world, key, guest.pending[key]) }),
      ...(key in guest.pending && guest.pending[key] === undefined && { delete: 1 }),
    }))
    return [...values, { key: 'digest', value: digestOf(guest) }]
  },
}

const shared: Pick<Method, 'path' | 'allow'> & { rules: Method['rules'] } = {
  path,
  rules: (profile, asked) => ({
    ...optionRules(profile, asked),
    node,
    vmid: vmid(profile),
    digest,
    delete: optional(text({ format: 'pve-configid-list' })),
    revert: optional(text({ format: 'pve-configid-list' })),
    force: { ...flag, requires: 'delete' },
    skiplock,
  }),
  allow: (judge, { vmid }) => judge.needAny(`/vms/${vmid}`, ...configRights.map((one) => `VM.Config.${one}`)),
}

/** Before it answers, all is done. */
const put: Method = {
  ...shared,
  verb: 'PUT',
  async run(call) {
    const process = changing(call)
    await call.world.complete(process)
    return null
  },
}

/** Answers with a task. */
const post: Method = {
  ...shared,
  verb: 'POST',
  rules: (profile, asked) => ({ ...shared.rules(profile, asked), background_delay: optional(integer(1, 30)) }),
  run(call) {
    const guest = guestOf(call)
    const process = changing(call)
    const task = { type: 'qmconfig', id: String(guest.vmid), node: guest.node, user: call.who }
    return forkWorker(call.world, task, () => process)
  },
}

function changing(call: Call): Process<void> {
  const { world, who, judge, given } = call
  rootAlone(call, 'skiplock')
  const guest = guestOf(call)
  const options = Object.entries(given).filter(([key]) => !own.includes(key))
  const set = Object.fromEntries(options.map(([key, value]) => [key, String(value)]))
  const remove = textOf(call, 'delete')
    .split(/[,;\s]+/)
    .filter((name) => name !== '')
  const revert = textOf(call, 'revert')
    .split(/[,;\s]+/)
    .filter((name) => name !== '')
  if (options.length + remove.length + revert.length === 0) throw died('no options specified')
  const both = remove.find((name) => set[name] !== undefined)
  if (both !== undefined) {
    throw badParameters({ delete: `you can't use '-${both}' and -delete ${both}' at the same time` })
  }
  judgeChange(world, who, judge, { vmid: guest.vmid, pool: undefined, set, remove })
  return change(world, guest, { set, remove, revert, digest: textOf(call, 'digest') })
}

interface Changes {
  readonly set: Readonly<Record<string, string>>
  readonly remove: readonly string[]
  readonly revert: readonly string[]
  readonly digest: string
}

function* change(world: World, guest: Guest, { set, remove, revert, digest: expected }: Changes): Process<void> {
  if (!(yield { kind: 'lock', name: configLock(guest.vmid), shared: false, ms: 10_000 })) throw lockTimeout(guest.vmid)
  if (expected !== '' && expected !== digestOf(guest)) throw died('checksum mismatch (file change by other user?)')
  checkLock(guest)
  if (set['protection'] === undefined && guest.config['protection'] === '1') checkProtection(guest, remove)
  for (const name of revert) delete guest.pending[name]
  yield* changeConfig(world, guest, set, remove)
}

function checkProtection({ vmid }: Guest, remove: readonly string[]): void {
  const drive = remove.find((name) => kindOf(name) === 'disk' || name.startsWith('unused'))
  if (drive !== undefined) throw died(`can't remove drive '${drive}' on protected VM ${vmid} - protection mode enabled`)
}

const resize: Method = {
  verb: 'PUT',
  path: '/nodes/{node}/qemu/{vmid}/resize',
  rules: (profile) => ({
    node,
    vmid: vmid(profile),
    disk: text({ pattern: /^(ide[0-3]|scsi([12]?\d|30)|virtio(\d|1[0-5])|sata[0-5]|efidisk0|tpmstate0)$/ }),
    size: text({ pattern: /^\+?\d+(\.\d+)?[KMGT]?$/ }),
    digest,
    skiplock,
  }),
  allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Config.Disk'),
  async run(call) {
    const { world, who } = call
    const guest = guestOf(call)
    const [disk, size, expected] = [textOf(call, 'disk'), textOf(call, 'size'), textOf(call, 'digest')]
    const process = resizing(world, guest, disk, size, expected)
    if (world.profile.resizeIsTask) {
      return forkWorker(world, { type: 'resize', id: String(guest.vmid), node: guest.node, user: who }, () => process)
    }
    await world.complete(process)
    return null
  },
}

function* resizing(world: World, guest: Guest, disk: string, size: string, expected: string): Process<void> {
  if (!(yield { kind: 'lock', name: configLock(guest.vmid), shared: false, ms: 10_000 })) throw lockTimeout(guest.vmid)
  if (expected !== '' && expected !== digestOf(guest)) throw died('checksum mismatch (file change by other user?)')
  checkLock(guest)
  const value = guest.config[disk]
  if (value === undefined) throw died(`disk '${disk}' does not exist`)
  const id = volumeOf(value)
  const volume = id === undefined ? undefined : findVolume(world, guest.node, id)
  if (!volume) throw died(`disk '${disk}' has no associated volume`)
  const bytes = size.startsWith('+') ? volume.size + readSize(size.slice(1)) : readSize(size)
  if (bytes < volume.size) throw died('shrinking disks is not supported')
  if (bytes === volume.size) return
  yield { kind: 'sleep', ms: 300 }
  const storage = storageNamed(world, volume.id.split(':')[0] ?? '')
  if (usedOn(storage, guest.node) + bytes - volume.size > storage.total) {
    throw died(`insufficient free space: ${writeSize(Math.ceil((bytes - volume.size) / gib) * gib)} required`)
  }
  volume.size = bytes
  guest.config[disk] = withSize(value, bytes)
}

const regenerate: Method = {
  verb: 'PUT',
  path: '/nodes/{node}/qemu/{vmid}/cloudinit',
  in: (major) => major >= 7,
  rules: (profile) => ({ node, vmid: vmid(profile) }),
  allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Config.Cloudinit'),
  async run(call) {
    const guest = guestOf(call)
    checkLock(guest)
    return null
  },
}

/** What a machine would read from its drive at its next start. */
const dump: Method = {
  verb: 'GET',
  path: '/nodes/{node}/qemu/{vmid}/cloudinit/dump',
  rules: (profile) => ({ node, vmid: vmid(profile), type: text({ oneOf: ['user', 'network', 'meta'] }) }),
  allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Audit'),
  run(call) {
    const config = withPending(guestOf(call))
    const keys = decodeURIComponent(config['sshkeys'] ?? '')
      .split('\n')
      .filter((line) => line !== '')
    const users = [`user: ${config['ciuser'] ?? 'root'}`, 'ssh_authorized_keys:', ...keys.map((key) => `  - ${key}`)]
    const cards = Object.entries(config).filter(([name]) => name.startsWith('ipconfig'))
    if (textOf(call, 'type') === 'user') return `#cloud-config\nhostname: ${config['name']}\n${users.join('\n')}\n`
    return `${cards.map(([name, value]) => `${name}: ${value}`).join('\n')}\n`
  },
}

export const configMethods: readonly Method[] = [read, pending, put, post, resize, regenerate, dump]
