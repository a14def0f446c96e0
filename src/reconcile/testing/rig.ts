import type { ApplyOptions } from '../apply.ts'
import { type CarriedOut, type CarryOut, carryOut } from '../carry-out.ts'
import { noHistory } from '../history.ts'
import type { Declared } from '../kind.ts'
import type { Claim, LockPlace } from '../lock.ts'
import { type Managed, manage } from '../manage.ts'
import { type FakeKindOptions, fakeKind, type Want } from './kinds.ts'
import type { FakeWorld, Requests } from './world.ts'

/** The machines of the tests: precious, running, of a memory that needs a restart and a disk that cannot change. */
export const machineOptions: FakeKindOptions = { precious: true, runs: ['memory'], fixed: ['disk'] }

export function machine(id: string, key: string, fields: Want['fields'] = { memory: '2 GiB' }): Declared<Want> {
  return { id, want: { key, fields }, group: 'production' }
}

export function machines(ask: Requests, ...declared: readonly Declared<Want>[]): Managed {
  return manage(fakeKind('machine', ask, machineOptions), declared)
}

export const dawn: Claim = {
  id: 'dawn-1',
  who: 'dawn',
  place: 'laptop',
  process: '4711',
  why: 'more memory for bbb',
  since: Date.UTC(2020, 5, 22, 14, 3),
}

/** An apply by Dawn, with nothing to destroy and nobody who watches. */
export async function applyAs(
  world: FakeWorld,
  ask: Requests,
  managed: readonly Managed[],
  wish: Partial<CarryOut> = {},
): Promise<CarriedOut> {
  return await carryOut({
    managed,
    lock: lockIn(ask),
    claim: { ...dawn, id: `dawn-${world.requests}` },
    isAlive: async () => false,
    history: noHistory,
    file: 'coop.yaml',
    destroy: new Set(),
    restart: new Set(),
    signal: new AbortController().signal,
    onPlan: () => {},
    now: () => 0,
    ...quiet,
    ...wish,
  })
}

export const quiet: Pick<ApplyOptions, 'report'> = { report: () => {} }

/** The lock of the small world. */
export function lockIn(ask: Requests): LockPlace {
  const parse = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as Claim))
  return {
    claim: (claim) =>
      ask('claim', (world) => {
        world.lock ??= JSON.stringify(claim)
        return JSON.parse(world.lock) as Claim
      }),
    holder: () => ask('holder', (world) => parse(world.lock)),
    release: (id) =>
      ask('release', (world) => {
        if (parse(world.lock)?.id === id) world.lock = undefined
      }),
  }
}
