import { describe, expect, it } from 'vitest'
import { createEngine, type Process } from './engine.ts'
import { practiceToken } from './furnish.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.ts'

const tokenHeader = { authorization: `PVEAPIToken=${practiceToken.id}=${practiceToken.secret}` }

/** One request, as anybody might send it. */
async function ask(
  simulator: Simulator,
  call: string,
  form: Readonly<Record<string, string>> = {},
  headers: Readonly<Record<string, string>> = tokenHeader,
) {
  const [method = 'GET', path = '/'] = call.split(' ')
  const body = new URLSearchParams(form).toString()
  const reply = await simulator.answer({ method, path: `/api2/json${path}`, headers, body })
  return { ...reply, ...JSON.parse(reply.body === '' ? '{}' : reply.body) }
}

function open(options: SimulatorOptions = {}) {
  const simulator = createSimulator(options)
  simulator.world.pools.set('mycel-production', { comment: '' })
  return simulator
}

const create = { vmid: '1001', name: 'web1', pool: 'mycel-production', memory: '1024', scsi0: 'local-lvm:8' }

async function createMachine(simulator: Simulator, more: Readonly<Record<string, string>> = {}): Promise<void> {
  const { status, message } = await ask(simulator, 'POST /nodes/pve1/qemu', { ...create, ...more })
  if (status !== 200) throw new Error(message)
  await simulator.pass(30_000)
}

describe('simulated time', () => {
  function* locking(name: string, shared: boolean, ms: number, log: string[], as: string): Process<void> {
    const got = yield { kind: 'lock', name, shared, ms: 1_000 }
    log.push(`${as} ${got ? 'has' : 'has not'} it`)
    if (!got) return
    yield { kind: 'sleep', ms }
    log.push(`${as} is done`)
  }

  it('gives a lock to one at a time, in order, and takes it from nobody', () => {
    const engine = createEngine(0)
    const log: string[] = []
    engine.spawn(locking('a', false, 600, log, 'first'), () => {})
    engine.spawn(locking('a', false, 600, log, 'second'), () => {})
    engine.spawn(locking('a', false, 600, log, 'third'), () => {})
    engine.advanceTo(10_000)
    expect(log).toEqual(['first has it', 'first is done', 'second has it', 'third has not it', 'second is done'])
  })

  it('lets those share a lock who want to share it', () => {
    const engine = createEngine(0)
    const log: string[] = []
    engine.spawn(locking('a', true, 600, log, 'first'), () => {})
    engine.spawn(locking('a', true, 600, log, 'second'), () => {})
    engine.advanceTo(1)
    expect(log).toEqual(['first has it', 'second has it'])
  })

  it('frees the locks of who is killed, and lets who is interrupted tidy up', () => {
    const engine = createEngine(0)
    const log: string[] = []
    const killed = engine.spawn(locking('a', false, 9_000, log, 'first'), () => log.push('first is over'))
    engine.advanceTo(1)
    killed.kill(new Error('killed'))
    engine.spawn(locking('a', false, 10, log, 'second'), () => {})
    function* tidy(): Process<void> {
      try {
        yield { kind: 'sleep', ms: 1_000 }
      } catch (error) {
        yield { kind: 'sleep', ms: 5 }
        log.push(String(error))
      }
    }
    engine.spawn(tidy(), () => {}).interrupt(new Error('stop'))
    engine.advanceTo(20_000)
    expect(log).toEqual(['first has it', 'first is over', 'second has it', 'Error: stop', 'second is done'])
  })
})

describe('who asks', () => {
  it.each([
    [{}, 'No ticket'],
    [{ authorization: 'PVEAPIToken=mycel@pve!apply=00000000-0000-0000-0000-000000000000' }, 'invalid token value!'],
    [{ authorization: 'PVEAPIToken=mycel@pve!other=1' }, "no such token 'other' for user 'mycel@pve'"],
  ])('with %o is refused, after three seconds', async (headers, reason) => {
    const simulator = open()
    const before = simulator.world.engine.now()
    expect(await ask(simulator, 'GET /nodes', {}, headers)).toMatchObject({ status: 401, reason })
    expect(simulator.world.engine.now() - before).toBe(3_000)
  })

  it('with a token that has expired is refused', async () => {
    const simulator = open()
    simulator.world.access.tokens.set(practiceToken.id, { secret: practiceToken.secret, separate: true, expires: 1 })
    expect((await ask(simulator, 'GET /nodes')).reason).toBe(`token '${practiceToken.id}' access expired`)
  })

  it('with a ticket needs the other half of it to change something, and for two hours', async () => {
    const simulator = open()
    const { data } = await ask(simulator, 'POST /access/ticket', { username: 'root@pam', password: 'practice' }, {})
    const cookie = { cookie: `PVEAuthCookie=${encodeURIComponent(data.ticket)}` }
    const both = { ...cookie, csrfpreventiontoken: data.CSRFPreventionToken }
    expect((await ask(simulator, 'GET /nodes', {}, cookie)).status).toBe(200)
    expect((await ask(simulator, 'POST /pools', { poolid: 'a' }, cookie)).reason).toMatch(/csrf/)
    expect((await ask(simulator, 'POST /pools', { poolid: 'a' }, both)).status).toBe(200)
    await simulator.pass(2 * 3600 * 1000 + 1_000)
    expect((await ask(simulator, 'GET /nodes', {}, both)).status).toBe(401)
    const wrong = await ask(simulator, 'POST /access/ticket', { username: 'root@pam', password: 'x' }, {})
    expect(wrong).toMatchObject({ status: 401, reason: 'authentication failure' })
  })

  it('with a token has only what both it and its user have', async () => {
    const simulator = open()
    const { access } = simulator.world
    const may = async () => Object.keys((await ask(simulator, 'GET /access/permissions')).data)
    expect(await may()).toContain('/storage/local')
    access.acl.splice(0, access.acl.length, ...access.acl.filter(({ who }) => who !== 'mycel@pve'))
    expect(await may()).toEqual([])
  })
})

describe('a refusal', () => {
  it('of parameters names each, in the words of Proxmox', async () => {
    const simulator = open()
    const wrong = { vmid: '7', memory: 'much', cores: '0', net0: 'virtio,bridge=vm br', tags: '§', color: 'red' }
    expect(await ask(simulator, 'POST /nodes/pve1/qemu', { ...wrong, pool: 'mycel-production' })).toMatchObject({
      status: 400,
      reason: 'Parameter verification failed.',
      message: 'Parameter verification failed.\n',
      errors: {
        vmid: 'value must have a minimum value of 100',
        memory: 'value does not match the regex pattern',
        cores: 'value must have a minimum value of 1',
        net0: 'invalid format - format error\nbridge: invalid format',
        tags: 'invalid format - invalid characters in tag',
        color: 'property is not defined in schema and the schema does not allow additional properties',
      },
    })
  })

  it('stands in the line of the status alone before 8.4', async () => {
    const old = await ask(open({ version: '7.4-16' }), 'POST /pools', { poolid: 'x' })
    expect(old).toMatchObject({ status: 403, reason: 'Permission check failed (/pool/x, Pool.Allocate)', data: null })
    expect(old).not.toHaveProperty('message')
  })

  it.each([
    [{ args: '-no-acpi' }, "only root can set 'args' config"],
    [{ scsi0: 'nowhere:8' }, 'Permission check failed (/storage/nowhere, Datastore.AllocateSpace)'],
    [{ net0: 'virtio,bridge=vmbr9' }, 'Permission check failed (/sdn/zones/localnetwork/vmbr9, SDN.Use)'],
    [{ pool: 'mycel-staging' }, "pool 'mycel-staging' does not exist"],
    [{ vmid: '9000' }, "unable to create VM 9000 - VM 9000 already exists on node 'pve1'"],
  ])('of %o says %s', async (more, reason) => {
    expect((await ask(open(), 'POST /nodes/pve1/qemu', { ...create, ...more })).reason).toBe(reason)
  })
})

describe('a machine', () => {
  it('that waits longer than a lock is given fails with the name of the lock', async () => {
    const simulator = open()
    simulator.world.engine.hold('storage pve1/local-lvm', 15_000)
    await createMachine(simulator)
    const [task] = simulator.world.tasks
    expect(task?.exit).toBe(
      "unable to create VM 1001 - can't lock file '/var/lock/pve-manager/pve-storage-local-lvm' - got timeout",
    )
    expect(simulator.world.guests.has(1001)).toBe(false)
  })

  it('that does not fit is not made, and leaves nothing behind', async () => {
    const simulator = open({ storages: [{ id: 'local-lvm', sizeGiB: 10 }] })
    await createMachine(simulator)
    expect(simulator.world.tasks[0]?.exit).toMatch(/insufficient free space/)
    expect([...(simulator.world.storages.get('local-lvm')?.volumes.keys() ?? [])].join()).not.toContain('1001')
  })

  it('that is changed with an old digest is not', async () => {
    const simulator = open()
    await createMachine(simulator)
    const { data } = await ask(simulator, 'GET /nodes/pve1/qemu/1001/config')
    const put = (form: Readonly<Record<string, string>>) => ask(simulator, 'PUT /nodes/pve1/qemu/1001/config', form)
    expect((await put({ onboot: '1', digest: data.digest })).status).toBe(200)
    expect((await put({ onboot: '0', digest: data.digest })).reason).toBe(
      'checksum mismatch (file change by other user?)',
    )
  })

  it('gets a new hardware address with every card that has none', async () => {
    const simulator = open()
    await createMachine(simulator)
    const cards: string[] = []
    for (const net0 of ['virtio,bridge=vmbr0', 'virtio,bridge=vmbr0', 'virtio=bc:24:11:00:00:09,bridge=vmbr0']) {
      await ask(simulator, 'PUT /nodes/pve1/qemu/1001/config', { net0 })
      cards.push(simulator.world.guests.get(1001)?.config['net0'] ?? '')
    }
    expect(new Set(cards).size).toBe(3)
    expect(cards[2]).toBe('virtio=BC:24:11:00:00:09,bridge=vmbr0')
  })

  it('on a node that is away is not reached', async () => {
    const simulator = open()
    await createMachine(simulator)
    const node = simulator.world.nodes.get('pve1')
    if (node) node.isOnline = false
    expect((await ask(simulator, 'GET /nodes/pve1/qemu/1001/config')).status).toBe(595)
    const { data } = await ask(simulator, 'GET /cluster/resources?type=vm')
    expect(data.map(({ status }: { status: string }) => status)).toEqual(['unknown', 'unknown'])
  })

  it('is copied by many at a time from a template, and by one from a machine that runs', async () => {
    const simulator = open()
    await createMachine(simulator)
    const guest = simulator.world.guests.get(1001)
    const clones = async (from: number, ids: readonly number[]) => {
      const form = { full: '1', pool: 'mycel-production', storage: 'local-lvm' }
      for (const newid of ids)
        await ask(simulator, `POST /nodes/pve1/qemu/${from}/clone`, { ...form, newid: `${newid}` })
      await simulator.pass(60_000)
      return simulator.world.tasks.slice(-ids.length).map(({ exit }) => exit)
    }
    expect(await clones(9000, [1101, 1102, 1103])).toEqual(['OK', 'OK', 'OK'])
    if (guest) guest.isRunning = true
    simulator.world.access.roles.set(
      'MycelMachines',
      new Set([...(simulator.world.access.roles.get('MycelMachines') ?? []), 'VM.Clone']),
    )
    const [first, second] = await clones(1001, [1201, 1202])
    expect(first).toBe('OK')
    expect(second).toBe("can't lock file '/var/lock/qemu-server/lock-1001.conf' - got timeout")
  })
})
