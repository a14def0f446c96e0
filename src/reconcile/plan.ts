import { Problem, Problems } from '../lib/problem.ts'
import { fingerprint } from './fingerprint.ts'
import type { Difference, Step, Work } from './kind.ts'
import type { Inspection, Looking, Managed } from './manage.ts'
import { inOrder } from './order.ts'

/** What would be done, and what else the look at the world showed. Nothing was written to make it. */
export interface Plan {
  /** In an order in which they could be done one after the other. */
  readonly steps: readonly Step[]
  /** What somebody else has where we should be. While there are any, nothing is applied. */
  readonly conflicts: readonly Conflict[]
  /** What holds data, is not declared any more, and has what something new needs: most likely it was given a new name. */
  readonly renamed: readonly Renamed[]
  /** What was changed and waits for a restart that nobody has asked for. */
  readonly waiting: readonly Waiting[]
  readonly kinds: readonly KindCount[]
  /** The fingerprint of each declared thing, by its ref. */
  readonly wants: ReadonlyMap<string, string>
  /** What the plan is known by: the same steps give the same 12 characters. */
  readonly hash: string
}

/** A declared thing and what stands in its place. */
export interface Conflict {
  readonly ref: string
  /** Both need it: `VM id 1001`. */
  readonly claim: string
  /** `VM 1001 "web1" on kvm1`. */
  readonly other: string
  /** What would have to change if it were ours. */
  readonly differences: readonly Difference[]
  /** Undefined when this kind cannot be taken over. */
  readonly adopt: ((work: Work) => Promise<void>) | undefined
}

/** Something of ours that can be kept under a new name; `was` is its old ref. */
export interface Renamed extends Conflict {
  readonly was: string
}

export interface Waiting {
  readonly ref: string
  readonly differences: readonly Difference[]
}

/** How many there are of a kind that are ours, and how many are as they should be. */
export interface KindCount {
  readonly kind: string
  readonly plural: string
  readonly ours: number
  readonly asTheyShouldBe: number
}

/** Without a signal it is looked to the end; unless said otherwise nothing may be restarted, and others may be at work. */
export type PlanOptions = Partial<Looking>

/**
 * Looks at everything at once and compares. Kinds come in building order: what depends on nothing first. Throws when
 * anything could not be read, Problems 'invalid' when two declared things need the same or wait for each other.
 */
export async function plan(managed: readonly Managed[], options: PlanOptions = {}): Promise<Plan> {
  const { signal = new AbortController().signal, restart = new Set<string>(), isAlone = false } = options
  const inspections = await Promise.all(managed.map((one) => one.inspect({ signal, restart, isAlone })))
  return assemble(inspections)
}

function assemble(inspections: readonly Inspection[]): Plan {
  requireOwnClaims(inspections)
  const steps = inOrder(makeRoom(inspections))
  return {
    steps,
    conflicts: inspections.flatMap(({ conflicts }) => conflicts),
    renamed: inspections.flatMap(({ renamed }) => renamed),
    waiting: inspections.flatMap(({ waiting }) => waiting),
    kinds: inspections.map(({ kind, plural, ours, asTheyShouldBe }) => ({ kind, plural, ours, asTheyShouldBe })),
    wants: new Map(inspections.flatMap(({ wants }) => [...wants])),
    hash: hashOf(steps, inspections),
  }
}

/** Two things that need the same would take it from each other for ever. */
function requireOwnClaims(inspections: readonly Inspection[]): void {
  const problems = inspections.flatMap(({ claims }) => {
    const holders = new Map<string, string>()
    return [...claims].flatMap(([ref, needed]) =>
      needed.flatMap((claim) => {
        const first = holders.get(claim)
        holders.set(claim, ref)
        return first === undefined ? [] : [new Problem('invalid', `${first} and ${ref} both need ${claim}`)]
      }),
    )
  })
  if (problems.length > 0) throw new Problems(problems)
}

/** What needs something that another one of ours still has waits until that one has given it up. */
function makeRoom(inspections: readonly Inspection[]): Step[] {
  return inspections.flatMap(({ steps, claims, held }) => {
    const leaving = new Map(
      steps.flatMap(({ ref, verb }) => {
        const kept = new Set(verb === 'delete' ? [] : claims.get(ref))
        const given = (held.get(ref) ?? []).filter((claim) => !kept.has(claim))
        return given.map((claim) => [claim, ref] as const)
      }),
    )
    return steps.map((step) => {
      if (step.verb === 'delete') return step
      const before = (claims.get(step.ref) ?? []).flatMap((claim) => leaving.get(claim) ?? [])
      const extra = before.filter((ref) => ref !== step.ref)
      return extra.length === 0 ? step : { ...step, after: [...new Set([...step.after, ...extra])] }
    })
  })
}

/** That something was restarted or described differently makes no other plan; what shall be there does. */
function hashOf(steps: readonly Step[], inspections: readonly Inspection[]): string {
  const wants = new Map(inspections.flatMap((one) => [...one.wants]))
  const lines = steps.map(({ ref, verb, differences }) => {
    return [ref, verb, wants.get(ref) ?? '', differences.map(({ path, from, to }) => [path, from, to])] as const
  })
  return fingerprint(lines.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
