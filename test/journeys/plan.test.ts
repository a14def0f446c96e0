import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declareMachines, furniture } from '../../src/app/machines/testing/practice.ts'
import { practiceToken, startProxmox } from '../../src/practice.ts'
import type { Claim } from '../../src/reconcile/lock.ts'
import { restRig } from '../rest.ts'
import { openShell, type Shell, type TypedOptions } from '../terminal.ts'

type Proxmox = Awaited<ReturnType<typeof startProxmox>>

let shell: Shell
let proxmox: Proxmox
beforeAll(async () => {
  shell = openShell()
  proxmox = await startProxmox({ ...furniture, speed: 200 })
})
afterAll(async () => {
  await proxmox[Symbol.asyncDispose]()
  shell[Symbol.dispose]()
})

/** Writes the file with these machines. */
function declare(...machines: readonly string[]): void {
  const text = `coop: { name: Example Co-op, domain: example.coop }\n${infrastructure(machines)}`
  writeFileSync(join(shell.folder, 'coop.yaml'), text)
}

function infrastructure(machines: readonly string[]): string {
  return declareMachines(machines.map((line) => `  ${line}`).join('\n'), proxmox.url, 'secret://kvm1')
}

const web = (memory = '2 GiB') => `web1: { number: 1, in: [production], memory: ${memory}, backup: nightly }`
const bbb = 'bbb1: { number: 2, in: [production], memory: 4 GiB, backup: nightly }'

const mycel = (words: string | readonly string[], options?: TypedOptions) => shell.mycel(words, options)

// Each begins where the one before left off, as an operator's day does.
describe('plan and apply', () => {
  it('say which secret is missing, and how to store it', async () => {
    declare(web(), bbb)
    const { code, err } = await mycel('plan')
    expect(code).toBe(66)
    expect(err).toContain('mycel secret set kvm1')
    await mycel('secret set kvm1', { input: practiceToken.secret })
  })

  it('show what would be made, and make nothing unless somebody says so', async () => {
    const planned = await mycel('plan')
    expect(planned.code).toBe(2)
    expect(planned.out).toContain(
      '  + machine/production/web1     2 GiB, 2 cores, 20 GiB of disk, 10.0.1.11, VM 1001 on kvm1',
    )
    expect(planned.out).toContain('4 to create, 0 as they should be. Plan ')
    const { code, err } = await mycel('apply')
    expect([code, err]).toEqual([64, expect.stringContaining('nobody is there to ask')])
    expect(await mycel('apply', { tty: 100, input: 'no' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('Not done. Nothing was changed.'),
    })
    expect([...proxmox.simulator.world.guests.keys()]).toEqual([9000])
  })

  it('do what was looked at and look again, and then there is nothing to change', async () => {
    const { hash } = JSON.parse((await mycel('plan --json')).out)
    const { code, out, err } = await mycel(['apply', '--expect', hash, '--because', 'the first machines'])
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Looked again.\nNothing to change: 4 as they should be.\n'),
    ])
    expect(err).toMatch(/ok {7}machine\/production\/web1 created/)
    expect(await mycel('plan')).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing to change: 4 as they/) })
    expect((await mycel('plan --expect 0')).code).toBe(0)
  })

  it('show one edit of memory as one line that needs a reboot, and reboot only when asked', async () => {
    declare(web('4 GiB'), bbb)
    const { out } = await mycel('plan')
    expect(out.split('\n').filter((line) => /^ {2}\S/.test(line))).toEqual([
      '  ~ machine/production/web1  memory 2 GiB → 4 GiB (needs a reboot)',
    ])
    const applied = await mycel('apply', { tty: 100, input: 'yes' })
    expect(applied.code).toBe(0)
    expect(applied.out).toContain('to reboot: mycel apply --restart machine/production/web1')
    expect((await mycel('apply --yes --restart machine/production/web1')).code).toBe(0)
    expect((await mycel('plan')).out).toMatch(/^Nothing to change: 4 as they should be\.\n/)
  })

  it('change nothing when the plan is not the expected one', async () => {
    declare(web('2 GiB'), bbb)
    for (const expected of ['0123456789ab', '7']) {
      const { code, err } = await mycel(`apply --expect ${expected}`)
      expect([code, err]).toEqual([73, expect.stringContaining('Nothing was changed.')])
    }
    declare(web('4 GiB'), bbb)
  })

  it('destroy no machine that was not named', async () => {
    declare(web('4 GiB'))
    const { code, err } = await mycel('apply --yes')
    expect([code, err]).toEqual([1, expect.stringContaining('--destroy machine/production/bbb1')])
    expect(proxmox.simulator.world.guests.has(1002)).toBe(true)
    expect((await mycel('apply --yes --destroy machine/production/bbb1')).code).toBe(0)
    expect(proxmox.simulator.world.guests.has(1002)).toBe(false)
  })

  it('stop at Ctrl-C, and go on when given again', async () => {
    declare(web('4 GiB'), bbb)
    const ending = new AbortController()
    const onWrite = (text: string) => void (text.includes('cloning') && ending.abort('SIGINT'))
    const { code, out } = await mycel('apply --yes', { tty: 200, signal: ending.signal, onWrite })
    expect([code, out]).toEqual([130, expect.stringContaining('Run mycel apply again: it goes on from what is there.')])
    expect(await mycel('apply --yes')).toMatchObject({ code: 0, out: expect.stringContaining('4 as they should be.') })
  })

  it('let nobody else in while somebody applies, and say who it is', async () => {
    const claim: Claim = { id: 'udit-1', who: 'udit', place: 'desk', process: '1', why: 'new disks', since: 0 }
    const comment = `mycel apply ${Buffer.from(JSON.stringify(claim)).toString('base64url')}`
    proxmox.simulator.world.pools.set('mycel-lock', { comment })
    const { code, err } = await mycel('apply --yes')
    expect(code).toBe(75)
    expect(err).toContain('somebody else is applying: udit on desk, process 1, since 1970-01-01 00:00 UTC: new disks')
    expect((await mycel('plan')).out).toContain('Somebody is applying at the moment: udit on desk')
    expect(await mycel('apply --yes --take-lock udit-1')).toMatchObject({
      code: 0,
      err: expect.stringContaining('Took the lock of somebody who is gone: udit'),
    })
    expect(proxmox.simulator.world.pools.has('mycel-lock')).toBe(false)
  })

  it('tell what others changed, and adopt what they made', async () => {
    const guest = proxmox.simulator.world.guests.get(1001)
    if (guest) guest.config['onboot'] = guest.config['onboot'] === '1' ? '0' : '1'
    const drifted = await mycel('drift')
    expect([drifted.code, drifted.out]).toEqual([2, expect.stringMatching(/^Changed in the world, not in the file:/)])
    await mycel('apply --yes')
    expect((await mycel('drift')).code).toBe(0)

    if (guest) guest.config['description'] = 'made by hand'
    if (guest) guest.config['tags'] = ''
    expect(await mycel('apply --yes')).toMatchObject({
      code: 73,
      err: expect.stringContaining('mycel adopt machine/production/web1'),
    })
    const adopted = await mycel('adopt machine/production/web1', { tty: 100, input: 'yes' })
    expect([adopted.code, adopted.out]).toEqual([0, expect.stringContaining('machine/production/web1 is ours.')])
    expect((await mycel('apply --yes')).code).toBe(0)
  })

  it('say once that there is nothing to do, and keep what was only practised apart', async () => {
    const { out } = await mycel('apply --yes')
    expect(out.match(/Nothing to change/g)).toHaveLength(1)
    const real = (await mycel('applies --json')).out
    const guest = proxmox.simulator.world.guests.get(1001)
    if (guest) guest.config['onboot'] = guest.config['onboot'] === '1' ? '0' : '1'
    await mycel(['apply', '--yes', '--practice', proxmox.url, '--because', 'only to see'])
    expect((await mycel('applies --json')).out).toBe(real)
    expect((await mycel('applies --practice')).out).toContain('only to see')
  })

  it('remember who did what and why', async () => {
    const { out } = await mycel('applies')
    expect(out).toContain('the first machines')
    const { applies } = JSON.parse((await mycel('applies --json')).out)
    const one = await mycel(`applies ${applies.at(-1).id.slice(0, 6)}`)
    expect(one.out).toContain('because: the first machines')
    expect(one.out).toMatch(/done {7}machine\/production\/web1/)
    expect((await mycel('applies nothing')).code).toBe(66)
  })

  it('are shown over REST by a server with the same data folder, which looks but never applies', async () => {
    const machines = { dataDir: join(shell.folder, 'data'), env: {}, file: 'coop.yaml' }
    await using coop = await restRig({ servers: 0, extra: infrastructure([web('8 GiB'), bbb]), machines })
    const { body: last } = await coop.local('GET', '/api/v1/plan')
    expect(last).toMatchObject({ plan: { steps: [], file: 'coop.yaml' } })
    expect(last['looks']).toEqual({ hosts: 1, every: 3600, triedAt: null, failure: null })
    const { body: seen } = await coop.local('POST', '/api/v1/plan')
    const step = { ref: 'machine/production/web1', verb: 'update', cause: 'file' }
    expect(seen).toMatchObject({ plan: { steps: [{ ...step, differences: [{ path: 'memory', to: '8 GiB' }] }] } })
    expect((await coop.local('GET', '/api/v1/drift')).body).toMatchObject({ drift: [] })
    const metrics = (await coop.local('GET', '/metrics')).text
    expect(metrics).toContain('mycel_machines_drifted 0\n')
    expect(metrics).toContain('mycel_machines_changes 1\n')
    expect(metrics).toContain('mycel_machines_look_failed 0\n')
    expect(metrics).toMatch(/mycel_machines_looked_timestamp_seconds \d{10}/)
    const { applies } = (await coop.local('GET', '/api/v1/applies')).body as { applies: { id: string }[] }
    const { body: first } = await coop.local('GET', `/api/v1/applies/${applies.at(-1)?.id}`)
    expect(first).toMatchObject({ why: 'the first machines', ended: 'whole', steps: 4, done: 4 })
    expect(proxmox.simulator.world.guests.get(1001)?.config['memory']).toBe('4096')
  })

  it('tell over REST and metrics why a server cannot look', async () => {
    const machines = { dataDir: join(shell.folder, 'elsewhere'), env: {}, file: 'coop.yaml' }
    await using coop = await restRig({ servers: 0, extra: infrastructure([web()]), machines })
    expect((await coop.local('GET', '/metrics')).text).not.toMatch(/^mycel_machines_\w+ /m)
    expect((await coop.local('POST', '/api/v1/plan')).status).toBe(404)
    const { body } = await coop.local('GET', '/api/v1/plan')
    const failure = { message: expect.stringContaining('kvm1'), hint: expect.stringContaining('mycel secret set kvm1') }
    expect(body).toMatchObject({ plan: null, looks: { failure, triedAt: expect.any(String) } })
    expect((await coop.local('GET', '/metrics')).text).toContain('mycel_machines_look_failed 1\n')
  })
})
