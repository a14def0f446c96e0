import { Problem } from '../lib/problem.ts'
import { createHolds } from './holds.ts'
import type { Step, Work } from './kind.ts'
import { chains } from './order.ts'

/** What became of a step. */
export type Outcome =
  | { readonly ref: string; readonly result: 'done'; readonly remarks: readonly string[] }
  | { readonly ref: string; readonly result: 'failed'; readonly error: unknown }
  /** Not begun, because what it needs was not done. */
  | { readonly ref: string; readonly result: 'skipped'; readonly because: string }
  /** Cut off by a request to end; what is there of it, the next plan sees. */
  | { readonly ref: string; readonly result: 'stopped' }
  /** Not begun, because all was ended before. */
  | { readonly ref: string; readonly result: 'untouched' }

/** What happens while a plan is applied, as it happens. */
export type Event =
  | { readonly what: 'begun'; readonly step: Step }
  | { readonly what: 'progress'; readonly step: Step; readonly doing: string }
  | { readonly what: 'ended'; readonly step: Step; readonly outcome: Outcome }

export interface ApplyOptions {
  /** Aborted to begin nothing more, and to stop what runs between two of its requests. */
  readonly signal: AbortSignal
  readonly report: (event: Event) => void
  /** How many steps at a time. */
  readonly most?: number
  /** Asked before each step; throws when nothing more may be done, such as when the lock was taken from us. */
  readonly mayBegin?: () => Promise<void>
}

export interface Applied {
  readonly outcomes: readonly Outcome[]
  /** Why not all was begun: somebody ended it, or the world is not what the plan was made of. */
  readonly ended: 'whole' | 'interrupted' | 'moved' | 'forbidden'
  /** The error that ended it early. */
  readonly cause: unknown
}

/**
 * Runs the very steps of a plan, several at a time. A step that fails skips what needs it and nothing else. One that finds
 * the world other than it was planned for (Problem 'conflict') lets nothing more begin. Never throws for a step.
 */
export async function apply(steps: readonly Step[], options: ApplyOptions): Promise<Applied> {
  const run = new Run(steps, options)
  return await run.toTheEnd()
}

const usualMost = 6

class Run {
  readonly #steps: readonly Step[]
  readonly #options: ApplyOptions
  readonly #hold: Work['hold']
  readonly #gates: ReadonlyMap<string, readonly string[]>
  readonly #waiting: Step[]
  readonly #running = new Map<string, Promise<void>>()
  readonly #outcomes = new Map<string, Outcome>()
  #ended: Applied['ended'] = 'whole'
  #cause: unknown

  constructor(steps: readonly Step[], options: ApplyOptions) {
    const urgency = chains(steps)
    this.#steps = steps
    this.#options = options
    this.#hold = createHolds(options.signal)
    this.#gates = gatesOf(steps)
    this.#waiting = steps.toSorted((a, b) => (urgency.get(b.ref) ?? 0) - (urgency.get(a.ref) ?? 0))
  }

  async toTheEnd(): Promise<Applied> {
    // What ended while others were begun may have made room for more.
    while (this.#running.size > 0 || this.#next() !== undefined) {
      await this.#beginWhatCan()
      if (this.#running.size > 0) await Promise.race(this.#running.values())
    }
    for (const step of this.#waiting) this.#end(step, { ref: step.ref, result: 'untouched' })
    const outcomes = this.#steps.flatMap(({ ref }) => this.#outcomes.get(ref) ?? [])
    const isCut = outcomes.some(({ result }) => result === 'stopped' || result === 'untouched')
    return { outcomes, ended: this.#ended === 'whole' && isCut ? 'interrupted' : this.#ended, cause: this.#cause }
  }

  async #beginWhatCan(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      const broken = next.after.find((ref) => (this.#outcomes.get(ref)?.result ?? 'done') !== 'done')
      if (broken !== undefined) this.#end(next, { ref: next.ref, result: 'skipped', because: broken })
      else if (await this.#mayBegin()) this.#begin(next)
      else this.#waiting.unshift(next)
    }
  }

  /** The next step that waits for nothing, if there is room for one and nothing has ended it all. */
  #next(): Step | undefined {
    const { signal, most = usualMost } = this.#options
    if (signal.aborted || this.#ended !== 'whole' || this.#running.size >= most) return undefined
    return this.#waiting.find(({ ref }) => (this.#gates.get(ref) ?? []).every((gate) => this.#outcomes.has(gate)))
  }

  async #mayBegin(): Promise<boolean> {
    try {
      await this.#options.mayBegin?.()
      return true
    } catch (error) {
      this.#stop('forbidden', error)
      return false
    }
  }

  #begin(step: Step): void {
    this.#options.report({ what: 'begun', step })
    this.#running.set(step.ref, this.#runToItsEnd(step))
  }

  async #runToItsEnd(step: Step): Promise<void> {
    const outcome = await this.#attempt(step)
    this.#running.delete(step.ref)
    this.#end(step, outcome)
  }

  async #attempt(step: Step): Promise<Outcome> {
    const { signal, report } = this.#options
    const { ref } = step
    const remarks: string[] = []
    const progress = (doing: string) => report({ what: 'progress', step, doing })
    try {
      await step.run({ signal, hold: this.#hold, progress, remark: (text) => void remarks.push(text) })
      return { ref, result: 'done', remarks }
    } catch (error) {
      if (error instanceof Problem && error.code === 'conflict') this.#stop('moved', error)
      // What fails after a request to end has most likely failed because of it.
      return signal.aborted ? { ref, result: 'stopped' } : { ref, result: 'failed', error }
    }
  }

  #end(step: Step, outcome: Outcome): void {
    this.#outcomes.set(step.ref, outcome)
    this.#options.report({ what: 'ended', step, outcome })
  }

  #stop(ended: Applied['ended'], cause: unknown): void {
    if (this.#ended !== 'whole') return
    this.#ended = ended
    this.#cause = cause
  }
}

/**
 * What must have ended, well or not, before a step may begin: what it needs, and for whatever is deleted also all that is
 * made or changed, and what is deleted of the kinds that build on its own.
 */
function gatesOf(steps: readonly Step[]): ReadonlyMap<string, readonly string[]> {
  const there = new Set(steps.map(({ ref }) => ref))
  const deletions = steps.filter(({ verb }) => verb === 'delete')
  const afterDeletions = new Set(deletions.map(({ ref }) => ref))
  for (const { ref, after } of steps) if (after.some((needed) => afterDeletions.has(needed))) afterDeletions.add(ref)
  const others = steps.flatMap(({ ref }) => (afterDeletions.has(ref) ? [] : [ref]))

  return new Map(
    steps.map((step) => {
      const needed = step.after.filter((ref) => there.has(ref))
      if (step.verb !== 'delete') return [step.ref, needed]
      const earlier = deletions.slice(0, deletions.indexOf(step)).filter(({ kind }) => kind !== step.kind)
      return [step.ref, [...others, ...earlier.map(({ ref }) => ref)]]
    }),
  )
}
