import type { Process } from './engine.ts'
import { died } from './refusal.ts'
import type { Storage, Volume, World } from './world.ts'

export const gib = 1024 ** 3

/** A storage that a node has, or what Proxmox says when it has none of that name. */
export function storageNamed(world: World, id: string, content?: string): Storage {
  const storage = world.storages.get(id)
  if (!storage) throw died(`storage '${id}' does not exist`)
  if (content !== undefined && !storage.content.includes(content)) {
    throw died(`storage '${id}' does not support ${content === 'images' ? 'vm images' : content}`)
  }
  return storage
}

export function findVolume(world: World, node: string, id: string): Volume | undefined {
  const storage = world.storages.get(id.split(':')[0] ?? '')
  return storage?.volumes.get(keyOf(storage, node, id))
}

export function usedOn(storage: Storage, node: string): number {
  const here = [...storage.volumes.values()].filter((volume) => storage.shared || volume.node === node)
  return here.reduce((sum, { size }) => sum + size, 0)
}

export interface NewVolume {
  readonly storage: string
  readonly node: string
  readonly vmid: number
  readonly size: number
  /** Instead of the next free number. */
  readonly name?: string
  readonly ms: number
}

/** Makes a volume under the storage's lock, which is waited for at most 10 s; refuses when there is no room. */
export function* allocate(world: World, { storage: id, node, vmid, size, name, ms }: NewVolume): Process<Volume> {
  const storage = storageNamed(world, id, 'images')
  const lock = `storage ${storage.shared ? '' : node}/${id}`
  const got = yield { kind: 'lock', name: lock, shared: false, ms: 10_000 }
  if (!got) {
    const file = storage.shared ? `/etc/pve/priv/lock/storage-${id}` : `/var/lock/pve-manager/pve-storage-${id}`
    throw died(`can't lock file '${file}' - got timeout`)
  }
  try {
    yield { kind: 'sleep', ms }
    if (usedOn(storage, node) + size > storage.total) {
      throw died(`lvcreate '${id}' error: insufficient free space: ${Math.ceil(size / gib)} GiB required`)
    }
    const volume: Volume = {
      id: `${id}:${name ?? freeName(storage, node, vmid)}`,
      node: storage.shared ? '' : node,
      vmid,
      size,
      content: 'images',
      format: storage.type === 'dir' || storage.type === 'nfs' ? 'qcow2' : 'raw',
    }
    storage.volumes.set(keyOf(storage, node, volume.id), volume)
    return volume
  } finally {
    yield { kind: 'unlock', name: lock }
  }
}

/** Takes a volume away, if it is there. */
export function freeVolume(world: World, node: string, id: string): void {
  const storage = world.storages.get(id.split(':')[0] ?? '')
  storage?.volumes.delete(keyOf(storage, node, id))
}

function freeName(storage: Storage, node: string, vmid: number): string {
  for (let number = 0; ; number += 1) {
    const name = `vm-${vmid}-disk-${number}`
    if (!storage.volumes.has(keyOf(storage, node, `${storage.id}:${name}`))) return name
  }
}

function keyOf(storage: Storage, node: string, id: string): string {
  return `${storage.shared ? '' : node} ${id}`
}

/** Bytes in words such as `20G`; whole kibibytes otherwise. */
export function writeSize(bytes: number): string {
  const units: readonly (readonly [number, string])[] = [
    [gib, 'G'],
    [1024 ** 2, 'M'],
  ]
  const unit = units.find(([size]) => bytes % size === 0)
  return unit ? `${bytes / unit[0]}${unit[1]}` : `${Math.ceil(bytes / 1024)}K`
}

export function readSize(text: string): number {
  const [, number = '0', unit = ''] = /^(\d+(?:\.\d+)?)([KMGT]?)$/.exec(text) ?? []
  return Math.round(Number(number) * 1024 ** ['', 'K', 'M', 'G', 'T'].indexOf(unit))
}
