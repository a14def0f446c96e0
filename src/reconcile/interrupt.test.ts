import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Declared } from './kind.ts'
import { type Managed, manage } from './manage.ts'
import { plan } from './plan.ts'
import { fakeKind, type Want } from './testing/kinds.ts'
import { applyAs, machines } from './testing/rig.ts'
import { type Death, FakeWorld, Killed, type Requests } from './testing/world.ts'

/** 200 takes half a minute. */
const runs = Number(process.env['MYCEL_RUNS'] ?? 8)

/** What a file of a test declares. */
interface File {
  readonly pools: readonly Declared<Want>[]
  readonly machines: readonly Declared<Want>[]
  readonly rules: readonly Declared<Want>[]
}

const names = ['web1', 'bw1', 'bbb1', 'dns1', 'loomio1', 'db1']
const sizes = fc.constantFrom('1 GiB', '2 GiB', '4 GiB', '8 GiB')

const machineArbitrary = fc.record({ memory: sizes, disk: sizes, isThere: fc.boolean(), hasRule: fc.boolean() })

const fileArbitrary: fc.Arbitrary<File> = fc
  .record({
    pools: fc.subarray(['production', 'staging']),
    machines: fc.array(machineArbitrary, { minLength: names.length, maxLength: names.length }),
    keys: fc.shuffledSubarray([1001, 1002, 1003, 1004, 1005, 1006, 1007], { minLength: names.length }),
  })
  .map(({ pools, machines, keys }) => {
    const there = machines.flatMap((machine, index) => (machine.isThere ? [{ ...machine, index }] : []))
    return {
      pools: pools.map((id) => ({ id, want: { key: id, fields: {} } })),
      machines: there.map(({ index, memory, disk }) => ({
        id: names[index] ?? '',
        want: { key: String(keys[index]), fields: { memory, disk, vlan: '2' } },
        after: pools.map((id) => `pool/${id}`),
      })),
      rules: there.flatMap(({ index, hasRule, memory }) => {
        const id = names[index] ?? ''
        return hasRule
          ? [{ id: `ssh-${id}`, want: { key: id, fields: { port: memory } }, after: [`machine/${id}`] }]
          : []
      }),
    }
  })

/** A world with what an earlier file made, changed by hand here and there, and with what others have. */
const caseArbitrary = fc.record({
  before: fileArbitrary,
  file: fileArbitrary,
  byHand: fc.array(fc.record({ at: fc.nat(), size: sizes }), { maxLength: 3 }),
  others: fc.uniqueArray(fc.constantFrom('2001', '2002', '2003'), { maxLength: 3 }),
  hurry: fc.nat(3),
})

type Case = typeof caseArbitrary extends fc.Arbitrary<infer One> ? One : never

describe('an apply that is cut off at any request', () => {
  it('is gone on with by the next one, without anything lost, doubled or touched that is not ours', async () => {
    await fc.assert(fc.asyncProperty(caseArbitrary, cutEverywhere), { numRuns: runs })
  })
})

async function cutEverywhere(one: Case): Promise<void> {
  const whole = await worldOf(one)
  fc.pre(!(await isCircular(one, whole)))
  const before = whole.requests
  await applyTo(whole, one)
  await expectRight(whole, one)
  const requests = whole.requests - before
  for (let at = 1; at <= requests; at++) {
    for (const cut of ['before', 'after', 'asked'] as const) {
      const world = await worldOf(one)
      await cutOnce(world, one, at, cut)
      // The second one may be cut off as well.
      await cutOnce(world, one, ((at * 7) % requests) + 1, 'after')
      await applyTo(world, one)
      await expectRight(world, one)
    }
  }
}

/** Two that give each other their places are refused before anything is written. */
async function isCircular({ file }: Case, world: FakeWorld): Promise<boolean> {
  return await plan(managedIn(file, world.process())).then(
    () => false,
    (error: Error) => error.message.includes('in a circle'),
  )
}

async function cutOnce(world: FakeWorld, one: Case, at: number, cut: 'before' | 'after' | 'asked'): Promise<void> {
  if (cut === 'asked') {
    const ending = new AbortController()
    await applyTo(world, one, { signal: ending.signal, onRequest: (number) => number === at && ending.abort() })
    expect(world.lock).toBeUndefined()
  } else {
    await applyTo(world, one, { death: { at, arrives: cut === 'after' } })
  }
}

async function expectRight(world: FakeWorld, { file, others }: Case): Promise<void> {
  const writes = world.writes.length
  const { steps, waiting } = await plan(managedIn(file, world.process()))
  expect(steps.map(({ verb, ref }) => `${verb} ${ref}`)).toEqual([])
  expect(waiting).toEqual([])
  expect(world.writes).toHaveLength(writes)
  const ours = [...world.things.values()].filter(({ mark }) => mark !== undefined)
  const declared = [...file.pools, ...file.machines, ...file.rules]
  expect(ours.map(({ mark }) => mark).toSorted()).toEqual(declared.map(({ id }) => id).toSorted())
  for (const key of others) expect(world.find('machine', key)).toMatchObject({ version: 1, mark: undefined })
  expect(world.writes.filter(({ mark }) => mark === undefined)).toEqual([])
}

async function worldOf({ before, byHand, others }: Case): Promise<FakeWorld> {
  const world = new FakeWorld()
  for (const key of others) world.put({ type: 'machine', key, fields: new Map([['memory', '1 GiB']]) })
  const nobody = { others: [], byHand: [], hurry: 0 }
  await applyTo(world, { ...nobody, before, file: before })
  const machines = [...world.things.values()].filter(({ type, mark }) => type === 'machine' && mark !== undefined)
  for (const { at, size } of byHand) machines[at % machines.length]?.fields.set('memory', size)
  return world
}

interface Fate {
  readonly death?: Death
  readonly signal?: AbortSignal
  readonly onRequest?: (number: number) => void
}

/** A process that applies a file, until it is done or dead. Any other failure fails the test. */
async function applyTo(world: FakeWorld, { file, hurry }: Case, fate: Fate = {}): Promise<void> {
  const { signal = new AbortController().signal, ...rest } = fate
  let turns = 0
  const turn = async () => {
    for (let turn = (turns += 1) % (hurry + 1); turn > 0; turn--) await Promise.resolve()
  }
  const ask = world.process({ ...rest, turn })
  const destroy = new Set([...names.map((name) => `machine/${name}`), 'pool/*', 'rule/*'])
  try {
    const { outcomes } = await applyAs(world, ask, managedIn(file, ask), { destroy, restart: new Set(['all']), signal })
    const failed = outcomes.filter(({ result }) => result === 'failed' || result === 'skipped')
    if (!fate.death && !signal.aborted) expect(failed).toEqual([])
  } catch (error) {
    if (!(error instanceof Killed) && !signal.aborted) throw error
  }
}

function managedIn({ pools, machines: declared, rules }: File, ask: Requests): Managed[] {
  return [manage(fakeKind('pool', ask), pools), machines(ask, ...declared), manage(fakeKind('rule', ask), rules)]
}
