import type { ApplyRecord } from './history.ts'
import type { Look, StepRecord } from './record.ts'

/**
 * Why something is not as declared. `world`: it was as declared after an apply, and the file still says the same. `file`:
 * the file says something else since. `unknown`: no apply from this computer has touched it.
 */
export type Cause = 'world' | 'file' | 'unknown'

export interface Drift {
  readonly step: StepRecord
  readonly cause: Cause
  /** When it was last known to be as declared; milliseconds since 1970. */
  readonly lastRight: number | undefined
}

/** Tells what the world did by itself from what the file asks for. `wants`: fingerprints of what is declared, by ref. */
export function driftOf(
  steps: readonly StepRecord[],
  wants: Readonly<Record<string, string>>,
  applies: readonly ApplyRecord[],
): Drift[] {
  return steps.map((step) => {
    // The latest comes first.
    const last = applies.find((apply) => touches(apply, step.ref))
    const before = last?.wants[step.ref]
    if (last === undefined) return { step, cause: 'unknown', lastRight: undefined }
    const lastRight = before === undefined ? undefined : (last.endedAt ?? undefined)
    return { step, cause: before === wants[step.ref] ? 'world' : 'file', lastRight }
  })
}

/** What others changed, or what nobody here has applied, as of a look: all but what the file asks for since. */
export function driftedIn({ steps, wants }: Pick<Look, 'steps' | 'wants'>, applies: readonly ApplyRecord[]): Drift[] {
  return driftOf(steps, wants, applies).filter(({ cause }) => cause !== 'file')
}

/** Whether an apply says anything about a thing: that it was right afterwards, or that something was to be done to it. */
function touches({ wants, steps }: ApplyRecord, ref: string): boolean {
  return wants[ref] !== undefined || steps.some((step) => step.ref === ref)
}
