import { readProperties, unnamed, withProperties, writeProperties } from '../properties.ts'
import type { Process } from './engine.ts'
import { isAtOnce, isNumber, kindOf } from './options.ts'
import { died } from './refusal.ts'
import { allocate, findVolume, freeVolume, gib, readSize, storageNamed, writeSize } from './volumes.ts'
import { digestOf, type Guest, hex, type World } from './world.ts'

/** A configuration as GET gives it: what runs, or with what waits. */
export function showConfig(world: World, guest: Guest, which: 'current' | 'pending'): Record<string, unknown> {
  const merged = which === 'current' ? guest.config : withPending(guest)
  const shown = Object.entries(merged).map(([name, value]) => [name, showValue(world, name, value)])
  return { ...Object.fromEntries(shown), digest: digestOf(guest) }
}

export function withPending({ config, pending }: Guest): Record<string, string> {
  const merged = Object.entries({ ...config, ...pending })
  return Object.fromEntries(merged.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

export function showValue(world: World, name: string, value: string): unknown {
  if (name === 'cipassword') return '**********'
  // A description is kept as comment lines, and every line of it gets its end back.
  if (name === 'description') return `${value.replace(/\n$/, '')}\n`
  return isNumber(name, world.profile) ? Number(value) : value
}

/** A network card as Proxmox writes it down: one without an address gets a new one each time. */
function writeCard(world: World, value: string): string {
  const models = /^(e1000|virtio|rtl8139|vmxnet3)/
  const properties = new Map(readProperties(value))
  const plain = properties.get(unnamed) ?? properties.get('model')
  if (plain !== undefined && models.test(plain)) {
    const address = properties.get('macaddr') ?? newMac(world)
    const rest = [...properties].filter(([key]) => ![unnamed, 'model', 'macaddr'].includes(key))
    return writeProperties(new Map([[plain, address.toUpperCase()], ...rest]))
  }
  return value.replace(/=([0-9a-f:]{17})/i, (all) => all.toUpperCase())
}

function newMac(world: World): string {
  return `BC:24:11${Array.from({ length: 3 }, () => `:${hex(world, 2)}`).join('')}`.toUpperCase()
}

/** Same disks, new addresses: what a clone takes over of a network card. */
export function cloneCard(world: World, value: string): string {
  return value.replace(/=[0-9a-f:]{17}/i, `=${newMac(world)}`)
}

/** The volume of a drive; undefined for an empty tray. */
export function volumeOf(value: string): string | undefined {
  const properties = readProperties(value)
  const id = properties.get(unnamed) ?? properties.get('file')
  return id?.includes(':') ? id : undefined
}

export function drivesOf(config: Readonly<Record<string, string>>): readonly (readonly [string, string])[] {
  return Object.entries(config).filter(([name]) => kindOf(name) === 'disk' || /^unused\d+$/.test(name))
}

const newDisk = /^([a-z][\w.-]*):(\d+(?:\.\d+)?)$/i

/** Makes the volume that a drive asks for, such as `local:20`, and gives the drive as it is then written down. */
function* writeDrive(world: World, guest: Guest, value: string): Process<string> {
  const properties = readProperties(value)
  const id = properties.get(unnamed) ?? properties.get('file') ?? ''
  const [, storage, size] = newDisk.exec(id) ?? []
  const place = { node: guest.node, vmid: guest.vmid }
  if (id.endsWith(':cloudinit')) {
    const name = `vm-${guest.vmid}-cloudinit`
    const made = yield* allocate(world, {
      ...place,
      storage: id.split(':')[0] ?? '',
      name,
      size: 4 * 1024 ** 2,
      ms: 100,
    })
    return `${made.id},media=cdrom,size=4M`
  }
  if (storage === undefined) {
    if (id.includes(':') && !findVolume(world, guest.node, id)) throw died(`volume '${id}' does not exist`)
    return value
  }
  const source = properties.get('import-from')
  const bytes = source === undefined ? Math.round(Number(size) * gib) : imageSize(world, guest.node, source)
  const made = yield* allocate(world, { ...place, storage, size: bytes, ms: 300 })
  if (source !== undefined) yield { kind: 'sleep', ms: 2_000 }
  const rest = [...properties].filter(([key]) => ![unnamed, 'file', 'import-from'].includes(key))
  return writeProperties(new Map([[unnamed, made.id], ...rest, ['size', writeSize(bytes)]]))
}

function imageSize(world: World, node: string, id: string): number {
  storageNamed(world, id.split(':')[0] ?? '')
  const image = findVolume(world, node, id)
  if (!image) throw died(`volume '${id}' does not exist`)
  return image.size
}

/** Changes that were asked for, carried out: at once where the machine is stopped or takes them, else at its next start. */
export function* changeConfig(
  world: World,
  guest: Guest,
  set: Readonly<Record<string, string>>,
  remove: readonly string[],
): Process<void> {
  for (const name of remove) {
    if (guest.config[name] === undefined && guest.pending[name] === undefined) continue
    delete guest.pending[name]
    if (guest.isRunning && !isAtOnce(name)) guest.pending[name] = undefined
    else detach(world, guest, name)
  }
  for (const [name, value] of Object.entries(set)) {
    const written = yield* asWritten(world, guest, name, value)
    if (guest.config[name] === written) delete guest.pending[name]
    else if (guest.isRunning && !isAtOnce(name)) guest.pending[name] = written
    else {
      if (kindOf(name) === 'disk' && volumeOf(guest.config[name] ?? '') !== volumeOf(written)) setAside(guest, name)
      guest.config[name] = written
      delete guest.pending[name]
    }
  }
}

function* asWritten(world: World, guest: Guest, name: string, value: string): Process<string> {
  const kind = kindOf(name)
  if (kind === 'card') return writeCard(world, value)
  if (kind === 'disk') return yield* writeDrive(world, guest, value)
  return value
}

/** A drive that is taken off leaves its volume behind; one that was already unused loses it. */
function detach(world: World, guest: Guest, name: string): void {
  const value = guest.config[name] ?? ''
  const volume = volumeOf(value)
  if (name.startsWith('unused') && volume !== undefined) freeVolume(world, guest.node, volume)
  else if (kindOf(name) === 'disk') setAside(guest, name)
  delete guest.config[name]
}

function setAside(guest: Guest, name: string): void {
  const value = guest.config[name] ?? ''
  const volume = volumeOf(value)
  if (volume === undefined || /media=cdrom/.test(value)) return
  const free = Array.from({ length: 256 }, (_, number) => `unused${number}`).find((key) => !guest.config[key])
  if (free !== undefined) guest.config[free] = volume
}

/** What waited takes effect, as it does when a machine starts. */
export function applyPending(guest: Guest): void {
  guest.config = withPending(guest)
  guest.pending = {}
}

/** Bytes of a drive, by what its configuration says. */
export function driveSize(value: string): number {
  return readSize(readProperties(value).get('size') ?? '0')
}

export function withSize(value: string, bytes: number): string {
  return withProperties(value, { size: writeSize(bytes) })
}
