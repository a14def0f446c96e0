/** Does the work when it has its turn; undefined, at once and without having begun, when too many wait already. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result> | undefined

/** So much at a time, and so much that waits, in the order in which it came. */
export function createTurns(most: number, mostWaiting: number): Turns {
  const waiting: (() => void)[] = []
  let busy = 0

  const run = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (busy < most) busy += 1
    // Whoever is done hands its place on.
    else await new Promise<void>((resolve) => void waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else busy -= 1
    }
  }
  return (work) => (busy >= most && waiting.length >= mostWaiting ? undefined : run(work))
}
