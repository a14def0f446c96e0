import { describe, expect, it } from 'vitest'
import type { Machine } from '../../machines/machine.ts'
import type { Kind } from '../../reconcile/kind.ts'
import { practiceToken } from './fake/furnish.ts'
import { versions } from './fake/profile.ts'
import type { SimulatorOptions } from './fake/simulator.ts'
import { createJobs, type PlacedJob } from './jobs.ts'
import { createPools, type PlacedPool } from './pools.ts'
import { card, kindOf, machine, never, openRig, owner, withPools, work } from './testing/rig.ts'

function open(options: SimulatorOptions = {}) {
  const rig = openRig(options)
  withPools(rig.simulator, 'mycel-production', 'mycel-staging')
  return { ...rig, places: { owner, hosts: new Map([['kvm1', rig.proxmox]]) } }
}

/** What a kind would still change of one thing of ours; `gone` when it is not there. */
async function left<Want, Have>(kind: Kind<Want, Have>, id: string, want: Want) {
  const have = (await kind.read(never)).ours.get(id)
  return have === undefined ? 'gone' : kind.diff(want, have)
}

async function update<Want, Have>(kind: Kind<Want, Have>, id: string, want: Want): Promise<void> {
  const have = (await kind.read(never)).ours.get(id)
  if (have === undefined) throw new Error(`there is no ${id}`)
  await kind.update(id, want, have, work())
}

async function remove<Want, Have>(kind: Kind<Want, Have>, id: string): Promise<void> {
  const have = (await kind.read(never)).ours.get(id)
  if (have !== undefined) await kind.remove(id, have, work())
}

describe('a machine', () => {
  async function made(want: Machine = machine(), options: SimulatorOptions = {}) {
    const rig = open(options)
    const kind = kindOf(rig.proxmox, [want])
    await kind.create('web1', want, work())
    return { ...rig, kind, want }
  }

  it('becomes as declared in everything that can be changed in place', async () => {
    const { simulator, kind } = await made()
    const want = machine({
      name: 'www.hypha.coop',
      description: 'VM1: the website, moved',
      pool: 'mycel-staging',
      memory: 8192,
      cores: 4,
      cpu: 'x86-64-v2-AES',
      tags: ['staging'],
      onboot: false,
      protected: true,
      started: false,
      disks: [
        { slot: 'scsi0', storage: 'local-lvm', size: 30, backup: true },
        { slot: 'scsi1', storage: 'local', size: 5, backup: false },
      ],
      networks: [
        { ...card(1001), ipv4: '10.0.2.9/24', ipv6: '2001:db8::9/64' },
        { ...card(1002), slot: 'net1' },
      ],
      cloudInit: { user: 'admin', keys: [], dns: ['9.9.9.9', '1.1.1.1'], searchDomain: 'hypha.stg' },
      firewall: [{ protocol: 'udp', ports: '10000:20000', source: undefined, comment: 'video' }],
    })
    await update(kind, 'web1', want)
    expect(await left(kind, 'web1', want)).toEqual([])
    const guest = simulator.world.guests.get(1001)
    expect(guest?.pool).toBe('mycel-staging')
    expect(guest?.config['scsi1']).toBe('local:vm-1001-disk-0,backup=0,size=5G')
    expect(guest?.isRunning).toBe(false)
    const back = machine({ disks: want.disks })
    await update(kind, 'web1', back)
    expect(await left(kind, 'web1', back)).toEqual([])
  })

  it.each(versions.slice(0, 2))(
    'stays in its pool in %s, where on the way to another nobody could see it',
    async (version) => {
      const { simulator, kind } = await made(machine(), { version })
      const moved = update(kind, 'web1', machine({ pool: 'mycel-staging', memory: 4096 }))
      await expect(moved).rejects.toMatchObject({ code: 'refused' })
      expect(await left(kind, 'web1', machine())).toEqual([])
      expect(simulator.world.guests.get(1001)?.pending).toEqual({})
    },
  )

  it('with one edit of memory has one difference', async () => {
    const { kind } = await made()
    expect(await left(kind, 'web1', machine({ memory: 3072 }))).toEqual([
      { path: 'memory', from: '2 GiB', to: '3 GiB', effect: 'restart' },
    ])
  })

  it('whose node, id or storage is another would have to be made anew, and everything on it would be lost', async () => {
    const { kind } = await made()
    const moved = machine({ disks: [{ slot: 'scsi0', storage: 'local', size: 20, backup: true }] })
    for (const want of [machine({ node: 'pve2' }), machine({ vmid: 1002 }), moved]) {
      const note = expect.stringContaining('everything on it would be lost; or ')
      expect(await left(kind, 'web1', want)).toMatchObject([{ effect: 'replace', note }])
    }
  })

  it('keeps what people noted about it, and rules of the firewall that others made', async () => {
    const { simulator, kind, want } = await made()
    const guest = simulator.world.guests.get(1001)
    if (!guest) throw new Error('gone')
    guest.config['description'] += '\nAsk Yurko before you restart this.'
    guest.firewall.rules.unshift({ type: 'in', action: 'DROP', source: '203.0.113.7', enable: 1, comment: 'a scanner' })
    expect(await left(kind, 'web1', want)).toEqual([])
    await update(kind, 'web1', machine({ description: 'new', firewall: [] }))
    expect(guest.config['description']).toMatch(/^new\nmycel: web1 of hypha.coop, VM 1001\nAsk Yurko/)
    expect(guest.firewall.rules.map(({ comment }) => comment)).toEqual(['a scanner'])
  })

  it('has rules of ours again that somebody altered, switched off or doubled', async () => {
    const { simulator, kind, want } = await made()
    const rules = simulator.world.guests.get(1001)?.firewall.rules ?? []
    const [first = {}] = rules
    rules.push({ ...first })
    if (rules[1]) rules[1]['enable'] = 0
    expect(await left(kind, 'web1', want)).toMatchObject([{ path: 'let in' }, { path: 'let in' }, { path: 'let in' }])
    await update(kind, 'web1', want)
    expect(await left(kind, 'web1', want)).toEqual([])
    expect(rules).toHaveLength(3)
  })

  it('that somebody changed after it was read is not written to', async () => {
    const { simulator, kind } = await made()
    const have = (await kind.read(never)).ours.get('web1')
    const guest = simulator.world.guests.get(1001)
    if (!have || !guest) throw new Error('gone')
    guest.config['onboot'] = '0'
    const before = JSON.stringify(guest)
    await expect(kind.update('web1', machine({ memory: 4096 }), have, work())).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(kind.remove('web1', have, work())).rejects.toMatchObject({ code: 'conflict' })
    expect(JSON.stringify(guest)).toBe(before)
  })

  it('that is protected is guarded, and gone when it is not', async () => {
    const { simulator, kind } = await made(machine({ protected: true }))
    const have = (await kind.read(never)).ours.get('web1')
    expect(have && kind.guard?.(have)).toContain('is protected in Proxmox')
    await update(kind, 'web1', machine())
    await remove(kind, 'web1')
    expect(simulator.world.guests.has(1001)).toBe(false)
    expect([...(simulator.world.storages.get('local-lvm')?.volumes.keys() ?? [])].join()).not.toContain('vm-1001')
  })

  it('made by hand is a conflict, until it is adopted, which changes nothing but the mark', async () => {
    const { simulator, kind, want } = await made()
    const guest = simulator.world.guests.get(1001)
    if (!guest) throw new Error('gone')
    guest.config['description'] = 'made by hand'
    guest.config['tags'] = 'old'
    const before = { ...guest.config }
    const { ours, others } = await kind.read(never)
    expect(ours.size).toBe(0)
    const [other] = others
    expect(other?.name).toBe('VM 1001 "web1001.hypha.coop" on pve1')
    expect(kind.claims?.(want)).toEqual(other?.claims)
    if (other) await kind.adopt?.('web1', want, other.have, work())
    const description = 'VM1: website\nmycel: web1 of hypha.coop, VM 1001\nmade by hand'
    expect(guest.config).toEqual({ ...before, description, tags: 'mycel;old' })
    expect(await left(kind, 'web1', want)).toMatchObject([{ path: 'tags' }])
  })

  it('that was copied by hand, or is of another co-op, is not ours', async () => {
    const { simulator, kind } = await made()
    const guest = simulator.world.guests.get(1001)
    if (!guest) throw new Error('gone')
    const copy = { ...guest, vmid: 1500, config: { ...guest.config } }
    simulator.world.guests.set(1500, copy)
    const { ours, others } = await kind.read(never)
    expect([...ours.values()].map(({ vmid }) => vmid)).toEqual([1001])
    expect(others.map(({ have }) => have.vmid)).toEqual([1500])
    guest.config['description'] = 'mycel: web1 of other.coop, VM 1001'
    expect((await kind.read(never)).ours.size).toBe(0)
  })

  it('begins from an image as well, where the release can', async () => {
    const source = { kind: 'image', volume: 'local:import/debian-13.qcow2', name: 'debian-13' } as const
    const images = [source.volume]
    const { kind, want } = await made(machine({ source }), { images, version: '8.4.5' })
    expect(await left(kind, 'web1', want)).toEqual([])
    const old = open({ images, version: '6.4-15' })
    const refused = kindOf(old.proxmox, [want]).create('web1', want, work())
    await expect(refused).rejects.toMatchObject({ code: 'refused', hint: /upgrade to 7.2/ })
  })

  it('whose template has its disk elsewhere is refused before anything is made', async () => {
    const { simulator, proxmox } = open()
    const template = simulator.world.guests.get(9000)
    if (!template) throw new Error('gone')
    template.config = { ...template.config, virtio0: template.config['scsi0'] ?? '' }
    delete template.config['scsi0']
    const want = machine()
    await expect(kindOf(proxmox, [want]).create('web1', want, work())).rejects.toThrow('has no disk scsi0')
    expect(simulator.world.tasks).toEqual([])
  })
})

it('twelve machines are read with three requests each and five for all, none of which wakes a guest agent', async () => {
  const { simulator, proxmox } = open()
  const wants = Array.from({ length: 12 }, (_, index) => machine({ vmid: 1001 + index }))
  const kind = kindOf(proxmox, wants)
  const shared = work()
  await Promise.all(wants.map((want) => kind.create(`web${want.vmid}`, want, shared)))
  simulator.world.calls.splice(0)
  const fresh = kindOf(proxmox, wants)
  expect((await fresh.read(never)).ours.size).toBe(12)
  const { calls } = simulator.world
  expect(calls).toHaveLength(12 * 3 + 3)
  expect(calls.filter((call) => !call.startsWith('GET ') || /agent/.test(call))).toEqual([])
})

describe('a cluster', () => {
  const nodes = [{ name: 'pve1' }, { name: 'pve2' }]
  const onShared = [{ slot: 'scsi0', storage: 'ceph', size: 10, backup: true }] as const
  const templates = [{ vmid: 9000, name: 'debian-13', node: 'pve1', storage: 'ceph' }]

  it('makes a machine on one node from a template on another, over a storage that both have', async () => {
    const { simulator, proxmox } = open({ nodes, storages: [{ id: 'ceph', shared: true }], templates })
    const want = machine({ node: 'pve2', disks: onShared })
    const kind = kindOf(proxmox, [want])
    await kind.create('web1', want, work())
    expect(await left(kind, 'web1', want)).toEqual([])
    expect(simulator.world.guests.get(1001)?.node).toBe('pve2')
    // The task runs where the template is, so there it is looked for.
    simulator.break({ call: /^POST .*clone/, effect: 'after' })
    const second = machine({ vmid: 1002, node: 'pve2', disks: onShared })
    await kind.create('web2', second, work())
    expect(await left(kindOf(proxmox, [want, second]), 'web2', second)).toEqual([])
  })

  it('says why it cannot where they share none, and leaves nothing behind', async () => {
    const { simulator, proxmox } = open({ nodes })
    const want = machine({ node: 'pve2' })
    const kind = kindOf(proxmox, [want])
    await expect(kind.create('web1', want, work())).rejects.toThrow(
      "can't clone VM to node 'pve2' (VM uses local storage)",
    )
    expect(simulator.world.guests.has(1001)).toBe(false)
  })

  it('of which a node is away is not half read: the plan stops', async () => {
    const { simulator, proxmox } = open({ nodes, storages: [{ id: 'ceph', shared: true }], templates })
    const want = machine({ node: 'pve2', disks: onShared })
    const kind = kindOf(proxmox, [want])
    await kind.create('web1', want, work())
    const away = simulator.world.nodes.get('pve2')
    if (away) away.isOnline = false
    await expect(kind.read(never)).rejects.toMatchObject({ kind: 'away', code: 'unavailable' })
  })
})

describe('rights', () => {
  it('that are missing are all named, with the commands that grant them, and nothing is written', async () => {
    const { simulator, proxmox } = open({ mayFill: [], mayBackUp: false })
    const { access } = simulator.world
    access.acl.splice(0, access.acl.length, ...access.acl.filter(({ path }) => !path.startsWith('/storage/local-lvm')))
    const refused = await kindOf(proxmox, [machine()])
      .read(never)
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'forbidden' })
    const { message, hint } = refused as { message: string; hint: string }
    expect(message).toContain('/pool/mycel-production (its machines): VM.Allocate, VM.Audit')
    expect(message).toContain('/storage/local-lvm (disks): Datastore.AllocateSpace, Datastore.Audit')
    expect(message).not.toContain('vmbr0')
    expect(hint).toContain(
      `pveum acl modify /storage/local-lvm --users mycel@pve --tokens '${practiceToken.id}' --roles MycelStorage`,
    )
    expect(simulator.world.calls.every((call) => call.startsWith('GET '))).toBe(true)
  })

  it.each(versions)('that we ask for are enough in %s, and exist there', async (version) => {
    const { simulator, proxmox } = open({ version })
    const want = machine()
    const kind = kindOf(proxmox, [want])
    await kind.create('web1', want, work())
    expect(await left(kind, 'web1', want)).toEqual([])
    expect(simulator.world.access.tokens.get(practiceToken.id)?.separate).toBe(true)
  })
})

describe('a pool', () => {
  const want: PlacedPool = { name: 'mycel-test', comment: 'Hypha: tests', host: 'kvm1' }

  it.each(versions)('is made, changed and removed in %s', async (version) => {
    const { simulator, places } = open({ version, mayFill: ['mycel-test'] })
    const kind = createPools(places)
    await kind.create('kvm1/mycel-test', want, work())
    expect(await left(kind, 'kvm1/mycel-test', want)).toEqual([])
    await update(kind, 'kvm1/mycel-test', { ...want, comment: 'other' })
    expect(simulator.world.pools.get('mycel-test')?.comment).toBe('other (mycel: kvm1/mycel-test of hypha.coop)')
    await remove(kind, 'kvm1/mycel-test')
    expect(simulator.world.pools.has('mycel-test')).toBe(false)
  })

  it.each(['before', 'after'] as const)('is made at most once when the answer is lost %s it was', async (effect) => {
    const { simulator, places } = open({ mayFill: ['mycel-test'] })
    const kind = createPools(places)
    simulator.break({ call: /^POST \/pools/, effect })
    const made = kind.create('test', want, work())
    if (effect === 'before') await expect(made).rejects.toMatchObject({ kind: 'lost' })
    else await made
    expect(simulator.world.calls.filter((call) => call === 'POST /pools')).toHaveLength(1)
    expect(simulator.world.pools.has('mycel-test')).toBe(effect === 'after')
  })

  it('of somebody else is a conflict that can be adopted', async () => {
    const { simulator, places } = open({ mayFill: ['mycel-test'] })
    simulator.world.pools.set('mycel-test', { comment: 'by hand' })
    const kind = createPools(places)
    const { others } = await kind.read(never)
    const other = others.find(({ claims }) => claims[0] === kind.claims?.(want)[0])
    expect(other?.name).toBe('pool mycel-test on pve1')
    await expect(kind.create('test', want, work())).rejects.toMatchObject({ code: 'conflict' })
    if (other) await kind.adopt?.('test', want, other.have, work())
    expect(await left(kind, 'test', want)).toMatchObject([{ path: 'comment', from: 'by hand' }])
  })
})

describe('a backup job', () => {
  const want: PlacedJob = {
    id: 'nightly',
    host: 'kvm1',
    schedule: '02:30',
    storage: 'local',
    mode: 'snapshot',
    keep: 'keep-last=3,keep-daily=7',
    vmids: [1001, 1002],
  }

  it.each(versions.slice(1))('is made, changed and removed in %s', async (version) => {
    const { simulator, places } = open({ version })
    const kind = createJobs(places)
    await kind.create('kvm1/nightly', want, work())
    expect(await left(kind, 'kvm1/nightly', want)).toEqual([])
    const job = simulator.world.jobs.get('mycel-nightly')
    if (job) job['enabled'] = 0
    const other: PlacedJob = { ...want, schedule: 'mon..fri 01:00', keep: 'keep-daily=7,keep-last=3', vmids: [1003] }
    expect(await left(kind, 'kvm1/nightly', other)).toEqual([
      { path: 'schedule', from: '02:30', to: 'mon..fri 01:00' },
      { path: 'machines', from: '1001 1002', to: '1003' },
      { path: 'enabled', from: 'no', to: 'yes' },
    ])
    await update(kind, 'kvm1/nightly', other)
    expect(await left(kind, 'kvm1/nightly', other)).toEqual([])
    await remove(kind, 'kvm1/nightly')
    expect(simulator.world.jobs.size).toBe(0)
  })

  it('is refused where it cannot bear our mark', async () => {
    const { simulator, places } = open({ version: '6.4-15' })
    await expect(createJobs(places).create('nightly', want, work())).rejects.toMatchObject({ code: 'refused' })
    expect(simulator.world.jobs.size).toBe(0)
  })

  it('that others made is left alone', async () => {
    const { simulator, places } = open()
    simulator.world.jobs.set('backup-1', { schedule: '01:00', all: 1, storage: 'local', comment: 'all of it' })
    const { ours, others } = await createJobs(places).read(never)
    expect([ours.size, others.map(({ name }) => name)]).toEqual([0, ['backup job backup-1 on pve1']])
  })
})
