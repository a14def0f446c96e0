import { fingerprint } from './fingerprint.ts'
import type { Declared, Difference, Kind, Other, Step, World } from './kind.ts'
import type { Conflict, Renamed, Waiting } from './plan.ts'

/** A kind tied to what is declared of it. What exactly is wanted and there stays inside, so that kinds can be mixed. */
export interface Managed {
  readonly kind: string
  /** Reads and compares. Writes nothing; throws when the world could not be read whole. */
  inspect(how: Looking): Promise<Inspection>
}

/** How a look at the world is taken. */
export interface Looking {
  readonly signal: AbortSignal
  /** Refs of what may be restarted; `all` for whatever needs it. */
  readonly restart: ReadonlySet<string>
  /** Whether we hold the lock. */
  readonly isAlone: boolean
}

/** What a look at one kind gave. Everything is by ref. */
export interface Inspection {
  readonly kind: string
  readonly plural: string
  readonly ours: number
  readonly asTheyShouldBe: number
  readonly steps: readonly Step[]
  readonly conflicts: readonly Conflict[]
  readonly renamed: readonly Renamed[]
  readonly waiting: readonly Waiting[]
  readonly wants: ReadonlyMap<string, string>
  /** What each declared thing needs for itself. */
  readonly claims: ReadonlyMap<string, readonly string[]>
  /** What each thing of ours occupies now. */
  readonly held: ReadonlyMap<string, readonly string[]>
}

/** Ties a kind to what is declared of it. */
export function manage<Want, Have>(kind: Kind<Want, Have>, declared: readonly Declared<Want>[]): Managed {
  const steps = stepsOf(kind)
  const refOf = (id: string) => `${kind.name}/${id}`

  const inspect: Managed['inspect'] = async ({ signal, restart, isAlone }) => {
    const world = await kind.read(signal, isAlone)
    const known = new Set(declared.map(({ id }) => id))
    const fresh = declared.filter(({ id }) => !world.ours.has(id))
    const conflicts = fresh.flatMap((one) => conflictsOf(kind, one, world))
    const blocked = new Set(conflicts.map(({ ref }) => ref))
    const compared = declared.map((one) => compare(one, world, restart))
    const undeclared = [...world.ours].filter(([id]) => !known.has(id))
    const lost = undeclared.map(([id, have]) => steps.removal(id, have))
    return {
      kind: kind.name,
      plural: kind.plural,
      ours: world.ours.size,
      asTheyShouldBe: compared.filter(({ step }) => step === undefined).length,
      steps: [...compared.flatMap(({ step }) => (step && !blocked.has(step.ref) ? [step] : [])), ...lost],
      conflicts,
      renamed: kind.precious ? fresh.flatMap((one) => undeclared.flatMap((old) => renamedFrom(kind, one, old))) : [],
      waiting: compared.flatMap(({ waiting }) => waiting ?? []),
      wants: new Map(declared.map(({ id, want }) => [refOf(id), fingerprint(want)])),
      claims: new Map(declared.map(({ id, want }) => [refOf(id), kind.claims?.(want) ?? []])),
      held: new Map([...world.ours].map(([id, have]) => [refOf(id), kind.holds?.(have) ?? []])),
    }
  }

  function compare(one: Declared<Want>, world: World<Have>, restart: ReadonlySet<string>): Compared {
    const have = world.ours.get(one.id)
    if (have === undefined) return { step: steps.creation(one) }
    const ref = refOf(one.id)
    const mayRestart = kind.restart !== undefined && (restart.has(ref) || restart.has('all'))
    const differences = kind.diff(one.want, have)
    const pending = kind.pending?.(have) ?? []
    if (differences.length > 0)
      return { step: steps.change(one, have, differences, mayRestart && needsRestart(pending, differences)) }
    if (pending.length === 0) return {}
    return mayRestart ? { step: steps.restart(one, pending) } : { waiting: { ref, differences: pending } }
  }

  return { kind: kind.name, inspect }
}

interface Compared {
  readonly step?: Step
  readonly waiting?: Waiting
}

function needsRestart(pending: readonly Difference[], differences: readonly Difference[]): boolean {
  return pending.length > 0 || differences.some(({ effect }) => effect === 'restart')
}

/** What of others stands where this one should be. */
function conflictsOf<Want, Have>(kind: Kind<Want, Have>, one: Declared<Want>, world: World<Have>): Conflict[] {
  const needed = kind.claims?.(one.want) ?? []
  return world.others.flatMap((other) => {
    const claim = needed.find((each) => other.claims.includes(each))
    return claim === undefined ? [] : [conflict(kind, one, other, claim)]
  })
}

/** Something new that needs what an old thing of ours has. */
function renamedFrom<Want, Have>(
  kind: Kind<Want, Have>,
  one: Declared<Want>,
  [id, have]: readonly [id: string, have: Have],
): Renamed[] {
  const held = kind.holds?.(have) ?? []
  const claim = (kind.claims?.(one.want) ?? []).find((each) => held.includes(each))
  if (claim === undefined) return []
  const was = `${kind.name}/${id}`
  return [{ ...conflict(kind, one, { name: was, claims: held, have }, claim), was }]
}

function conflict<Want, Have>(
  kind: Kind<Want, Have>,
  { id, want }: Declared<Want>,
  { name, have }: Other<Have>,
  claim: string,
): Conflict {
  const { adopt } = kind
  return {
    ref: `${kind.name}/${id}`,
    claim,
    other: name,
    differences: kind.diff(want, have),
    adopt: adopt && ((work) => adopt.call(kind, id, want, have, work)),
  }
}

function stepsOf<Want, Have>(kind: Kind<Want, Have>) {
  const base = (id: string) => ({
    ref: `${kind.name}/${id}`,
    kind: kind.name,
    differences: [],
    about: undefined,
    group: undefined,
    after: [],
    precious: false,
    guard: undefined,
  })
  const losing = (have: Have) => ({ precious: kind.precious ?? false, guard: kind.guard?.(have) })

  return {
    creation({ id, want, after = [], group }: Declared<Want>): Step {
      const about = kind.describe?.(want)
      return { ...base(id), verb: 'create', about, after, group, run: (work) => kind.create(id, want, work) }
    },

    change(one: Declared<Want>, have: Have, differences: readonly Difference[], restarts: boolean): Step {
      const { id, want, after = [], group } = one
      if (differences.some(({ effect }) => effect === 'replace')) return replacement(one, have, differences)
      const run: Step['run'] = async (work) => {
        await kind.update(id, want, have, work)
        if (restarts) await kind.restart?.(id, work)
      }
      return { ...base(id), verb: 'update', differences, after, group, run }
    },

    restart({ id, after = [], group }: Declared<Want>, differences: readonly Difference[]): Step {
      return { ...base(id), verb: 'restart', differences, after, group, run: async (work) => kind.restart?.(id, work) }
    },

    removal(id: string, have: Have): Step {
      const about = kind.describeLoss?.(have)
      return { ...base(id), ...losing(have), verb: 'delete', about, run: (work) => kind.remove(id, have, work) }
    },
  }

  function replacement(
    { id, want, after = [], group }: Declared<Want>,
    have: Have,
    differences: readonly Difference[],
  ): Step {
    const run: Step['run'] = async (work) => {
      await kind.remove(id, have, work)
      await kind.create(id, want, work)
    }
    const about = kind.describeLoss?.(have)
    return { ...base(id), ...losing(have), verb: 'replace', differences, about, after, group, run }
  }
}
