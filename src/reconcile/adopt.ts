import { Problem } from '../lib/problem.ts'
import type { CarryOut } from './carry-out.ts'
import { withLock } from './lock.ts'
import type { Managed } from './manage.ts'
import { type Conflict, plan } from './plan.ts'

/** Something that can become ours. */
export type Adoptable = Conflict & { readonly adopt: NonNullable<Conflict['adopt']> }

/** What an adoption needs to know. */
export interface Adoption
  extends Pick<CarryOut, 'managed' | 'lock' | 'claim' | 'isAlive' | 'take' | 'history' | 'file' | 'signal' | 'now'> {
  readonly adoptable: Adoptable
}

/**
 * What stands where a declared thing should be, unmarked or ours under a name that is declared no more. Throws Problem 'not-found' when there is nothing, 'conflict' when it cannot
 * be told which one is meant.
 */
export async function findAdoptable(managed: readonly Managed[], ref: string, signal: AbortSignal): Promise<Adoptable> {
  const { conflicts, renamed, wants } = await plan(managed, { signal })
  const found = [...conflicts, ...renamed].filter((conflict) => conflict.ref === ref)
  // One that would have to be made anew is hardly the one that is meant.
  const fitting = found.filter(({ differences }) => !differences.some(({ effect }) => effect === 'replace'))
  const [first, ...rest] = fitting.length > 0 ? fitting : found
  if (!first) throw nothingFound(ref, wants)
  if (rest.length > 0) {
    const names = [first, ...rest].map(({ other }) => other).join(' and ')
    const hint = 'give the file the id of the one that is meant, or move the other out of the way'
    throw new Problem('conflict', `${names} both stand where ${ref} should be`, { hint })
  }
  const { adopt } = first
  if (!adopt) throw new Problem('refused', `${first.other} is of a kind that cannot be taken over`)
  return { ...first, adopt }
}

/** Puts our mark on it, under the lock, and writes it down. Throws what went wrong; then it may or may not be ours. */
export async function adopt({ adoptable, ...wish }: Adoption): Promise<void> {
  const { claim, history, file, now, signal } = wish
  await withLock(wish.lock, claim, wish, async () => {
    const { id, who, place, why } = claim
    const writing = await history.begin({ id, who, place, why, at: now(), file, hash: '', steps: [] })
    const hold = <Result>(_what: string, _most: number, work: () => Promise<Result>) => work()
    const { ref } = adoptable
    try {
      await adoptable.adopt({ signal, hold, progress: () => {}, remark: () => {} })
      await writing.ended({ ref, at: now(), result: 'done', words: [`adopted ${adoptable.other}`] })
    } catch (error) {
      const words = [`could not adopt ${adoptable.other}: ${error instanceof Error ? error.message : error}`]
      await writing.ended({ ref, at: now(), result: 'failed', words })
      throw error
    } finally {
      await writing.end(now(), 'whole', {})
    }
  })
}

function nothingFound(ref: string, wants: ReadonlyMap<string, string>): Problem {
  if (wants.has(ref)) {
    const hint = 'if it does not exist yet, mycel apply makes it; if it is ours already, nothing is to be done'
    return new Problem('not-found', `nothing unmarked stands where ${ref} should be`, { hint })
  }
  const kind = ref.split('/')[0] ?? ''
  const near = [...wants.keys()].filter((one) => one.startsWith(`${kind}/`)).slice(0, 8)
  const hint = near.length === 0 ? 'mycel plan shows what the file declares' : `the file declares ${near.join(', ')}`
  return new Problem('not-found', `the file declares no ${ref}`, { hint })
}
