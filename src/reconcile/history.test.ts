import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { adopt, findAdoptable } from './adopt.ts'
import { dangers } from './dangers.ts'
import { driftOf } from './drift.ts'
import { createHistory, findApply, type History } from './history.ts'
import { plan } from './plan.ts'
import { toLook, toRecord } from './record.ts'
import { applyAs, dawn, lockIn, machine, machines } from './testing/rig.ts'
import { FakeWorld } from './testing/world.ts'

let folder: string
let history: History
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mycel-history-'))
  history = createHistory(folder)
})
afterEach(() => rmSync(folder, { recursive: true }))

const web1 = machine('web1', '1001')
const bw1 = machine('bw1', '1003')

/** Why each thing is not as declared. */
async function causes(world: FakeWorld, ...declared: (typeof web1)[]): Promise<Record<string, string>> {
  const { wants, ...planned } = await plan([machines(world.process(), ...declared)])
  const drifts = driftOf(toRecord({ wants, ...planned }, []).steps, Object.fromEntries(wants), await history.list())
  return Object.fromEntries(drifts.map(({ step, cause }) => [`${step.verb} ${step.ref}`, cause]))
}

async function applied(world: FakeWorld, ...declared: (typeof web1)[]): Promise<void> {
  const ask = world.process()
  await applyAs(world, ask, [machines(ask, ...declared)], { history })
}

describe('the history', () => {
  it('is empty at first', async () => {
    expect(await history.list()).toEqual([])
    expect(await history.lastLook()).toBeUndefined()
  })

  it('says who did what and why, and how each step ended, the latest first', async () => {
    const world = new FakeWorld()
    await applied(world, web1)
    await applied(world, web1, bw1)
    const [latest, first] = await history.list()
    expect(latest).toMatchObject({ who: 'dawn', why: 'more memory for bbb', file: 'coop.yaml', ended: 'whole' })
    expect(latest?.steps.map(({ ref }) => ref)).toEqual(['machine/bw1'])
    expect(latest?.results).toEqual([{ ref: 'machine/bw1', at: 0, result: 'done', words: [] }])
    expect(Object.keys(latest?.wants ?? {})).toEqual(['machine/web1', 'machine/bw1'])
    expect(first?.steps.map(({ ref }) => ref)).toEqual(['machine/web1'])
    expect(statSync(join(folder, 'applies.jsonl')).mode & 0o077).toBe(0)
  })

  it('shows one that was killed as cut off, with what it had done', async () => {
    const writing = await history.begin({ ...dawn, id: 'killed', at: 1, file: 'coop.yaml', hash: 'a', steps: [] })
    await writing.ended({ ref: 'machine/web1', at: 2, result: 'done', words: [] })
    const [killed] = await history.list()
    expect(killed).toMatchObject({ id: 'killed', ended: 'cut off', results: [{ ref: 'machine/web1' }] })
  })

  it('survives a line that was cut off in the middle', async () => {
    await applied(new FakeWorld(), web1)
    appendFileSync(join(folder, 'applies.jsonl'), '{"line":"begin","begun":{"id":"x')
    expect(await history.list()).toHaveLength(1)
  })

  it('finds one by the beginning of its id', async () => {
    for (const id of ['abc1', 'abd2']) await history.begin({ ...dawn, id, at: 1, file: '', hash: '', steps: [] })
    const records = await history.list()
    expect(findApply(records, 'abc').id).toBe('abc1')
    expect(() => findApply(records, 'ab')).toThrow('more than one')
    expect(() => findApply(records, 'x')).toThrow('there is no apply x')
  })

  it('keeps the last look', async () => {
    const planned = await plan([machines(new FakeWorld().process(), web1)])
    const look = toLook(planned, { at: 5, who: 'dawn', file: 'coop.yaml' })
    await history.keepLook(look)
    expect(await history.lastLook()).toEqual(JSON.parse(JSON.stringify(look)))
  })
})

describe('drift', () => {
  it('tells what others changed from what the file changed', async () => {
    const world = new FakeWorld()
    await applied(world, web1, bw1)
    expect(await causes(world, web1, bw1)).toEqual({})
    world.find('machine', '1001').fields.set('memory', '1 GiB')
    const edited = machine('bw1', '1003', { memory: '8 GiB' })
    expect(await causes(world, web1, edited)).toEqual({ 'update machine/web1': 'world', 'update machine/bw1': 'file' })
  })

  it('is a machine that somebody destroyed, and one that somebody marked', async () => {
    const world = new FakeWorld()
    await applied(world, web1)
    world.things.delete('machine 1001')
    world.put({ type: 'machine', key: '1004', mark: 'stray' })
    expect(await causes(world, web1)).toEqual({ 'create machine/web1': 'world', 'delete machine/stray': 'unknown' })
  })

  it('is not what was added to the file, or taken out of it', async () => {
    const world = new FakeWorld()
    await applied(world, web1)
    expect(await causes(world, bw1)).toEqual({ 'delete machine/web1': 'file', 'create machine/bw1': 'unknown' })
  })

  it('cannot be told where nothing was applied', async () => {
    const world = new FakeWorld()
    world.put({ type: 'machine', key: '1001', mark: 'web1', running: true })
    expect(await causes(world, web1)).toEqual({ 'update machine/web1': 'unknown' })
  })
})

describe('adopting', () => {
  const adoption = (world: FakeWorld) => {
    const ask = world.process()
    const wish = { lock: lockIn(ask), claim: dawn, isAlive: async () => true, history, file: 'coop.yaml' }
    return { ...wish, managed: [machines(ask, web1)], signal: new AbortController().signal, now: () => 0 }
  }

  it('marks what is there, changes nothing else, and is written down', async () => {
    const world = new FakeWorld()
    world.put({ type: 'machine', key: '1001', fields: new Map([['memory', '1 GiB']]), running: true })
    const wish = adoption(world)
    const adoptable = await findAdoptable(wish.managed, 'machine/web1', wish.signal)
    expect(adoptable).toMatchObject({
      other: 'machine 1001',
      differences: [{ path: 'memory', from: '1 GiB', to: '2 GiB' }],
    })
    await adopt({ ...wish, adoptable })
    expect(world.find('machine', '1001')).toMatchObject({ mark: 'web1', version: 1 })
    expect((await plan(wish.managed)).steps.map(({ verb }) => verb)).toEqual(['update'])
    expect((await history.list())[0]?.results).toMatchObject([{ words: ['adopted machine 1001'] }])
    expect(world.lock).toBeUndefined()
  })

  it('keeps what is ours under a new name, which is what the danger proposes', async () => {
    const world = new FakeWorld()
    await applied(world, machine('old', '1001'))
    const wish = adoption(world)
    const planned = await plan(wish.managed)
    const hint = 'if it is machine/web1 by now: mycel adopt machine/web1. If that is meant: --destroy machine/old'
    expect(dangers(planned, new Set())).toMatchObject([{ hint, refs: ['machine/old'] }])
    await adopt({ ...wish, adoptable: await findAdoptable(wish.managed, 'machine/web1', wish.signal) })
    expect((await plan(wish.managed)).steps).toEqual([])
    expect(world.find('machine', '1001').mark).toBe('web1')
  })

  it('says when there is nothing to adopt, or no such thing in the file', async () => {
    const { managed, signal } = adoption(new FakeWorld())
    await expect(findAdoptable(managed, 'machine/web1', signal)).rejects.toThrow('nothing unmarked stands where')
    await expect(findAdoptable(managed, 'machine/web2', signal)).rejects.toThrow('the file declares no machine/web2')
  })
})
