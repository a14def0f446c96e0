import { died, Refusal } from '../refusal.ts'
import { flag, optional, text } from '../rules.ts'
import { type Call, type Method, pool, textOf, without } from './method.ts'

const comment = optional(text())
const lists = {
  vms: optional(text({ format: 'pve-vmid-list' })),
  storage: optional(text({ format: 'pve-storage-id-list' })),
}

const list: Method = {
  verb: 'GET',
  path: '/pools',
  rules: ({ major }) =>
    major >= 8
      ? { poolid: optional(pool), type: optional(text({ oneOf: ['qemu', 'lxc', 'storage'], requires: 'poolid' })) }
      : {},
  run(call) {
    const { world, judge, given } = call
    if (given['poolid'] !== undefined) return [show(call, textOf(call, 'poolid'))]
    const seen = [...world.pools].filter(([id]) =>
      judge.may(`/pool/${id}`, world.profile.major >= 7 ? 'Pool.Audit' : 'Pool.Allocate'),
    )
    return seen.map(([poolid, { comment }]) => ({ poolid, ...(comment !== '' && { comment }) }))
  },
}

const one: Method = {
  verb: 'GET',
  path: '/pools/{poolid}',
  rules: ({ major }) => ({
    poolid: pool,
    ...(major >= 7 && { type: optional(text({ oneOf: ['qemu', 'lxc', 'storage'] })) }),
  }),
  allow: (judge, { poolid }, { major }) => judge.need(`/pool/${poolid}`, major >= 7 ? 'Pool.Audit' : 'Pool.Allocate'),
  run: (call) => {
    const shown = show(call, textOf(call, 'poolid'))
    return without(shown, 'poolid')
  },
}

function show({ world }: Call, poolid: string) {
  const found = world.pools.get(poolid)
  if (!found) throw died(`pool '${poolid}' does not exist`)
  const members = [...world.guests.values()].filter((guest) => guest.pool === poolid)
  return {
    poolid,
    ...(found.comment !== '' && { comment: found.comment }),
    members: members.map((guest) => ({
      id: `qemu/${guest.vmid}`,
      type: 'qemu',
      vmid: guest.vmid,
      node: guest.node,
      name: guest.config['name'],
      status: guest.isRunning ? 'running' : 'stopped',
    })),
  }
}

const create: Method = {
  verb: 'POST',
  path: '/pools',
  rules: () => ({ poolid: pool, comment }),
  allow: (judge, { poolid }) => judge.need(`/pool/${poolid}`, 'Pool.Allocate'),
  run(call) {
    const id = textOf(call, 'poolid')
    if (call.world.pools.has(id)) throw died(`create pool failed: pool '${id}' already exists`)
    call.world.pools.set(id, { comment: textOf(call, 'comment') })
    return null
  },
}

function change(path: string, isOf: (major: number) => boolean): Method {
  return {
    verb: 'PUT',
    path,
    in: isOf,
    rules: ({ major }) => ({
      poolid: pool,
      comment,
      delete: flag,
      ...lists,
      ...(major >= 8 && { 'allow-move': flag }),
    }),
    allow: (judge, { poolid }) => judge.need(`/pool/${poolid}`, 'Pool.Allocate'),
    run(call) {
      const { world, given } = call
      const id = textOf(call, 'poolid')
      const found = world.pools.get(id)
      if (!found) throw died(`update pool failed: pool '${id}' does not exist`)
      if (given['comment'] !== undefined) found.comment = textOf(call, 'comment')
      for (const vmid of textOf(call, 'vms')
        .split(/[,;\s]+/)
        .filter((one) => one !== ''))
        move(call, id, Number(vmid))
      return null
    },
  }
}

function move({ world, judge, given }: Call, id: string, vmid: number): void {
  judge.needAny(`/vms/${vmid}`, 'Permissions.Modify', 'VM.Allocate')
  const guest = world.guests.get(vmid)
  if (!guest) throw died(`update pool failed: VM ${vmid} does not exist`)
  if (given['delete'] === 1) {
    if (guest.pool !== id) throw died(`update pool failed: VM ${vmid} is not a pool member`)
    guest.pool = undefined
    return
  }
  if (guest.pool === id) throw died(`update pool failed: VM ${vmid} is already a pool member`)
  if (guest.pool !== undefined && given['allow-move'] !== 1) {
    throw died(`update pool failed: VM ${vmid} belongs already to pool '${guest.pool}' and 'allow-move' is not set`)
  }
  guest.pool = id
}

function remove(path: string, isOf: (major: number) => boolean): Method {
  return {
    verb: 'DELETE',
    path,
    in: isOf,
    rules: () => ({ poolid: pool }),
    allow: (judge, { poolid }) => judge.need(`/pool/${poolid}`, 'Pool.Allocate'),
    run(call) {
      const id = textOf(call, 'poolid')
      if (!call.world.pools.has(id)) throw new Refusal(500, `delete pool failed: pool '${id}' does not exist`)
      const isUsed = [...call.world.guests.values()].some((guest) => guest.pool === id)
      if (isUsed) throw died(`delete pool failed: pool '${id}' is not empty (contains VMs)`)
      call.world.pools.delete(id)
      return null
    },
  }
}

const always = () => true
const since8 = (major: number) => major >= 8

export const poolMethods: readonly Method[] = [
  list,
  one,
  create,
  change('/pools', since8),
  change('/pools/{poolid}', always),
  remove('/pools', since8),
  remove('/pools/{poolid}', always),
]
