import { type Danger, dangers } from './dangers.ts'
import type { Step } from './kind.ts'
import type { Conflict, KindCount, Plan, Waiting } from './plan.ts'

/** A plan as it is kept and printed for programs: all that it says, without what makes it true. */
export interface PlanRecord {
  readonly hash: string
  readonly steps: readonly StepRecord[]
  readonly conflicts: readonly Omit<Conflict, 'adopt'>[]
  readonly waiting: readonly Waiting[]
  readonly kinds: readonly KindCount[]
  readonly dangers: readonly Danger[]
}

export type StepRecord = Omit<Step, 'run'>

/** The last look at the world, and when that was. */
export interface Look extends PlanRecord {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly who: string
  /** The file that said what should be. */
  readonly file: string
  /** The fingerprints of all that is declared, by ref. */
  readonly wants: Readonly<Record<string, string>>
}

/** A plan to remember, with every danger in it. */
export function toLook(planned: Plan, seen: Pick<Look, 'at' | 'who' | 'file'>): Look {
  return { ...toRecord(planned, dangers(planned, new Set())), ...seen, wants: Object.fromEntries(planned.wants) }
}

/** What a plan says, as plain data. */
export function toRecord({ hash, steps, conflicts, waiting, kinds }: Plan, dangers: readonly Danger[]): PlanRecord {
  return {
    hash,
    steps: steps.map(({ run: _, ...step }) => step),
    conflicts: conflicts.map(({ adopt: _, ...conflict }) => conflict),
    waiting,
    kinds,
    dangers,
  }
}
