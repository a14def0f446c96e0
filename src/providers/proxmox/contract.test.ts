import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Secret } from '../../lib/secret.ts'
import { at, createProxmox, type Proxmox, type Session } from './client.ts'
import { isFailure, type ProxmoxFailure } from './failure.ts'
import { practiceToken } from './fake/furnish.ts'
import { versions } from './fake/profile.ts'
import { startPracticeProxmox } from './fake/server.ts'
import { createLock } from './lock.ts'
import { createMachines } from './machines.ts'
import { finish } from './tasks.ts'
import { card, machine, never, work } from './testing/rig.ts'
import { readUpid } from './upid.ts'

/**
 * What we believe of Proxmox. It always runs against the simulator, of each release, over HTTP. With these it runs against a
 * real one as well: MYCEL_PVE_URL, MYCEL_PVE_TOKEN_ID, MYCEL_PVE_TOKEN, if need be MYCEL_PVE_FINGERPRINT, and what it may
 * use: MYCEL_PVE_NODE, MYCEL_PVE_STORAGE, MYCEL_PVE_BRIDGE, MYCEL_PVE_TEMPLATE (a VM id), MYCEL_PVE_POOL (of its own; made
 * and removed again) and MYCEL_PVE_VMID (free; a machine is made there and destroyed).
 */
interface Target extends AsyncDisposable {
  readonly proxmox: Proxmox
  readonly node: string
  readonly storage: string
  readonly bridge: string
  readonly template: number
  readonly pool: string
  readonly vmid: number
}

const { env } = process
const real = env['MYCEL_PVE_URL']
const simulated = versions.map((version) => ({
  name: `a practice Proxmox ${version}`,
  open: () => openSimulated(version),
}))
const targets = [
  ...simulated,
  ...(real === undefined ? [] : [{ name: `the Proxmox at ${real}`, open: () => openReal(real) }]),
]
const about = real === undefined ? ' (a real one is skipped: MYCEL_PVE_URL is not set)' : ''

async function openSimulated(version: (typeof versions)[number]): Promise<Target> {
  const server = await startPracticeProxmox({ version, speed: 200, mayFill: ['mycel-contract'] })
  const access = {
    name: 'practice',
    url: server.url,
    tokenId: practiceToken.id,
    token: new Secret(practiceToken.secret),
  }
  const proxmox = createProxmox({ access, pause: (ms, signal) => server.simulator.pass(ms, signal) })
  const place = { node: 'pve1', storage: 'local-lvm', bridge: 'vmbr0', template: 9000 }
  return {
    proxmox,
    ...place,
    pool: 'mycel-contract',
    vmid: 1999,
    async [Symbol.asyncDispose]() {
      await proxmox[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

async function openReal(url: string): Promise<Target> {
  const need = (name: string) => {
    const value = env[`MYCEL_PVE_${name}`]
    if (value === undefined) throw new Error(`MYCEL_PVE_${name} is not set`)
    return value
  }
  const fingerprint = env['MYCEL_PVE_FINGERPRINT']
  const token = { tokenId: need('TOKEN_ID'), token: new Secret(need('TOKEN')) }
  const proxmox = createProxmox({ access: { name: 'real', url, ...token, ...(fingerprint && { fingerprint }) } })
  return {
    proxmox,
    node: need('NODE'),
    storage: need('STORAGE'),
    bridge: need('BRIDGE'),
    template: Number(need('TEMPLATE')),
    pool: need('POOL'),
    vmid: Number(need('VMID')),
    [Symbol.asyncDispose]: () => proxmox[Symbol.asyncDispose](),
  }
}

describe.each(targets)(`$name${about}`, ({ open }) => {
  let target: Target
  let session: Session

  beforeAll(async () => {
    target = await open()
    session = target.proxmox.session(never)
  })
  afterAll(() => target[Symbol.asyncDispose]())

  const failureOf = (sent: Promise<unknown>) =>
    sent.then(
      () => 'no failure',
      (error: ProxmoxFailure) => error.kind,
    )

  it('says a release that we know', async () => {
    expect((await target.proxmox.release(never)).major).toBeGreaterThanOrEqual(6)
  })

  it('tells what our token may do, by path', async () => {
    const permissions = Object(await session.get('/access/permissions'))
    expect(Object.keys(permissions[`/storage/${target.storage}`] ?? permissions['/'] ?? {})).toContain(
      'Datastore.AllocateSpace',
    )
  })

  it('lists guests with an id, a node and a status', async () => {
    const listed = Object(await session.get('/cluster/resources', { type: 'vm' }))
    const template = listed.find((guest: { vmid?: unknown }) => Number(guest.vmid) === target.template)
    expect(template).toMatchObject({ type: 'qemu', status: 'stopped' })
  })

  it('refuses what is not a parameter, what is wrong and what is missing, each by its name', async () => {
    const path = at('nodes', target.node, 'qemu', target.template, 'clone')
    const refused = await session.send('POST', path, { nonsense: 1, full: 'maybe' }).catch((error: unknown) => error)
    expect(isFailure(refused, 'invalid', 'forbidden')).toBe(true)
    if (isFailure(refused, 'invalid')) expect(refused.said).toMatch(/nonsense: property is not defined in schema/)
  })

  it('has no method that does not exist', async () => {
    expect(await failureOf(session.get('/nodes/nowhere/nothing/at/all'))).toMatch(/unsupported|failed/)
  })

  it('lets nobody see a machine that is not there, in the words that we know', async () => {
    const path = `${at('nodes', target.node, 'qemu', target.vmid)}/config`
    expect(await failureOf(session.get(path))).toMatch(/absent|forbidden/)
  })

  it('makes a pool once, shows its comment, and removes it', async () => {
    const lock = createLock(target.proxmox)
    const claim = { id: 'contract', who: 'dawn ✿', place: 'here', process: '1', why: 'a test', since: 1 }
    expect(await lock.claim(claim)).toEqual(claim)
    expect(await lock.claim({ ...claim, id: 'another' })).toEqual(claim)
    await lock.release('another')
    expect(await lock.holder()).toEqual(claim)
    await lock.release('contract')
    expect(await lock.holder()).toBeUndefined()
  })

  it('makes a machine that is as it should be, changes it, and destroys it', { timeout: 600_000 }, async () => {
    const { proxmox, node, pool, storage, bridge, vmid, template } = target
    await session.send('POST', '/pools', { poolid: pool, comment: 'contract' })
    const want = machine({
      name: 'mycel-contract.example.coop',
      vmid,
      node,
      pool,
      disks: [{ slot: 'scsi0', storage, size: 4, backup: true }],
      networks: [{ ...card(vmid), bridge }],
      source: { kind: 'template', vmid: template, name: 'template' },
      memory: 512,
      cpu: 'kvm64',
      started: false,
    })
    const options = { owner: 'contract.example.coop', hosts: new Map([['kvm1', proxmox]]), machines: [want] }
    const kind = createMachines(options)
    const read = async () => (await kind.read(never)).ours.get('contract')
    await kind.create('contract', want, work())
    const made = await read()
    expect(made && kind.diff(want, made)).toEqual([])
    const larger = { ...want, memory: 768, disks: [{ slot: 'scsi0', storage, size: 5, backup: false }] as const }
    if (made) await kind.update('contract', larger, made, work())
    const changed = await read()
    expect(changed && kind.diff(larger, changed)).toEqual([])
    if (changed) await kind.remove('contract', changed, work())
    expect(await read()).toBeUndefined()
  })

  it('names the task of what takes long, and ends it with OK', async () => {
    const { node, template, vmid, pool } = target
    const more = { newid: vmid, pool, full: true, storage: target.storage, name: 'mycel-contract-2' }
    const answer = await session.send('POST', `${at('nodes', node, 'qemu', template)}/clone`, more)
    expect(readUpid(answer)).toMatchObject({ node, type: 'qmclone', id: String(template), user: target.proxmox.owner })
    expect(await finish(session, answer)).toEqual({ warnings: [] })
    await expect
      .poll(() =>
        failureOf(session.send('DELETE', at('nodes', node, 'qemu', vmid)).then((sent) => finish(session, sent))),
      )
      .toBe('no failure')
    const { poolsByParameter } = await target.proxmox.release(never)
    if (poolsByParameter) await session.send('DELETE', '/pools', { poolid: pool })
    else await session.send('DELETE', at('pools', pool))
  })
})
