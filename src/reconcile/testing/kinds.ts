import { Problem } from '../../lib/problem.ts'
import type { Difference, Kind, Other, Work } from '../kind.ts'
import type { FakeWorld, Requests, Thing } from './world.ts'

/** What a test wants to exist. */
export interface Want {
  readonly key: string
  readonly fields: Readonly<Record<string, string>>
}

export type Have = Pick<Thing, 'key' | 'running' | 'version'> & {
  readonly fields: ReadonlyMap<string, string>
  readonly waiting: ReadonlyMap<string, string>
}

export interface FakeKindOptions {
  readonly precious?: boolean
  /** It runs once it is made, and these fields change only with a restart. */
  readonly runs?: readonly string[]
  /** These fields cannot be changed in place. */
  readonly fixed?: readonly string[]
}

/** A kind of the small world: made in several requests, the first of which sets the mark. */
export function fakeKind(name: string, ask: Requests, options: FakeKindOptions = {}): Kind<Want, Have> {
  const { precious = false, runs, fixed = [] } = options
  const set = async (id: string, want: Want, have: Have, work: Work) => {
    let { version } = have
    for (const [field, value] of Object.entries(want.fields)) {
      if ((have.waiting.get(field) ?? have.fields.get(field)) === value) continue
      work.progress(field)
      work.signal.throwIfAborted()
      version = await ask(`set ${field}`, (world) => change(world, id, want.key, version, field, value))
    }
    work.signal.throwIfAborted()
    if (runs && !have.running) await ask('start', (world) => void (own(world, id, want.key).running = true))
  }

  function change(world: FakeWorld, id: string, key: string, version: number, field: string, value: string): number {
    const thing = own(world, id, key)
    if (thing.version !== version) throw new Problem('conflict', `${name} ${key} was changed by somebody else`)
    const where = thing.running && runs?.includes(field) ? thing.waiting : thing.fields
    where.set(field, value)
    return ++thing.version
  }

  /** What may be written to; and the writing is noted. */
  function own(world: FakeWorld, id: string, key: string): Thing {
    const thing = world.find(name, key)
    world.writes.push({ type: name, key, mark: thing.mark })
    if (thing.mark !== id) throw new Problem('conflict', `${name} ${key} is not ours`)
    return thing
  }

  return {
    name,
    plural: `${name}s`,
    precious,
    read: () => ask('list', (world) => readAll(world, name)),
    diff: ({ key, fields }, have) => [
      ...(key === have.key ? [] : [{ path: 'key', from: have.key, to: key, effect: 'replace' } as const]),
      ...Object.entries(fields).flatMap(([field, value]) => differ(field, value, have)),
      ...(runs && !have.running ? [{ path: 'running', from: 'no', to: 'yes' }] : []),
    ],
    claims: ({ key }) => [`key ${key}`],
    holds: ({ key }) => [`key ${key}`],
    describe: ({ fields }) => Object.entries(fields).flat().join(' '),
    describeLoss: ({ fields }) => [...fields].flat().join(' '),
    pending: ({ waiting, fields }) => [...waiting].map(([path, to]) => ({ path, from: fields.get(path), to })),
    async create(id, want, work) {
      work.signal.throwIfAborted()
      await ask('make', (world) => {
        if (world.things.has(`${name} ${want.key}`)) throw new Problem('conflict', `there is a ${name} ${want.key}`)
        world.put({ type: name, key: want.key, mark: id })
      })
      await set(id, want, { ...want, fields: new Map(), waiting: new Map(), running: false, version: 1 }, work)
    },
    update: (id, want, have, work) => set(id, want, have, work),
    async remove(id, have, work) {
      work.signal.throwIfAborted()
      if (have.running) await ask('stop', (world) => void (own(world, id, have.key).running = false))
      work.signal.throwIfAborted()
      await ask('remove', (world) => {
        own(world, id, have.key)
        world.things.delete(`${name} ${have.key}`)
      })
    },
    async restart(id, work) {
      work.signal.throwIfAborted()
      await ask('restart', (world) => {
        const thing = [...world.things.values()].find((one) => one.type === name && one.mark === id)
        if (!thing) throw new Problem('conflict', `${name} ${id} is gone`)
        for (const [field, value] of thing.waiting) thing.fields.set(field, value)
        thing.waiting.clear()
      })
    },
    adopt: async (id, _want, other) => {
      await ask('adopt', (world) => void (world.find(name, other.key).mark = id))
    },
  }

  function differ(field: string, value: string, { fields, waiting }: Have): Difference[] {
    const now = waiting.get(field) ?? fields.get(field)
    if (now === value) return []
    if (fixed.includes(field) && now !== undefined) return [{ path: field, from: now, to: value, effect: 'replace' }]
    return [{ path: field, from: now, to: value, effect: runs?.includes(field) ? 'restart' : undefined }]
  }
}

function readAll(world: FakeWorld, name: string): { ours: Map<string, Have>; others: Other<Have>[] } {
  const ours = new Map<string, Have>()
  const others: Other<Have>[] = []
  for (const { type, key, mark, fields, waiting, running, version } of world.things.values()) {
    if (type !== name) continue
    const have = { key, running, version, fields: new Map(fields), waiting: new Map(waiting) }
    if (mark === undefined) others.push({ name: `${name} ${key}`, claims: [`key ${key}`], have })
    else ours.set(mark, have)
  }
  return { ours, others }
}
