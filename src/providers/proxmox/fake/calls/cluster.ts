import { driveSize, drivesOf, withPending } from '../guest.ts'
import { badParameters } from '../refusal.ts'
import { flag, optional, text } from '../rules.ts'
import { usedOn } from '../volumes.ts'
import type { Guest, World } from '../world.ts'
import { type Call, type Method, node, nodeOf, numberOf, storage, textOf, vmid } from './method.ts'

const version: Method = {
  verb: 'GET',
  path: '/version',
  rules: () => ({}),
  run: ({ world: { profile } }) => ({ version: profile.version, release: profile.release, repoid: '0b1c2d3e4f5a6b7c' }),
}

const resources: Method = {
  verb: 'GET',
  path: '/cluster/resources',
  rules: () => ({ type: optional(text({ oneOf: ['vm', 'storage', 'node', 'sdn'] })) }),
  run(call) {
    const type = textOf(call, 'type')
    return [
      ...(type === '' || type === 'vm' ? guests(call) : []),
      ...(type === '' || type === 'node' ? nodes(call) : []),
      ...(type === '' || type === 'storage' ? storages(call) : []),
    ]
  },
}

function guests({ world, judge }: Call): unknown[] {
  const seen = [...world.guests.values()].filter(({ vmid }) => judge.may(`/vms/${vmid}`, 'VM.Audit'))
  return seen.toSorted((a, b) => a.vmid - b.vmid).map((guest) => showGuest(world, guest))
}

function showGuest(world: World, guest: Guest): Record<string, unknown> {
  const { vmid, node, pool, isRunning, config } = guest
  const disk = drivesOf(config).find(([name]) => /^(scsi|virtio)0$/.test(name))
  const isAway = !world.nodes.get(node)?.isOnline
  return {
    id: `qemu/${vmid}`,
    type: 'qemu',
    vmid,
    node,
    // A guest that is just being made has no name yet.
    name: config['name'] ?? `VM ${vmid}`,
    status: isAway ? 'unknown' : isRunning ? 'running' : 'stopped',
    template: Number(config['template'] ?? 0),
    maxmem: Number(withPending(guest)['memory'] ?? 512) * 1024 ** 2,
    maxcpu: Number(config['cores'] ?? 1) * Number(config['sockets'] ?? 1),
    maxdisk: disk ? driveSize(disk[1]) : 0,
    ...(pool !== undefined && { pool }),
    ...(world.profile.listsTags && config['tags'] !== undefined && { tags: config['tags'] }),
    ...(world.profile.listsTags && config['lock'] !== undefined && { lock: config['lock'] }),
  }
}

function nodes({ world }: Call): unknown[] {
  return [...world.nodes.values()].map(({ name, isOnline, memory, cpus }) => ({
    id: `node/${name}`,
    type: 'node',
    node: name,
    status: isOnline ? 'online' : 'offline',
    maxmem: memory,
    maxcpu: cpus,
  }))
}

function storages({ world, judge }: Call): unknown[] {
  const seen = [...world.storages.values()].filter(({ id }) => mayUse(judge, id))
  return seen.flatMap((one) =>
    [...world.nodes.keys()].map((name) => ({
      id: `storage/${name}/${one.id}`,
      type: 'storage',
      storage: one.id,
      node: name,
      status: 'available',
      plugintype: one.type,
      content: one.content.join(','),
      shared: Number(one.shared),
      disk: usedOn(one, name),
      maxdisk: one.total,
    })),
  )
}

function mayUse(judge: Call['judge'], id: string): boolean {
  return judge.may(`/storage/${id}`, 'Datastore.Audit') || judge.may(`/storage/${id}`, 'Datastore.AllocateSpace')
}

/** It reserves nothing: the number is free now, and perhaps not a moment later. */
const nextId: Method = {
  verb: 'GET',
  path: '/cluster/nextid',
  rules: (profile) => ({ vmid: optional(vmid(profile) ?? text()) }),
  run(call) {
    const { world, given } = call
    if (given['vmid'] !== undefined) {
      const asked = numberOf(call, 'vmid')
      if (world.guests.has(asked)) throw badParameters({ vmid: `VM ${asked} already exists` })
      return String(asked)
    }
    let free = 100
    while (world.guests.has(free)) free += 1
    return String(free)
  },
}

const nodeList: Method = {
  verb: 'GET',
  path: '/nodes',
  rules: () => ({}),
  run: ({ world }) =>
    [...world.nodes.values()].map(({ name, isOnline, memory, cpus }) => ({
      id: `node/${name}`,
      type: 'node',
      node: name,
      status: isOnline ? 'online' : 'offline',
      maxmem: memory,
      maxcpu: cpus,
    })),
}

const storageList: Method = {
  verb: 'GET',
  path: '/nodes/{node}/storage',
  rules: () => ({
    node,
    content: optional(text()),
    enabled: flag,
    format: flag,
    storage: optional(storage),
    target: optional(node),
  }),
  run(call) {
    const name = nodeOf(call)
    return [...call.world.storages.values()]
      .filter(({ id }) => mayUse(call.judge, id))
      .map((one) => ({
        storage: one.id,
        type: one.type,
        content: one.content.join(','),
        shared: Number(one.shared),
        active: 1,
        enabled: 1,
        total: one.total,
        used: usedOn(one, name),
        avail: one.total - usedOn(one, name),
      }))
  },
}

const contents: Method = {
  verb: 'GET',
  path: '/nodes/{node}/storage/{storage}/content',
  rules: (profile) => ({
    node,
    storage,
    content: optional(text({ format: 'pve-storage-content' })),
    vmid: optional(vmid(profile) ?? text()),
  }),
  allow: (judge, { storage: id }) => judge.needAny(`/storage/${id}`, 'Datastore.Audit', 'Datastore.AllocateSpace'),
  run(call) {
    const { world, given } = call
    const name = nodeOf(call)
    const one = world.storages.get(textOf(call, 'storage'))
    const here = [...(one?.volumes.values() ?? [])].filter((volume) => one?.shared || volume.node === name)
    return here
      .filter(({ vmid: owner }) => given['vmid'] === undefined || owner === numberOf(call, 'vmid'))
      .filter(({ content }) => given['content'] === undefined || content === textOf(call, 'content'))
      .map(({ id, vmid: owner, size, content, format }) => ({ volid: id, vmid: owner, size, content, format }))
  },
}

export const clusterMethods: readonly Method[] = [version, resources, nextId, nodeList, storageList, contents]
