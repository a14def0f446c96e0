import { Problem } from '../../lib/problem.ts'
import type { Log } from '../../meetings/context.ts'
import { driftedIn } from '../../reconcile/drift.ts'
import type { Watch } from '../../reconcile/watch.ts'

/** What looks at the machines from time to time. */
export interface RoundsOptions {
  readonly watch: Watch
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly now: () => number
}

/** Once a minute it is seen whether a look is due; whoever looked from here meanwhile, by hand too, puts it off. */
const minuteMs = 60_000

/** After one that failed, sooner than after one that saw. */
const againMs = 10 * minuteMs

/**
 * Looks at the machines every `watch.every` seconds, until the stack is disposed of. It reads, and changes nothing there.
 * Where no host can be reached, or `every` is 0, it never does.
 */
export function goRounds(options: RoundsOptions, stack: AsyncDisposableStack): void {
  const { watch } = options
  if (watch.hosts === 0 || watch.every === 0) return
  const end = new AbortController()
  const round = createRound(options, end.signal)
  const timer = setInterval(() => void round(), minuteMs)
  timer.unref()
  stack.defer(() => {
    clearInterval(timer)
    end.abort()
  })
}

/** One round: a look if one is due. What drifted, and what keeps us from looking, is logged when it is news. Throws nothing. */
export function createRound({ watch, log, now }: RoundsOptions, signal: AbortSignal): () => Promise<void> {
  let known = ''
  const tell = (news: string, say: () => void) => {
    if (news !== known) say()
    known = news
  }
  return async () => {
    try {
      if (!(await isDue(watch, now()))) return
      const [look, applies] = [await watch.look(signal), await watch.history.list()]
      const drifted = driftedIn(look, applies).map(({ step: { ref } }) => ref)
      tell(drifted.join(' '), () => {
        if (drifted.length === 0) log.info({}, 'nothing of the machines has drifted any more')
        else log.warn({ drifted }, 'machines are not as the file says: see mycel drift')
      })
    } catch (error) {
      if (signal.aborted) return
      tell(String(error), () => {
        if (error instanceof Problem && error.code === 'locked')
          log.info({ err: error }, 'the machines are looked at later')
        else log.warn({ err: error }, 'the machines could not be looked at')
      })
    }
  }
}

async function isDue({ every, history, lastTry }: Watch, now: number): Promise<boolean> {
  const tried = lastTry()
  if (tried?.failure !== undefined) return isPast(tried.at, Math.min(againMs, every * 1000), now)
  const last = await history.lastLook()
  return last === undefined || isPast(last.at, every * 1000, now)
}

/** A moment that is yet to come was written before somebody set the clock back. */
function isPast(moment: number, ms: number, now: number): boolean {
  return now - moment >= ms || now < moment
}
