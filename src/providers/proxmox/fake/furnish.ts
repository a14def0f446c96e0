import { needsOf, roleAt, rolesFor } from '../role.ts'
import { newGuest } from './calls/guests.ts'
import { gib } from './volumes.ts'
import type { World } from './world.ts'

/** What there is at first. All of it has defaults: one node with a template, and a token with the role that we ask for. */
export interface Furniture {
  readonly nodes?: readonly { readonly name: string; readonly cpus?: number; readonly memoryGiB?: number }[]
  readonly storages?: readonly StorageFurniture[]
  readonly bridges?: readonly string[]
  readonly templates?: readonly TemplateFurniture[]
  /** Volumes to import, such as `local:import/debian-13.qcow2`. */
  readonly images?: readonly string[]
  readonly token?: { readonly id: string; readonly secret: string }
  /** Pools that the token may fill; they need not exist. */
  readonly mayFill?: readonly string[]
  /** Whether the token may change backup jobs. */
  readonly mayBackUp?: boolean
}

export interface StorageFurniture {
  readonly id: string
  readonly sizeGiB?: number
  readonly shared?: boolean
  readonly content?: readonly string[]
}

export interface TemplateFurniture {
  readonly vmid: number
  readonly name: string
  readonly node?: string
  readonly storage?: string
  readonly diskGiB?: number
}

export const practiceToken = { id: 'mycel@pve!apply', secret: '0c0ffee0-1234-4abc-8def-0123456789ab' }

const usualContent = ['images', 'rootdir', 'iso', 'backup', 'import', 'vztmpl', 'snippets']

/** Puts into an empty cluster what there is at first. */
export function furnish(world: World, furniture: Furniture): void {
  const { nodes = [{ name: 'pve1' }], bridges = ['vmbr0'] } = furniture
  const { storages = [{ id: 'local' }, { id: 'local-lvm' }] } = furniture
  const { templates = [{ vmid: 9000, name: 'debian-13' }], images = [] } = furniture
  for (const { name, cpus = 12, memoryGiB = 64 } of nodes) {
    world.nodes.set(name, { name, isOnline: true, cpus, memory: memoryGiB * gib })
  }
  for (const { id, sizeGiB = 2000, shared = false, content = usualContent } of storages) {
    const type = id.endsWith('lvm') ? 'lvmthin' : shared ? 'nfs' : 'dir'
    world.storages.set(id, { id, type, shared, content, total: sizeGiB * gib, volumes: new Map() })
  }
  for (const bridge of bridges) world.bridges.add(bridge)
  const [first] = nodes
  const usual = storages.find(({ id }) => id.includes('lvm')) ?? storages[0]
  for (const one of templates) {
    const node = one.node ?? first?.name ?? 'pve1'
    addTemplate(world, { ...one, node, storage: one.storage ?? usual?.id ?? 'local' })
  }
  for (const image of images) addImage(world, image)
  grant(world, furniture, {
    storages: storages.map(({ id }) => id),
    bridges,
    templates: templates.map(({ vmid }) => vmid),
  })
}

function addTemplate(
  world: World,
  { vmid, name, node, storage, diskGiB = 3 }: Required<Pick<TemplateFurniture, 'node' | 'storage'>> & TemplateFurniture,
): void {
  const id = `${storage}:base-${vmid}-disk-0`
  addVolume(world, { id, node, vmid, size: diskGiB * gib, content: 'images' })
  addVolume(world, { id: `${storage}:vm-${vmid}-cloudinit`, node, vmid, size: 4 * 1024 ** 2, content: 'images' })
  world.guests.set(
    vmid,
    newGuest(world, vmid, node, {
      template: '1',
      name,
      memory: '1024',
      cores: '1',
      ostype: 'l26',
      scsihw: 'virtio-scsi-single',
      agent: '1',
      boot: 'order=scsi0',
      scsi0: `${id},discard=on,size=${diskGiB}G`,
      ide2: `${storage}:vm-${vmid}-cloudinit,media=cdrom,size=4M`,
      net0: 'virtio=BC:24:11:00:00:01,bridge=vmbr0',
      serial0: 'socket',
      vga: 'serial0',
    }),
  )
}

function addImage(world: World, id: string): void {
  for (const node of world.nodes.keys())
    addVolume(world, { id, node, vmid: undefined, size: 2 * gib, content: 'import' })
}

function addVolume(
  world: World,
  {
    id,
    node,
    vmid,
    size,
    content,
  }: { id: string; node: string; vmid: number | undefined; size: number; content: string },
): void {
  const storage = world.storages.get(id.split(':')[0] ?? '')
  const place = storage?.shared ? '' : node
  storage?.volumes.set(`${place} ${id}`, { id, node: place, vmid, size, content, format: 'raw' })
}

/** The very roles that we ask operators to make, and nothing above them. */
function grant(
  world: World,
  { token = practiceToken, mayFill = ['mycel-production', 'mycel-staging'], mayBackUp = true }: Furniture,
  has: { storages: readonly string[]; bridges: readonly string[]; templates: readonly number[] },
): void {
  const { access, profile } = world
  const user = token.id.replace(/!.*$/, '')
  access.users.set(user, { password: token.secret })
  access.users.set('root@pam', { password: 'practice' })
  access.tokens.set(token.id, { secret: token.secret, separate: true, expires: 0 })
  for (const [name, privileges] of rolesFor(profile)) access.roles.set(name, new Set(privileges))
  access.roles.set('Administrator', new Set([...access.roles.values()].flatMap((role) => [...role])))
  for (const { path } of needsOf(profile, { ...has, pools: mayFill, jobs: mayBackUp })) {
    for (const who of [user, token.id]) access.acl.push({ path, who, role: roleAt(path), propagate: true })
  }
}
