import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Config } from '../../config/config.ts'
import { desiredMachines } from '../../machines/desired.ts'
import type { Simulator } from '../../providers/proxmox/fake/simulator.ts'
import { plan } from '../../reconcile/plan.ts'
import { applyThrough, connectTo, type Fate, fileWith, Killed, practiceProxmox } from './testing/practice.ts'

/** 200 takes long; each file is cut at every request, whatever the number. */
const runs = Number(process.env['MYCEL_RUNS'] ?? 1)
const most = runs > 20 ? 3 : 2

const names = ['web1', 'bbb1', 'dns1'].slice(0, most)
const machine = fc.record({
  isThere: fc.boolean(),
  twin: fc.boolean(),
  memory: fc.constantFrom('1 GiB', '2 GiB', '4 GiB'),
  cores: fc.constantFrom(1, 2),
  grows: fc.boolean(),
  port: fc.constantFrom(undefined, 80, 443),
  isSaved: fc.boolean(),
  isStarted: fc.boolean(),
})
type Machine = typeof machine extends fc.Arbitrary<infer One> ? One : never

const file = fc.array(machine, { minLength: most, maxLength: most })

const scene = fc.record({
  before: file,
  after: file,
  /** Whether the file is as it was before when it is applied again. */
  isRegretted: fc.boolean(),
  /** What somebody did by hand to the first machine of ours that is there. */
  byHand: fc.constantFrom('nothing', 'memory', 'stopped', 'onboot', 'copied', 'destroyed'),
})
type Scene = typeof scene extends fc.Arbitrary<infer One> ? One : never

describe('an apply to a Proxmox that is cut off at any request', () => {
  it(
    'is gone on with by the next one, without anything lost, doubled or touched that is not ours',
    async () => await fc.assert(fc.asyncProperty(scene, cutEverywhere), { numRuns: runs }),
    runs * 60_000,
  )
})

async function cutEverywhere(one: Scene): Promise<void> {
  const [before, after] = [toConfig(one.before, 0), toConfig(one.after, 1)]
  const whole = await worldOf(before, one)
  const count = whole.requests()
  await applyTo(whole, after)
  const requests = whole.requests() - count
  await expectRight(whole, after)
  for (let at = 1; at <= requests; at++) {
    const world = await worldOf(before, one)
    await cutOnce(world, after, at, (['before', 'after', 'asked'] as const)[at % 3] ?? 'before')
    // A machine whose disk would have to shrink is made anew.
    const then = one.isRegretted ? toConfig(one.before, 1) : after
    await applyTo(world, then)
    await expectRight(world, then)
  }
}

async function cutOnce(world: Simulator, config: Config, at: number, cut: 'before' | 'after' | 'asked'): Promise<void> {
  const ending = new AbortController()
  const onRequest = (number: number) => void (cut === 'asked' && number === at && ending.abort())
  const fate = cut === 'asked' ? { onRequest } : { dies: { at, arrives: cut === 'after' } }
  await applyTo(world, config, fate, ending.signal)
}

function toConfig(machines: readonly Machine[], growth: number): Config {
  const lines = machines.flatMap(({ isThere, twin, memory, cores, grows, port, isSaved, isStarted }, index) => {
    if (!isThere) return []
    const backup = isSaved ? 'backup: nightly' : 'no_backup: it is a test'
    const open = port === undefined ? '' : `, open: [{ port: ${port}/tcp, because: test }]`
    const disk = 20 + (grows ? growth : 0)
    return [
      `  ${names[index]}: { number: ${index + 1}, in: [production${twin ? ', staging' : ''}], memory: ${memory}, ` +
        `cores: ${cores}, disk: ${disk} GiB, started: ${isStarted}, ${backup}${open} }`,
    ]
  })
  return fileWith(lines.length === 0 ? '  {}' : lines.join('\n'))
}

/** What an earlier file made, what was done by hand since, and what others have. */
async function worldOf(before: Config, { byHand }: Scene): Promise<Simulator> {
  const simulator = practiceProxmox()
  await applyTo(simulator, before)
  const [id] = desiredMachines(before).map(({ vmid }) => vmid)
  const guest = simulator.world.guests.get(id ?? 0)
  if (guest && byHand === 'memory') guest.config['memory'] = '3072'
  if (guest && byHand === 'onboot') guest.config['onboot'] = guest.config['onboot'] === '1' ? '0' : '1'
  if (guest && byHand === 'stopped') guest.isRunning = false
  if (guest && byHand === 'destroyed') destroyByHand(simulator, guest.vmid)
  const stranger = {
    firewall: { rules: [], options: {} },
    node: 'kvm1',
    pool: undefined,
    isRunning: true,
    startedAt: 0,
    pending: {},
  }
  const config = { ...(guest && byHand === 'copied' ? guest.config : {}), name: 'old.example.org', memory: '512' }
  simulator.world.guests.set(5001, { ...stranger, vmid: 5001, config })
  simulator.world.pools.set('theirs', { comment: 'made by hand' })
  return simulator
}

function destroyByHand({ world }: Simulator, vmid: number): void {
  world.guests.delete(vmid)
  for (const { volumes } of world.storages.values()) {
    for (const [key, volume] of volumes) if (volume.vmid === vmid) volumes.delete(key)
  }
}

async function applyTo(simulator: Simulator, config: Config, fate: Fate = {}, signal?: AbortSignal): Promise<void> {
  const destroy = new Set(names.flatMap((name) => [`machine/production/${name}`, `machine/staging/${name}`]))
  try {
    await using infrastructure = await connectTo(simulator, config, fate)
    const { outcomes } = await applyThrough(infrastructure, { destroy, ...(signal && { signal }) })
    const failed = outcomes.filter(({ result }) => result === 'failed' || result === 'skipped')
    if (!fate.dies && !signal?.aborted) expect(failed).toEqual([])
  } catch (error) {
    if (!(error instanceof Killed) && !signal?.aborted) throw error
  }
}

async function expectRight(simulator: Simulator, config: Config): Promise<void> {
  const { world } = simulator
  const calls = world.calls.length
  await using infrastructure = await connectTo(simulator, config)
  const { steps, waiting, conflicts } = await plan(infrastructure.managed)
  expect(steps.map(({ verb, ref, differences }) => [verb, ref, differences])).toEqual([])
  expect([waiting, conflicts]).toEqual([[], []])
  expect(world.calls.slice(calls).filter((call) => !call.startsWith('GET '))).toEqual([])

  const wanted = desiredMachines(config).map(({ vmid }) => vmid)
  expect([...world.guests.keys()].toSorted()).toEqual([...wanted, 5001, 9000].toSorted())
  const volumes = [...world.storages.values()].flatMap((storage) => [...storage.volumes.values()])
  expect(volumes.filter(({ vmid }) => vmid !== undefined && !world.guests.has(vmid))).toEqual([])
  expect(world.guests.get(5001)).toMatchObject({ config: { name: 'old.example.org', memory: '512' }, isRunning: true })
  expect(world.calls.filter((call) => /5001|theirs/.test(call) && !call.startsWith('GET '))).toEqual([])
  expect(world.pools.has('mycel-lock')).toBe(false)
  expect(world.pools.get('theirs')).toEqual({ comment: 'made by hand' })
}
