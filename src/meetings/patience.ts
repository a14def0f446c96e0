import { setTimeout } from 'node:timers/promises'
import { Problem } from '../lib/problem.ts'
import { within } from '../lib/within.ts'

/** How long a create waits for a database that does not answer, and how long between two tries. Milliseconds. */
const patienceMs = 5000
const pauseMs = 200

export interface Patience {
  /** What state the world is in when it was in vain, as the end of a sentence. */
  readonly outcome: string
  /** Told of the work itself, which may go on when nobody waits for it any more. */
  readonly onBegun?: (work: Promise<unknown>) => void
}

/**
 * Does what needs the database, again and again while that does not answer, for five seconds. `work` can ask whether
 * anybody waits for it still. Throws Problem 'unavailable' when it was in vain.
 */
export async function patiently<T>(
  work: (isWanted: () => boolean) => Promise<T>,
  { outcome, onBegun }: Patience,
): Promise<T> {
  const state = { isWanted: true }
  const tryOn = async (): Promise<T> => {
    for (;;) {
      try {
        return await work(() => state.isWanted)
      } catch (error) {
        if (!isAway(error) || !state.isWanted) throw error
      }
      await setTimeout(pauseMs)
    }
  }
  const tried = tryOn()
  onBegun?.(tried)
  return await within(tried, patienceMs, () => {
    state.isWanted = false
    throw new Problem('unavailable', `The database of the gateway does not answer; ${outcome}`)
  })
}

/** Whether something failed because the database does not answer. */
export function isAway(error: unknown): boolean {
  return error instanceof Problem && error.code === 'unavailable'
}
