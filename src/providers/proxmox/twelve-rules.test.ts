import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Machine } from '../../machines/machine.ts'
import { isFailure, kindOfMessage } from './failure.ts'
import { practiceToken } from './fake/furnish.ts'
import { versions } from './fake/profile.ts'
import type { Simulator, SimulatorOptions } from './fake/simulator.ts'
import { card, kindOf, machine, never, openRig, withPools, work } from './testing/rig.ts'

/** Proxmox has twelve pitfalls that its other clients fall into. Each has its rule, and each rule its test here. */

function open(options: SimulatorOptions = {}) {
  const rig = openRig(options)
  withPools(rig.simulator, 'mycel-production', 'mycel-staging')
  return rig
}

/** A Proxmox with one machine of ours in it, made from the wish. */
async function withMachine(want: Machine, options: SimulatorOptions = {}) {
  const { simulator, proxmox } = open(options)
  const kind = kindOf(proxmox, [want])
  await kind.create('web1', want, work())
  return { simulator, proxmox, kind, have: await read() }

  async function read() {
    const { ours } = await kind.read(never)
    const have = ours.get('web1')
    if (!have) throw new Error('there is no machine web1')
    return have
  }
}

const callsOf = ({ world }: Simulator, pattern: RegExp) => world.calls.filter((call) => pattern.test(call))
const clones = /^POST .*\/clone$/

describe('rule 1: VM ids are ours to give, and Proxmox is never asked for a free one', () => {
  it('makes a machine with the declared id', async () => {
    const { simulator, have } = await withMachine(machine({ vmid: 1042 }))
    expect(have.vmid).toBe(1042)
    expect(callsOf(simulator, /nextid/)).toEqual([])
  })

  it('reports an id that somebody else took, and leaves theirs alone', async () => {
    const { simulator, proxmox } = open()
    const kind = kindOf(proxmox, [machine({ vmid: 1001 })])
    const theirs = await withMachine(machine({ vmid: 1001, description: 'theirs' }))
    const [guest] = [...theirs.simulator.world.guests.values()].filter(({ vmid }) => vmid === 1001)
    if (guest) simulator.world.guests.set(1001, { ...guest, config: { ...guest.config, description: 'by hand' } })
    const before = JSON.stringify(simulator.world.guests.get(1001))
    const { ours, others } = await kind.read(never)
    expect(ours.size).toBe(0)
    expect(others.map(({ claims }) => claims[0])).toEqual(kind.claims?.(machine({ vmid: 1001 })).slice(0, 1))
    await expect(kind.create('web1', machine({ vmid: 1001 }), work())).rejects.toMatchObject({
      code: 'conflict',
      message: 'VM 1001 is already there, and is not ours; web1001.hypha.coop was not made',
    })
    expect(JSON.stringify(simulator.world.guests.get(1001))).toBe(before)
  })
})

describe('rule 2: two copies at a time on a storage, and again when a lock was in the way', () => {
  it('makes six machines at once, never more than two onto one storage', async () => {
    const { simulator, proxmox } = open()
    const wants = [1, 2, 3, 4, 5, 6].map((n) => machine({ vmid: 1000 + n }))
    const kind = kindOf(proxmox, wants)
    const shared = work()
    let most = 0
    const watch = setInterval(() => {
      const running = simulator.world.tasks.filter(({ type, exit }) => type === 'qmclone' && exit === undefined)
      most = Math.max(most, running.length)
    }, 0)
    await Promise.all(wants.map((want) => kind.create(`web${want.vmid}`, want, shared)))
    clearInterval(watch)
    const atOnce = overlapping(simulator)
    expect(Math.max(...atOnce)).toBe(2)
    expect(most).toBeLessThanOrEqual(2)
    expect((await kind.read(never)).ours.size).toBe(6)
  })

  it.each(['/var/lock/qemu-server/lock-1001.conf', '/var/lock/pve-manager/pve-storage-local-lvm'])(
    'says it again after a timeout of %s, with pauses that grow',
    async (file) => {
      const { simulator, proxmox } = open()
      const want = machine()
      simulator.break({
        call: clones,
        effect: { status: 500, message: `can't lock file '${file}' - got timeout` },
        times: 3,
      })
      await kindOf(proxmox, [want]).create('web1', want, work())
      expect(callsOf(simulator, clones)).toHaveLength(4)
    },
  )

  it('never says again what was refused as wrong', async () => {
    const { simulator, proxmox } = open()
    simulator.break({ call: clones, effect: { status: 400, message: 'Parameter verification failed.' }, times: 9 })
    const want = machine()
    await expect(kindOf(proxmox, [want]).create('web1', want, work())).rejects.toMatchObject({ kind: 'invalid' })
    expect(callsOf(simulator, clones)).toHaveLength(1)
  })
})

/** For each clone how many ran when it began, itself included. */
function overlapping({ world }: Simulator): number[] {
  const tasks = world.tasks.filter(({ type }) => type === 'qmclone')
  return tasks.map(
    ({ startTime }) => tasks.filter((one) => one.startTime <= startTime && (one.endTime ?? 0) > startTime).length,
  )
}

describe('rule 3: a clone is done when its task is and its lock is gone', () => {
  it('gives the storage on, and configures, only then', async () => {
    const { simulator, proxmox } = open()
    const want = machine()
    const locks: unknown[] = []
    const watching = {
      ...work(),
      async hold<Result>(_what: string, _most: number, run: () => Promise<Result>): Promise<Result> {
        const result = await run()
        locks.push(simulator.world.guests.get(1001)?.config['lock'])
        return result
      },
    }
    await kindOf(proxmox, [want]).create('web1', want, watching)
    expect(locks).toEqual([undefined, undefined])
    const { calls } = simulator.world
    const afterTask = calls.slice(calls.findLastIndex((call) => /qmclone.*\/status$/.test(call)) + 1)
    const looks = afterTask.slice(
      0,
      afterTask.findIndex((call) => call.startsWith('PUT')),
    )
    expect(looks.filter((call) => call === 'GET /nodes/pve1/qemu/1001/config').length).toBeGreaterThan(2)
  })

  it('says how to clean up when the worker died and left its lock', async () => {
    const { simulator, proxmox } = open()
    simulator.breakTask({ type: 'qmclone', effect: 'killed', afterMs: 900 })
    const want = machine()
    const kind = kindOf(proxmox, [want])
    const remedy = expect.stringContaining('as root on pve1: qm unlock 1001 && qm destroy 1001')
    await expect(kind.create('web1', want, work())).rejects.toMatchObject({ code: 'locked', hint: remedy })
    expect(simulator.world.guests.get(1001)?.config['lock']).toBe('clone')
    // It never came into its pool, so a token with the rights that we ask for does not see it, and meets it when it makes.
    expect(await kind.read(never)).toEqual({ ours: new Map(), others: [] })
    await expect(kind.create('web1', want, work())).rejects.toMatchObject({ code: 'conflict', hint: remedy })
  })
})

describe('rule 4: what may have been done is looked for by our mark, and never said again', () => {
  it('goes on with a machine whose answer was lost', async () => {
    const { simulator, proxmox } = open()
    simulator.break({ call: clones, effect: 'after' })
    const want = machine()
    const kind = kindOf(proxmox, [want])
    await kind.create('web1', want, work())
    const have = (await kind.read(never)).ours.get('web1')
    expect(have && kind.diff(want, have)).toEqual([])
    expect(callsOf(simulator, clones)).toHaveLength(1)
  })

  it('fails when it was not done, and the next attempt makes it', async () => {
    const { simulator, proxmox } = open()
    simulator.break({ call: clones, effect: 'before' })
    const want = machine()
    const kind = kindOf(proxmox, [want])
    await expect(kind.create('web1', want, work())).rejects.toMatchObject({ kind: 'lost' })
    expect(callsOf(simulator, clones)).toHaveLength(1)
    await kind.create('web1', want, work())
    expect((await kind.read(never)).ours.size).toBe(1)
  })

  it.each([/^PUT .*\/config$/, /^PUT .*\/resize$/, /^POST .*\/status\/start$/, /^POST .*firewall\/rules$/])(
    'makes one machine, whole, when the answer to %s is lost',
    async (call) => {
      const { simulator, proxmox } = open()
      simulator.break({ call, effect: 'after' })
      const want = machine({ firewall: machine().firewall.slice(0, 1) })
      const kind = kindOf(proxmox, [want])
      await kind.create('web1', want, work())
      const have = (await kind.read(never)).ours.get('web1')
      expect(have && kind.diff(want, have)).toEqual([])
      expect(callsOf(simulator, call)).toHaveLength(1)
    },
  )
})

describe('rule 5: a value that holds several is read, changed and written back', () => {
  it('keeps the hardware address, and what it does not know of a card and a disk', async () => {
    const { simulator, kind } = await withMachine(machine())
    const guest = simulator.world.guests.get(1001)
    if (guest) {
      guest.config['net0'] = `${guest.config['net0']},mtu=1400,queues=2`
      guest.config['scsi0'] = `${guest.config['scsi0']},iothread=1`
    }
    const want = machine({
      networks: [{ ...card(1001), vlan: 7 }],
      disks: [{ slot: 'scsi0', storage: 'local-lvm', size: 20, backup: false }],
    })
    const have = (await kind.read(never)).ours.get('web1')
    if (have) await kind.update('web1', want, have, work())
    expect(guest?.config['net0']).toBe('virtio=02:00:00:00:10:01,bridge=vmbr0,firewall=1,mtu=1400,queues=2,tag=7')
    expect(guest?.config['scsi0']).toBe('local-lvm:vm-1001-disk-0,discard=on,size=20G,iothread=1,backup=0')
  })
})

describe('rule 6: what waits for a restart is said, and looked at after one', () => {
  it('says that memory needs a restart, does not restart, and then does when asked', async () => {
    const { simulator, kind, have } = await withMachine(machine())
    const want = machine({ memory: 4096, cores: 4 })
    expect(kind.diff(want, have)).toEqual([
      { path: 'memory', from: '2 GiB', to: '4 GiB', effect: 'restart' },
      { path: 'cores', from: '2', to: '4', effect: 'restart' },
    ])
    const doing = work()
    await kind.update('web1', want, have, doing)
    expect(doing.remarks).toEqual(['VM 1001 "web1001.hypha.coop" on pve1 needs a restart for: memory, cores'])
    expect(simulator.world.guests.get(1001)?.config['memory']).toBe('2048')

    const changed = (await kind.read(never)).ours.get('web1')
    expect(changed && kind.diff(want, changed)).toEqual([])
    expect(changed && kind.pending?.(changed)).toEqual([
      { path: 'cores', from: '2', to: '4', effect: 'restart' },
      { path: 'memory', from: '2 GiB', to: '4 GiB', effect: 'restart' },
    ])
    await kind.restart?.('web1', work())
    const restarted = (await kind.read(never)).ours.get('web1')
    expect(restarted && kind.pending?.(restarted)).toEqual([])
    expect(simulator.world.guests.get(1001)?.config['memory']).toBe('4096')
  })
})

describe('rule 7: the same machine is the same in every release', () => {
  it.each(versions)('%s gives nothing to change after it was made', async (version) => {
    const want = machine()
    const { kind, have } = await withMachine(want, { version })
    expect(kind.diff(want, have)).toEqual([])
    expect(kind.diff(machine({ memory: 1024 }), have)).toMatchObject([{ path: 'memory', from: '2 GiB', to: '1 GiB' }])
  })
})

describe('rule 8: disks grow to an absolute size, and never shrink', () => {
  const sized = (size: number) => machine({ disks: [{ slot: 'scsi0', storage: 'local-lvm', size, backup: true }] })

  it('says the size, not what is to be added', async () => {
    const { simulator, kind, have } = await withMachine(sized(20))
    simulator.break({ call: /resize/, effect: { status: 500, message: "can't lock file 'x' - got timeout" } })
    await kind.update('web1', sized(40), have, work())
    expect(simulator.world.guests.get(1001)?.config['scsi0']).toContain('size=40G')
  })

  it('asks nothing for a disk of the right size', async () => {
    const { simulator } = await withMachine(sized(3))
    expect(callsOf(simulator, /resize/)).toEqual([])
  })

  it('calls a smaller one a replacement, which loses what is on it', async () => {
    const { kind, have } = await withMachine(sized(20))
    expect(kind.diff(sized(10), have)).toMatchObject(
      [{ path: 'scsi0 size', from: '20 GiB', to: '10 GiB', effect: 'replace', note: /do not shrink/ }].map((one) => ({
        ...one,
        note: expect.stringMatching(one.note),
      })),
    )
  })
})

describe('rule 9: a clone is always a full one', () => {
  it('stands on no template', async () => {
    const { simulator } = await withMachine(machine())
    expect(simulator.world.guests.get(1001)?.config['scsi0']).not.toContain('base-9000')
    const [task] = simulator.world.tasks
    expect(task?.log.join('\n')).toContain('create full clone of drive scsi0')
  })
})

describe('rule 10: what is not there, and what is just being made, are told apart by words, in one place', () => {
  it.each([
    ["Configuration file 'nodes/pve/qemu-server/103.conf' does not exist", 'absent'],
    ['unable to create VM 103: config file already exists', 'exists'],
    ["unable to create VM 103 - VM 103 already exists on node 'pve'", 'exists'],
    ["create pool failed: pool 'a' already exists", 'exists'],
    ["can't lock file '/var/lock/qemu-server/lock-101.conf' - got timeout", 'busy'],
    ["can't lock file '/var/lock/pve-manager/pve-storage-local-lvm' - got timeout", 'busy'],
    ["cfs-lock 'file-user_cfg' error: got lock request timeout", 'busy'],
    ['got no worker upid - start worker failed', 'busy'],
    ["clone failed: can't lock file '/var/lock/pve-manager/pve-storage-local' - got timeout", 'busy'],
    ['VM is locked (clone)', 'held'],
    ['VM is locked (backup)', 'held'],
    ['checksum mismatch (file change by other user?)', 'changed'],
    ['detected modified configuration - file changed by other user? Try again.', 'changed'],
    ["can't remove VM 101 - protection mode enabled", 'protected'],
    ["only root can set 'args' config", 'forbidden'],
    ['no rule at position 7', 'absent'],
    ['shrinking disks is not supported', 'failed'],
  ])('%s is %s', (message, kind) => {
    expect(kindOfMessage(message)).toBe(kind)
  })

  it('waits for a machine that an apply which was cut off is still making', async () => {
    const { simulator, proxmox } = open()
    const want = machine()
    const kind = kindOf(proxmox, [want])
    const ending = new AbortController()
    const cut = kind.create('web1', want, {
      ...work(ending.signal),
      progress: () => {},
      hold: async (_what, _most, run) => {
        const running = run()
        running.catch(() => {})
        while (callsOf(simulator, clones).length === 0) await simulator.pass(1)
        ending.abort(new Error('cut off'))
        return await running
      },
    })
    await expect(cut).rejects.toThrow('cut off')
    expect(simulator.world.guests.get(1001)?.config['lock'] ?? 'clone').toBe('clone')
    const { ours, others } = await kind.read(never, true)
    expect([...ours.keys(), ...others]).toEqual(['web1'])
    const have = ours.get('web1')
    if (have) await kind.update('web1', want, have, work())
    expect(callsOf(simulator, clones)).toHaveLength(1)
  })
})

describe('rule 11: the log of a task is read to its end before its error is shown', () => {
  it('finds an error after more than a page of lines', async () => {
    const { simulator, proxmox } = open()
    simulator.breakTask({ type: 'qmclone', effect: { error: 'no space left on the thin pool' }, afterMs: 500 })
    const want = machine()
    const creating = kindOf(proxmox, [want]).create('web1', want, work())
    creating.catch(() => {})
    while (simulator.world.tasks.length === 0) await simulator.pass(1)
    simulator.world.tasks[0]?.log.push(...Array.from({ length: 1234 }, (_, i) => `transferred ${i} MiB`))
    await expect(creating).rejects.toThrow(/clone failed: no space left on the thin pool$/)
    expect(simulator.world.guests.has(1001)).toBe(false)
  })

  it('takes warnings for success, and passes them on', async () => {
    const { simulator, proxmox } = open()
    simulator.breakTask({ type: 'qmclone', effect: 'warns' })
    const want = machine()
    const doing = work()
    await kindOf(proxmox, [want]).create('web1', want, doing)
    expect(doing.remarks).toEqual(['WARN: the practice Proxmox was told to warn'])
  })
})

describe('rule 12: the network of a host, over which we come, is never written to', () => {
  it('makes, changes and removes a machine without it, and without a word to any guest agent', async () => {
    const { simulator, kind, have } = await withMachine(machine())
    await kind.update('web1', machine({ networks: [{ ...card(1001), vlan: 9 }] }), have, work())
    const changed = (await kind.read(never)).ours.get('web1')
    if (changed) await kind.remove('web1', changed, work())
    expect(simulator.world.guests.has(1001)).toBe(false)
    expect(callsOf(simulator, /\/nodes\/[^/]+\/network|\/agent\b/)).toEqual([])
  })
})

describe('a token', () => {
  it('is refused late, and is in no message', async () => {
    const { simulator, proxmox } = open({ token: { ...practiceToken, secret: '11111111-2222-3333-4444-555555555555' } })
    const before = simulator.world.engine.now()
    const refused = await proxmox
      .session(never)
      .get('/access/permissions')
      .catch((error: unknown) => error)
    expect(isFailure(refused, 'unauthenticated')).toBe(true)
    expect(simulator.world.engine.now() - before).toBe(3000)
    expect(inspect(refused)).not.toContain(practiceToken.secret)
  })
})
