import { Problem, Problems } from '../lib/problem.ts'
import { type Applied, apply, type Event, type Outcome } from './apply.ts'
import { dangers } from './dangers.ts'
import { requireExpected } from './fingerprint.ts'
import type { History, StepResult, Writing } from './history.ts'
import { type Claim, type HeldLock, type LockOptions, type LockPlace, withLock } from './lock.ts'
import type { Managed } from './manage.ts'
import { type Plan, type PlanOptions, plan } from './plan.ts'
import { toRecord } from './record.ts'

/** Everything between a wish and a world that is so. */
export interface CarryOut extends LockOptions {
  readonly managed: readonly Managed[]
  readonly lock: LockPlace
  readonly claim: Claim
  readonly history: History
  /** The file that says what should be, as messages call it. */
  readonly file: string
  /** The hash of a plan, or how many steps it had. */
  readonly expect?: string | undefined
  readonly destroy: ReadonlySet<string>
  readonly restart: ReadonlySet<string>
  readonly signal: AbortSignal
  readonly most?: number
  /** Told of the plan before anything is written. */
  readonly onPlan: (plan: Plan, lock: HeldLock) => void
  readonly report: (event: Event) => void
  /** Milliseconds since 1970. */
  readonly now: () => number
}

export interface CarriedOut extends Applied {
  readonly plan: Plan
}

/** How long the lock is trusted without looking. */
const trustMs = 5000

/**
 * Plans under the lock, and applies what it planned. Throws before anything is written: Problem 'locked' when somebody else
 * applies, 'conflict' when the plan is not the expected one or something is in the way, Problems 'refused' for dangers that
 * were not named. What went wrong later is in the outcomes.
 */
export async function carryOut(wish: CarryOut): Promise<CarriedOut> {
  return await withLock(wish.lock, wish.claim, wish, async (lock) => {
    const options: PlanOptions = { signal: wish.signal, restart: wish.restart, isAlone: true }
    const planned = await plan(wish.managed, options)
    wish.onPlan(planned, lock)
    if (wish.expect !== undefined) requireExpected(planned, wish.expect)
    requireHarmless(planned, wish.destroy)
    return { plan: planned, ...(await run(planned, lock, wish)) }
  })
}

/** Throws Problems: 'conflict' when something is in the way, 'refused' for dangers that `destroy` does not name. */
export function requireHarmless(planned: Plan, destroy: ReadonlySet<string>): void {
  const inTheWay = planned.conflicts.map(({ ref, other, claim }) => {
    const hint = `if it is the one that is meant: mycel adopt ${ref}. Else give ${ref} something else in the file`
    return new Problem('conflict', `${other} has ${claim}, which ${ref} needs, and does not bear our mark`, { hint })
  })
  if (inTheWay.length > 0) throw new Problems(inTheWay)

  const refused = dangers(planned, destroy).map(({ message, hint }) => new Problem('refused', message, { hint }))
  if (refused.length > 0) throw new Problems(refused)
}

async function run(planned: Plan, lock: HeldLock, wish: CarryOut): Promise<Applied> {
  const { steps } = planned
  if (steps.length === 0) return { outcomes: [], ended: 'whole', cause: undefined }
  const { claim, history, file, now, signal, most } = wish
  const { id, who, place, why } = claim
  const begun = { id, who, place, why, at: now(), file, hash: planned.hash, steps: toRecord(planned, []).steps }
  const writing = new Pen(await history.begin(begun), now)
  const report = (event: Event) => {
    if (event.what === 'ended') writing.note(event.outcome)
    wish.report(event)
  }
  const mayBegin = watchful(lock, now)
  const applied = await apply(steps, { signal, report, mayBegin, ...(most === undefined ? {} : { most }) })
  await writing.finish(applied, planned)
  return applied
}

/** Looks at the lock now and then, rather than before every step. */
function watchful(lock: HeldLock, now: () => number): () => Promise<void> {
  let lookedAt = now()
  return async () => {
    if (now() - lookedAt < trustMs) return
    await lock.requireStill()
    lookedAt = now()
  }
}

/** Writes one line after the other, in the order in which things ended. */
class Pen {
  readonly #writing: Writing
  readonly #now: () => number
  #last: Promise<void> = Promise.resolve()

  constructor(writing: Writing, now: () => number) {
    this.#writing = writing
    this.#now = now
  }

  note(outcome: Outcome): void {
    const result: StepResult = { ref: outcome.ref, at: this.#now(), result: outcome.result, words: wordsOf(outcome) }
    this.#last = this.#after(this.#last, () => this.#writing.ended(result))
  }

  async finish(applied: Applied, planned: Plan): Promise<void> {
    await this.#last
    await this.#writing.end(this.#now(), applied.ended, wantsAfter(planned, applied.outcomes))
  }

  async #after(before: Promise<void>, write: () => Promise<void>): Promise<void> {
    await before
    await write()
  }
}

/** What failed, in words for the history; the cause of a mistake of ours stays in the log. */
function wordsOf(outcome: Outcome): readonly string[] {
  switch (outcome.result) {
    case 'done':
      return outcome.remarks
    case 'failed':
      return [outcome.error instanceof Error ? outcome.error.message : String(outcome.error)]
    case 'skipped':
      return [`needs ${outcome.because}`]
    default:
      return []
  }
}

/** What is as declared by now: what was before, and what has been done. */
export function wantsAfter({ steps, wants }: Plan, outcomes: readonly Outcome[]): Record<string, string> {
  const undone = new Set(steps.map(({ ref }) => ref))
  for (const { ref, result } of outcomes) if (result === 'done') undone.delete(ref)
  return Object.fromEntries([...wants].filter(([ref]) => !undone.has(ref)))
}
