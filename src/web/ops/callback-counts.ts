import type { Clock } from '../../lib/clock.ts'
import type { Outbox } from '../../meetings/outbox.ts'

type Counts = Awaited<ReturnType<Outbox['count']>>

/** Counts are at least this old before they are counted again, in milliseconds. */
const freshMs = 15_000
/** Counting may take a fiftieth of the time: a long table is counted less often. */
const pause = 50

/**
 * Counts callbacks, however often and by however many it is asked, only now and then: the table grows to whatever was sent
 * in 14 days. Undefined while the database does not answer.
 */
export function createCallbackCounts(outbox: Pick<Outbox, 'count'>, clock: Clock): () => Promise<Counts | undefined> {
  let last: Promise<Counts | undefined> | undefined
  let until = 0

  const count = async (): Promise<Counts | undefined> => {
    const began = clock.elapsed()
    // Without the database the other metrics are needed all the more.
    const counts = await outbox.count().catch(() => undefined)
    const now = clock.elapsed()
    until = counts ? now + Math.max(freshMs, (now - began) * pause) : 0
    return counts
  }
  return () => {
    if (last && clock.elapsed() < until) return last
    until = Number.POSITIVE_INFINITY
    last = count()
    return last
  }
}
