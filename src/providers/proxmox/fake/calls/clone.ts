import { readProperties, unnamed, writeProperties } from '../../properties.ts'
import type { Process } from '../engine.ts'
import { cloneCard, driveSize, drivesOf, volumeOf } from '../guest.ts'
import { kindOf } from '../options.ts'
import { died } from '../refusal.ts'
import { flag, integer, optional, text } from '../rules.ts'
import { allocate, freeVolume, gib, storageNamed } from '../volumes.ts'
import { forkWorker, type Say } from '../worker.ts'
import { checkLock, type Guest, newUuid, type World } from '../world.ts'
import { checkPool, newGuest } from './guests.ts'
import {
  checkNode,
  configLock,
  guestOf,
  lockTimeout,
  type Method,
  node,
  numberOf,
  pool,
  storage,
  textOf,
  vmid,
} from './method.ts'

interface Cloning {
  readonly source: Guest
  readonly id: number
  readonly node: string
  readonly pool: string | undefined
  readonly storage: string | undefined
  readonly full: boolean
  readonly name: string | undefined
  readonly description: string | undefined
}

export const cloneMethod: Method = {
  verb: 'POST',
  path: '/nodes/{node}/qemu/{vmid}/clone',
  rules: (profile) => ({
    node,
    vmid: vmid(profile),
    newid: vmid(profile),
    name: optional(text({ format: 'dns-name' })),
    description: optional(text()),
    pool: optional(pool),
    snapname: optional(text({ format: 'pve-configid', longest: 40 })),
    storage: optional(storage),
    format: optional(text({ oneOf: ['raw', 'qcow2', 'vmdk'] })),
    full: flag,
    target: optional(node),
    bwlimit: optional(integer(0)),
  }),
  allow(judge, { vmid, newid, pool }) {
    judge.need(`/vms/${vmid}`, 'VM.Clone')
    if (pool === undefined || !judge.may(`/pool/${pool}`, 'VM.Allocate')) judge.need(`/vms/${newid}`, 'VM.Allocate')
  },
  run(call) {
    const { world, who, given, judge } = call
    const source = guestOf(call)
    const full = given['full'] === undefined ? source.config['template'] !== '1' : given['full'] === 1
    const optionalText = (name: string) => (given[name] === undefined ? undefined : textOf(call, name))
    const cloning: Cloning = {
      source,
      id: numberOf(call, 'newid'),
      node: optionalText('target') ?? source.node,
      pool: optionalText('pool'),
      storage: optionalText('storage'),
      full,
      name: optionalText('name'),
      description: optionalText('description'),
    }
    for (const name of ['storage', 'format']) {
      if (given[name] !== undefined && !full) throw died(`parameter '${name}' not allowed for linked clones`)
    }
    for (const used of storagesOf(cloning)) judge.need(`/storage/${used}`, 'Datastore.AllocateSpace')
    checkCloning(world, cloning)
    const task = { type: 'qmclone', id: String(source.vmid), node: source.node, user: who }
    return forkWorker(world, task, (say) => clone(world, cloning, say))
  },
}

function storagesOf({ source, storage }: Cloning): readonly string[] {
  if (storage !== undefined) return [storage]
  return drivesOf(source.config).flatMap(([, value]) => volumeOf(value)?.split(':')[0] ?? [])
}

function checkCloning(world: World, { source, id, pool, storage, node, full }: Cloning): void {
  checkPool(world, pool)
  checkNode(world, node)
  if (storage !== undefined) storageNamed(world, storage, 'images')
  const used = storagesOf({ source, storage } as Cloning)
  if (node !== source.node && used.some((one) => !world.storages.get(one)?.shared)) {
    throw died(`can't clone VM to node '${node}' (VM uses local storage)`)
  }
  checkLock(source)
  if (world.guests.has(id)) throw died(`unable to create VM ${id}: config file already exists`)
  if (!full && source.config['template'] !== '1') throw died('Linked clone feature is not supported for a VM')
}

/** Under the lock of the source, which others may share while it does not run, and of the new machine. */
function* clone(world: World, cloning: Cloning, say: Say): Process<void> {
  const { source, id } = cloning
  const lock = { kind: 'lock', name: configLock(source.vmid), shared: !source.isRunning, ms: 1_000 } as const
  if (!(yield lock)) throw lockTimeout(source.vmid)
  if (!(yield { kind: 'lock', name: configLock(id), shared: false, ms: 1_000 })) throw lockTimeout(id)
  checkCloning(world, cloning)

  say(`creating a clone of VM ${source.vmid} with ID ${id}`)
  const guest = newGuest(world, id, cloning.node, { lock: 'clone', description: ' qmclone temporary file' })
  world.guests.set(id, guest)
  const made: string[] = []
  try {
    yield* copy(world, cloning, guest, made, say)
    guest.pool = cloning.pool
  } catch (error) {
    for (const volume of made) freeVolume(world, guest.node, volume)
    world.guests.delete(id)
    throw died(`clone failed: ${error instanceof Error ? error.message : error}`)
  }
  // The task is over a moment before others see that its lock is.
  world.engine.spawn(unlocking(guest), () => {})
}

function* unlocking(guest: Guest): Process<void> {
  yield { kind: 'sleep', ms: 300 }
  delete guest.config['lock']
}

function* copy(world: World, cloning: Cloning, guest: Guest, made: string[], say: Say): Process<void> {
  const { source, id, full, storage } = cloning
  const config: Record<string, string> = { ...baseConfig(world, cloning), lock: 'clone' }
  for (const [key, value] of drivesOf(source.config)) {
    const from = volumeOf(value)
    if (from === undefined || key.startsWith('unused')) continue
    const isCloudInit = /cloudinit/.test(from)
    const bytes = driveSize(value)
    const target = storage ?? from.split(':')[0] ?? ''
    say(`create ${full ? 'full' : 'linked'} clone of drive ${key} (${from})`)
    const place = { storage: target, node: guest.node, vmid: id, size: full || isCloudInit ? bytes : 0 }
    const volume = yield* allocate(world, {
      ...place,
      ...(isCloudInit && { name: `vm-${id}-cloudinit` }),
      // A linked clone names what it stands on.
      ...(!full && !isCloudInit && { name: `${from.split(':')[1]}/vm-${id}-disk-${made.length}` }),
      ms: isCloudInit ? 50 : 200 + world.random() * 400,
    })
    made.push(volume.id)
    if (full && !isCloudInit) yield { kind: 'sleep', ms: (bytes / gib) * 500 * (0.5 + world.random()) }
    const properties = new Map(readProperties(value))
    properties.delete('file')
    config[key] = writeProperties(new Map([[unnamed, volume.id], ...without(properties, unnamed)]))
    guest.config = { ...config }
  }
  guest.config = config
}

function without(properties: ReadonlyMap<string, string>, key: string): readonly (readonly [string, string])[] {
  return [...properties].filter(([name]) => name !== key)
}

function baseConfig(world: World, { source, name, description }: Cloning): Record<string, string> {
  const copied = Object.entries(source.config).flatMap(([key, value]): [string, string][] => {
    if (kindOf(key) === 'disk' || /^unused\d+$/.test(key) || key === 'template') return []
    return [[key, kindOf(key) === 'card' ? cloneCard(world, value) : value]]
  })
  return {
    ...Object.fromEntries(copied),
    name: name ?? `Copy-of-VM-${source.config['name'] ?? source.vmid}`,
    smbios1: `uuid=${newUuid(world)}`,
    ...(source.config['vmgenid'] !== undefined && { vmgenid: newUuid(world) }),
    ...(description !== undefined && description !== '' && { description }),
  }
}
