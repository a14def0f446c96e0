/** What a process of the simulated hosts waits for: time, or a lock for at most so long. */
export type Wait =
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'lock'; readonly name: string; readonly shared: boolean; readonly ms: number }
  /** Gives back a lock before the process is over. */
  | { readonly kind: 'unlock'; readonly name: string }

/** Something that takes time: it says what it waits for, and hears whether it got it. */
export type Process<Result> = Generator<Wait, Result, boolean>

export interface Running {
  /** As SIGTERM does: it may clean up after itself. */
  interrupt(error: Error): void
  /** As SIGKILL and a crash do: its locks are free, and nothing else is tidied. */
  kill(error: Error): void
}

interface Entry {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

interface Lock {
  shared: boolean
  holders: number
  readonly waiting: { readonly shared: boolean; readonly grant: () => void; gone: boolean }[]
}

/** Simulated time with its processes and locks. Time stands still until it is advanced. */
export interface Engine {
  now(): number
  /** Does all that is due until then, in its order. Going back does nothing. */
  advanceTo(time: number): void
  /** When the next thing happens. */
  next(): number | undefined
  spawn<Result>(process: Process<Result>, ended: (outcome: Outcome<Result>) => void): Running
  /** Lets somebody from outside hold a lock for so long. */
  hold(name: string, ms: number): void
}

export type Outcome<Result> = { readonly value: Result } | { readonly error: unknown }

export function createEngine(start: number): Engine {
  const queue: Entry[] = []
  const locks = new Map<string, Lock>()
  let time = start
  let order = 0

  const after = (ms: number, run: () => void) => {
    order += 1
    const entry = { at: time + ms, order, run }
    const later = queue.findIndex(({ at }) => at > entry.at)
    queue.splice(later < 0 ? queue.length : later, 0, entry)
  }

  function acquire(name: string, shared: boolean, ms: number, heard: (got: boolean) => void): void {
    const lock = locks.get(name) ?? { shared: false, holders: 0, waiting: [] }
    locks.set(name, lock)
    if (lock.holders === 0 || (lock.shared && shared && lock.waiting.length === 0)) {
      take(lock, shared)
      return heard(true)
    }
    const waiter = {
      shared,
      gone: false,
      grant: () => {
        waiter.gone = true
        heard(true)
      },
    }
    lock.waiting.push(waiter)
    after(ms, () => {
      if (waiter.gone) return
      lock.waiting.splice(lock.waiting.indexOf(waiter), 1)
      heard(false)
    })
  }

  function release(name: string): void {
    const lock = locks.get(name)
    if (!lock) return
    lock.holders -= 1
    while (lock.waiting[0] && (lock.holders === 0 || (lock.shared && lock.waiting[0].shared))) {
      const waiter = lock.waiting.shift()
      if (!waiter) return
      take(lock, waiter.shared)
      after(0, waiter.grant)
      waiter.gone = true
    }
  }

  function spawn<Result>(process: Process<Result>, ended: (outcome: Outcome<Result>) => void): Running {
    const held: string[] = []
    let isOver = false
    let turn = 0

    const end = (outcome: Outcome<Result>) => {
      if (isOver) return
      isOver = true
      for (const name of held) release(name)
      ended(outcome)
    }
    // What it waited for before it was interrupted is nothing to it any more.
    const resume = (step: () => IteratorResult<Wait, Result>, ofTurn = turn) => {
      if (isOver || ofTurn !== turn) return
      turn += 1
      try {
        const { done, value } = step()
        if (done) end({ value })
        else waitFor(value)
      } catch (error) {
        end({ error })
      }
    }
    const waitFor = (wait: Wait) => {
      const mine = turn
      if (wait.kind === 'unlock') {
        held.splice(held.indexOf(wait.name), 1)
        release(wait.name)
        return after(0, () => resume(() => process.next(true), mine))
      }
      if (wait.kind === 'sleep') return after(wait.ms, () => resume(() => process.next(true), mine))
      acquire(wait.name, wait.shared, wait.ms, (got) => {
        if (got && (isOver || mine !== turn)) return release(wait.name)
        if (got) held.push(wait.name)
        // In its own turn, so that who asks for many locks in a row does not nest.
        after(0, () => resume(() => process.next(got), mine))
      })
    }

    resume(() => process.next(true))
    return {
      interrupt: (error) => resume(() => process.throw(error)),
      kill: (error) => end({ error }),
    }
  }

  return {
    now: () => time,
    advanceTo(until) {
      for (let entry = queue[0]; entry && entry.at <= until; entry = queue[0]) {
        queue.shift()
        time = Math.max(time, entry.at)
        entry.run()
      }
      time = Math.max(time, until)
    },
    next: () => queue[0]?.at,
    spawn,
    hold(name, ms) {
      spawn(holding(name, ms), () => {})
    },
  }
}

function take(lock: Lock, shared: boolean): void {
  lock.shared = shared
  lock.holders += 1
}

function* holding(name: string, ms: number): Process<void> {
  yield { kind: 'lock', name, shared: false, ms: Number.MAX_SAFE_INTEGER }
  yield { kind: 'sleep', ms }
}

export function* sleep(ms: number): Process<void> {
  yield { kind: 'sleep', ms }
}
