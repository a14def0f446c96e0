import { describe, expect, it } from 'vitest'
import { dangers, namedForNothing } from './dangers.ts'
import { requireExpected } from './fingerprint.ts'
import { manage } from './manage.ts'
import { plan } from './plan.ts'
import { fakeKind } from './testing/kinds.ts'
import { applyAs, machine, machineOptions, machines } from './testing/rig.ts'
import { FakeWorld } from './testing/world.ts'
import { describeDangers, describePlan } from './words.ts'

/** A world in which these machines are as declared. */
async function worldWith(...declared: Parameters<typeof machines>[1][]) {
  const world = new FakeWorld()
  const ask = world.process()
  await applyAs(world, ask, [machines(ask, ...declared)])
  return { world, ask }
}

const three = [machine('web1', '1001'), machine('bw1', '1003'), machine('bbb1', '1009', { memory: '8 GiB' })]

describe('a plan', () => {
  it('is nothing when all is as declared, and writes nothing', async () => {
    const { world, ask } = await worldWith(...three)
    const writes = world.writes.length
    const planned = await plan([machines(ask, ...three)])
    expect(describePlan(planned)).toEqual(['Nothing to change: 3 as they should be.'])
    expect(world.writes).toHaveLength(writes)
  })

  it('has one line for one edit of memory, which says that a reboot is needed', async () => {
    const { ask } = await worldWith(...three)
    const edited = [three[0], three[1], machine('bbb1', '1009', { memory: '16 GiB' })].flatMap((one) => one ?? [])
    const { hash, ...planned } = await plan([machines(ask, ...edited)])
    expect(describePlan({ ...planned, hash })).toEqual([
      'production:',
      '  ~ machine/bbb1  memory 8 GiB → 16 GiB (needs a reboot)',
      '',
      `1 to change, 2 as they should be. Plan ${hash}.`,
    ])
  })

  it('names what is made, changed and lost, under the heading of its environment', async () => {
    const { ask } = await worldWith(...three)
    const edited = [
      machine('web1', '1001', { memory: '4 GiB', vlan: '2' }),
      { ...machine('web1-stg', '8001'), group: 'staging' },
    ]
    const planned = await plan([machines(ask, ...edited)])
    expect(describePlan(planned).slice(0, -1)).toEqual([
      'production:',
      '  ~ machine/web1      memory 2 GiB → 4 GiB (needs a reboot)',
      '                      vlan 2 is added',
      '',
      'staging:',
      '  + machine/web1-stg  memory 2 GiB',
      '',
      'not in the file any more:',
      '  - machine/bbb1      memory 8 GiB',
      '  - machine/bw1       memory 2 GiB',
      '',
    ])
  })

  it('says what waits for a reboot, and restarts only what may be', async () => {
    const { world, ask } = await worldWith(machine('web1', '1001'))
    const edited = [machines(ask, machine('web1', '1001', { memory: '4 GiB' }))]
    await applyAs(world, ask, edited)
    expect(describePlan(await plan(edited))).toEqual([
      'changed, and waiting for a reboot:',
      '  ^ machine/web1  memory 2 GiB → 4 GiB',
      '  to reboot: mycel apply --restart machine/web1',
      '',
      'Nothing to change: 1 as it should be, 1 of which waits for a reboot.',
    ])
    const restart = new Set(['machine/web1'])
    expect((await plan(edited, { restart })).steps.map(({ verb, ref }) => `${verb} ${ref}`)).toEqual([
      'restart machine/web1',
    ])
    await applyAs(world, ask, edited, { restart })
    expect(world.find('machine', '1001').fields.get('memory')).toBe('4 GiB')
    expect((await plan(edited)).waiting).toEqual([])
  })

  it('stops when anything cannot be read', async () => {
    const world = new FakeWorld()
    const broken = { ...fakeKind('rule', world.process()), read: () => Promise.reject(new Error('no answer')) }
    await expect(plan([machines(world.process()), manage(broken, [])])).rejects.toThrow('no answer')
  })

  it('refuses two that need the same', async () => {
    const ask = new FakeWorld().process()
    const both = plan([machines(ask, machine('web1', '1001'), machine('web2', '1001'))])
    await expect(both).rejects.toMatchObject({
      errors: [{ code: 'invalid', message: 'machine/web1 and machine/web2 both need key 1001' }],
    })
  })

  it('refuses two that change places, and lets one move into the place that another leaves', async () => {
    const { ask } = await worldWith(machine('web1', '1001'), machine('bw1', '1003'))
    const swapped = plan([machines(ask, machine('web1', '1003'), machine('bw1', '1001'))])
    await expect(swapped).rejects.toThrow('these wait for each other in a circle')
    const moved = await plan([machines(ask, machine('new', '1003'), machine('web1', '1001'))])
    expect(moved.steps.map(({ verb, ref }) => `${verb} ${ref}`)).toEqual(['delete machine/bw1', 'create machine/new'])
  })

  it('keeps its hash when nothing changes, and has another for every other want', async () => {
    const ask = new FakeWorld().process()
    const hashOf = async (memory: string) => (await plan([machines(ask, machine('web1', '1001', { memory }))])).hash
    expect(await hashOf('2 GiB')).toBe(await hashOf('2 GiB'))
    expect(await hashOf('2 GiB')).not.toBe(await hashOf('4 GiB'))
  })

  it('is the expected one by its hash or its number of changes', async () => {
    const planned = await plan([machines(new FakeWorld().process(), machine('web1', '1001'))])
    expect(() => requireExpected(planned, planned.hash)).not.toThrow()
    expect(() => requireExpected(planned, '1')).not.toThrow()
    expect(() => requireExpected(planned, '2')).toThrow('2 changes were expected, and there would be 1')
    expect(() => requireExpected(planned, '0123456789ab')).toThrow('was expected, and it would be')
    expect(() => requireExpected(planned, 'plan.json')).toThrow('neither the hash of a plan nor a number')
  })
})

describe('what stands in the way', () => {
  it('is named, and nothing is applied', async () => {
    const world = new FakeWorld()
    world.put({ type: 'machine', key: '1001', fields: new Map([['memory', '1 GiB']]) })
    const ask = world.process()
    const managed = [machines(ask, ...three)]
    const planned = await plan(managed)
    expect(describePlan(planned)).toContain('  ? machine/web1  machine 1001 has key 1001 and does not bear our mark')
    expect(planned.steps.map(({ ref }) => ref)).toEqual(['machine/bw1', 'machine/bbb1'])
    await expect(applyAs(world, ask, managed)).rejects.toMatchObject({ errors: [{ code: 'conflict' }] })
    expect(world.writes).toEqual([])
    expect(world.things.size).toBe(1)
    expect(world.lock).toBeUndefined()
  })
})

describe('dangers', () => {
  it('are the precious that is lost, until it is named', async () => {
    const { ask } = await worldWith(...three)
    const planned = await plan([
      machines(ask, machine('web1', '1001', { memory: '2 GiB', disk: '20 GiB' }), ...three.slice(1, 2)),
    ])
    expect(describeDangers(dangers(planned, new Set()))).toEqual([
      '! this would destroy machine/bbb1 (memory 8 GiB), and what it holds is lost',
      '  if that is meant: --destroy machine/bbb1',
    ])
    expect(dangers(planned, new Set(['machine/bbb1']))).toEqual([])
    expect(dangers(planned, new Set(['machine/*']))).toHaveLength(1)
    expect(namedForNothing(planned, new Set(['machine/bbb1', 'machine/bbb2', 'machine/*']))).toEqual([
      'machine/bbb2',
      'machine/*',
    ])
  })

  it('are what would be made anew, too', async () => {
    const { ask } = await worldWith(machine('web1', '1001', { disk: '20 GiB' }))
    const planned = await plan([machines(ask, machine('web1', '1001', { disk: '10 GiB' }))])
    expect(planned.steps.map(({ verb }) => verb)).toEqual(['replace'])
    expect(dangers(planned, new Set()).map(({ message }) => message)).toEqual([
      'this would destroy and make anew machine/web1 (disk 20 GiB), and what it holds is lost',
    ])
  })

  it('are guarded things, even when they are named', async () => {
    const { ask } = await worldWith(...three)
    const kind = { ...fakeKind('machine', ask, machineOptions), guard: () => 'take the protection off first' }
    const planned = await plan([manage(kind, three.slice(0, 2))])
    const named = new Set(['machine/bbb1'])
    expect(describeDangers(dangers(planned, named))).toEqual([
      '! this would destroy machine/bbb1, which is protected',
      '  take the protection off first',
    ])
  })

  it('are many of a kind at once, though each holds nothing', async () => {
    const world = new FakeWorld()
    const ask = world.process()
    const rules = [1, 2, 3, 4, 5].map((number) => machine(`rule${number}`, `${number}`))
    const kind = fakeKind('rule', ask)
    await applyAs(world, ask, [manage(kind, rules)])
    const some = await plan([manage(kind, rules.slice(0, 2))])
    expect(dangers(some, new Set())).toEqual([])
    const many = await plan([manage(kind, rules.slice(0, 1))])
    expect(dangers(many, new Set()).map(({ message }) => message)).toEqual(['this would destroy 4 of 5 rules'])
    expect(dangers(many, new Set(['rule/*']))).toEqual([])
    await expect(applyAs(world, ask, [manage(kind, [])])).rejects.toMatchObject({ errors: [{ code: 'refused' }] })
  })
})
