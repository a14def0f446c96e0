import { setImmediate, setTimeout } from 'node:timers/promises'
import { Problem } from './problem.ts'

/** Does many small things in few large ones: gives the result of `item` once the batch it went into is done. */
export type Batch<Item, Result> = (item: Item) => Promise<Result>

interface Waiting<Item, Result> {
  readonly item: Item
  resolve(result: Result): void
  reject(error: unknown): void
}

/** After a batch of so many there is load, and a short wait lets more share the next: a run costs the same for one and for many. */
const many = 3
const gatherMs = 2

/**
 * What comes within one turn of the event loop, or while a batch runs, shares the next: nothing waits that need not, and
 * under load many share one run. `run` gives a result for each item, in order. When a batch fails, each item is tried by
 * itself, so that one bad item does not fail the others, unless it was because something did not answer at all.
 */
export function createBatch<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  largest = 100,
): Batch<Item, Result> {
  const waiting: Waiting<Item, Result>[] = []
  let isRunning = false
  let last = 0

  const work = async () => {
    isRunning = true
    while (waiting.length > 0) {
      // The embedded database computes in this very thread: without a turn of the loop nothing could gather.
      await (last < many ? setImmediate() : setTimeout(gatherMs))
      const batch = waiting.splice(0, largest)
      last = batch.length
      await settle(batch, run)
    }
    isRunning = false
  }
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (!isRunning) void work()
    })
}

async function settle<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<void> {
  try {
    const results = await run(batch.map(({ item }) => item))
    if (results.length !== batch.length) throw new Error('a batch gave another number of results than it had items')
    for (const [i, { resolve }] of batch.entries()) resolve(results[i] as Result)
  } catch (error) {
    const isHopeless = batch.length === 1 || (error instanceof Problem && error.code === 'unavailable')
    if (isHopeless) for (const { reject } of batch) reject(error)
    else for (const one of batch) await settle([one], run)
  }
}
