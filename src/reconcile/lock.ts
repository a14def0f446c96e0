import { Problem } from '../lib/problem.ts'

/** Who changes the world at the moment, since when and why. */
export interface Claim {
  /** Unique to one run. */
  readonly id: string
  /** The person, as the computer knows them. */
  readonly who: string
  /** The computer, and the container on it, within which alone `process` means something. */
  readonly place: string
  /** The process there, with when it began, so that a later one with its number is not taken for it. */
  readonly process: string
  readonly why: string | undefined
  /** Milliseconds since 1970, by the clock of that computer. */
  readonly since: number
}

/** Where the lock is: out in the world that is changed, so that it holds for everybody who could change it. */
export interface LockPlace {
  /** Puts the claim there if there is none. Gives the one that is there now. Of several at once, one wins. */
  claim(claim: Claim): Promise<Claim>
  /** The claim that is there. */
  holder(): Promise<Claim | undefined>
  /** Takes away the claim with this id; nothing when it is not there. */
  release(id: string): Promise<void>
}

export interface LockOptions {
  /** The id of a claim that is known to be dead and shall be taken away. */
  readonly take?: string | undefined
  /** Whether the process of a claim still runs; `unknown` for one that is elsewhere. */
  readonly isAlive: (claim: Claim) => Promise<boolean | 'unknown'>
  /** Told when the lock could not be given back; what was done under it is done all the same. */
  readonly onLeft?: ((error: unknown) => void) | undefined
}

/** A lock that is held. */
export interface HeldLock {
  /** Whose claim was found dead and was taken away for it. */
  readonly instead: Claim | undefined
  /** Throws Problem 'locked' when somebody has taken the lock away from us. */
  requireStill(): Promise<void>
}

/**
 * Does `work` while nobody else changes the world. Throws Problem 'locked' when somebody does, which says who, since when
 * and why. The lock of a process that died on this computer is taken over; that of another computer must be named.
 */
export async function withLock<Result>(
  place: LockPlace,
  mine: Claim,
  options: LockOptions,
  work: (lock: HeldLock) => Promise<Result>,
): Promise<Result> {
  const instead = await acquire(place, mine, options)
  const requireStill = async () => {
    const holder = await place.holder()
    if (holder?.id !== mine.id) throw lost(holder)
  }
  try {
    // Two that both found a dead claim may have taken away each other's: whoever comes later sees it here.
    if (instead) await requireStill()
    return await work({ instead, requireStill })
  } finally {
    await place.release(mine.id).catch((error: unknown) => options.onLeft?.(error))
  }
}

async function acquire(place: LockPlace, mine: Claim, options: LockOptions): Promise<Claim | undefined> {
  const holder = await place.claim(mine)
  if (holder.id === mine.id) return undefined
  if (options.take !== holder.id && (await options.isAlive(holder)) !== false) throw held(holder, mine, options.take)
  await place.release(holder.id)
  const now = await place.claim(mine)
  if (now.id !== mine.id) throw held(now, mine)
  return holder
}

/** Who holds a lock, in words: `dawn on laptop, process 4711, since 2026-06-22 14:03 UTC: more memory for bbb`. */
export function describeClaim({ who, place, process, since, why }: Claim): string {
  const at = `${new Date(since).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const [number = process] = process.split(' ')
  const [computer = place] = place.split(' ')
  return `${who} on ${computer}, process ${number}, since ${at}${why === undefined ? '' : `: ${why}`}`
}

function held(holder: Claim, mine: Claim, take?: string): Problem {
  const wrong = take === undefined ? '' : `; --take-lock names ${take}, which is not this one`
  const isHere = holder.place === mine.place
  const hint = isHere
    ? 'wait until that process is done, or end it; what it was doing is then gone on with'
    : `wait, or ask. If that process is surely gone: --take-lock ${holder.id}`
  return new Problem('locked', `somebody else is applying: ${describeClaim(holder)}${wrong}`, { hint })
}

function lost(holder: Claim | undefined): Problem {
  const by = holder === undefined ? 'it is not there any more' : describeClaim(holder)
  return new Problem('locked', `the lock was taken from us: ${by}`, {
    hint: 'nothing more is begun; talk to each other, then run this again',
  })
}
