import type { Process } from '../engine.ts'
import { changeConfig, drivesOf, volumeOf } from '../guest.ts'
import { optionRules } from '../options.ts'
import { badParameters, died } from '../refusal.ts'
import { flag, optional, text } from '../rules.ts'
import { findVolume, freeVolume } from '../volumes.ts'
import { forkWorker } from '../worker.ts'
import { checkLock, type Guest, newUuid, type World } from '../world.ts'
import { judgeChange } from './changes.ts'
import {
  type Call,
  configLock,
  guestOf,
  lockTimeout,
  type Method,
  needOnGuest,
  node,
  nodeOf,
  numberOf,
  pool,
  skiplock,
  textOf,
  vmid,
} from './method.ts'

/** What POST takes besides options of the guest. */
const own = ['node', 'vmid', 'pool', 'start', 'storage', 'unique', 'archive', 'force', 'bwlimit']

const create: Method = {
  verb: 'POST',
  path: '/nodes/{node}/qemu',
  rules: (profile, asked) => ({
    ...optionRules(profile, asked),
    node,
    vmid: vmid(profile),
    pool: optional(pool),
    start: flag,
    storage: optional(text({ format: 'pve-storage-id' })),
    unique: { ...flag, requires: 'archive' },
    archive: optional(text({ longest: 255 })),
    force: { ...flag, requires: 'archive' },
    bwlimit: optional({ type: 'integer', min: 0 }),
  }),
  allow: (judge, { vmid = '', pool }) => needOnGuest(judge, vmid, pool, ['VM.Allocate']),
  run(call) {
    const { world, who, judge, given } = call
    const [name, id] = [nodeOf(call), numberOf(call, 'vmid')]
    const pool = given['pool'] === undefined ? undefined : textOf(call, 'pool')
    if (given['archive'] !== undefined) throw died('the practice Proxmox does not restore archives')
    checkPool(world, pool)
    const options = Object.entries(given).filter(([key]) => !own.includes(key))
    const set = Object.fromEntries(options.map(([key, value]) => [key, String(value)]))
    judgeChange(world, who, judge, { vmid: id, pool, set, remove: [] })
    checkFree(world, id)
    const task = { type: 'qmcreate', id: String(id), node: name, user: who }
    return forkWorker(world, task, () => creating(world, { node: name, id, pool, set, start: given['start'] === 1 }))
  },
}

interface Creation {
  readonly node: string
  readonly id: number
  readonly pool: string | undefined
  readonly set: Readonly<Record<string, string>>
  readonly start: boolean
}

function* creating(world: World, { node, id, pool, set, start }: Creation): Process<void> {
  if (!(yield { kind: 'lock', name: configLock(id), shared: false, ms: 5_000 })) throw lockTimeout(id)
  checkFree(world, id)
  const guest: Guest = newGuest(world, id, node, { lock: 'create' })
  world.guests.set(id, guest)
  try {
    yield { kind: 'sleep', ms: 300 }
    yield* changeConfig(world, guest, set, [])
    guest.config = { ...guest.config, smbios1: `uuid=${newUuid(world)}`, vmgenid: newUuid(world) }
    delete guest.config['lock']
    guest.pool = pool
    if (start) guest.isRunning = true
  } catch (error) {
    discard(world, guest)
    throw died(`unable to create VM ${id} - ${error instanceof Error ? error.message : error}`)
  }
}

export function newGuest(world: World, vmid: number, node: string, config: Record<string, string>): Guest {
  return {
    vmid,
    node,
    pool: undefined,
    isRunning: false,
    startedAt: world.engine.now(),
    config,
    pending: {},
    firewall: { rules: [], options: {} },
  }
}

/** Takes a guest away with all its volumes. */
export function discard(world: World, guest: Guest): void {
  for (const [, value] of drivesOf(guest.config)) {
    const volume = volumeOf(value)
    const isOwn = volume !== undefined && findVolume(world, guest.node, volume)?.vmid === guest.vmid
    if (isOwn) freeVolume(world, guest.node, volume)
  }
  world.guests.delete(guest.vmid)
}

function checkFree(world: World, id: number): void {
  const guest = world.guests.get(id)
  if (guest) throw died(`unable to create VM ${id} - VM ${id} already exists on node '${guest.node}'`)
}

export function checkPool(world: World, pool: string | undefined): void {
  if (pool !== undefined && !world.pools.has(pool)) throw died(`pool '${pool}' does not exist`)
}

const remove: Method = {
  verb: 'DELETE',
  path: '/nodes/{node}/qemu/{vmid}',
  rules: (profile) => ({
    node,
    vmid: vmid(profile),
    skiplock,
    purge: flag,
    'destroy-unreferenced-disks': flag,
  }),
  allow: (judge, { vmid }) => judge.need(`/vms/${vmid}`, 'VM.Allocate'),
  run(call) {
    const { world, who, given } = call
    rootAlone(call, 'skiplock')
    const guest = guestOf(call)
    checkRemovable(world, guest)
    const task = { type: 'qmdestroy', id: String(guest.vmid), node: guest.node, user: who }
    return forkWorker(world, task, () => destroying(world, guest, given['purge'] === 1))
  },
}

function* destroying(world: World, guest: Guest, purge: boolean): Process<void> {
  if (!(yield { kind: 'lock', name: configLock(guest.vmid), shared: false, ms: 10_000 })) throw lockTimeout(guest.vmid)
  checkRemovable(world, guest)
  yield { kind: 'sleep', ms: 800 }
  if (purge) purgeFromJobs(world, guest.vmid)
  discard(world, guest)
}

function checkRemovable(world: World, guest: Guest): void {
  checkLock(guest)
  if (guest.config['protection'] === '1') throw died(`can't remove VM ${guest.vmid} - protection mode enabled`)
  if (guest.isRunning) throw died(`VM ${guest.vmid} is running - destroy failed`)
  const bases = drivesOf(guest.config).map(([, value]) => volumeOf(value))
  const used = bases.find((base) => base !== undefined && hasClones(world, base))
  if (used !== undefined) throw died(`base volume '${used}' is still in use by linked cloned`)
}

function hasClones(world: World, base: string): boolean {
  const volumes = [...world.storages.values()].flatMap((storage) => [...storage.volumes.values()])
  return volumes.some(({ id }) => id.startsWith(`${base}/`))
}

function purgeFromJobs(world: World, id: number): void {
  for (const job of world.jobs.values()) {
    if (job['vmid'] === undefined) continue
    const rest = String(job['vmid'])
      .split(',')
      .filter((one) => one !== String(id))
    job['vmid'] = rest.join(',')
  }
}

/** Some parameters are for root@pam, not even for his tokens. */
export function rootAlone({ who, given }: Call, name: string): void {
  if (given[name] !== undefined && who !== 'root@pam') throw badParameters({ [name]: 'Only root may use this option.' })
}

const list: Method = {
  verb: 'GET',
  path: '/nodes/{node}/qemu',
  rules: () => ({ node, full: flag }),
  run(call) {
    const name = nodeOf(call)
    const here = [...call.world.guests.values()].filter((guest) => guest.node === name)
    return here
      .filter(({ vmid }) => call.judge.may(`/vms/${vmid}`, 'VM.Audit'))
      .map((guest) => ({
        vmid: guest.vmid,
        name: guest.config['name'],
        status: guest.isRunning ? 'running' : 'stopped',
        ...(guest.config['template'] === '1' && { template: 1 }),
        ...(guest.config['tags'] !== undefined && { tags: guest.config['tags'] }),
        ...(guest.config['lock'] !== undefined && { lock: guest.config['lock'] }),
      }))
  },
}

export const guestMethods: readonly Method[] = [create, remove, list]
