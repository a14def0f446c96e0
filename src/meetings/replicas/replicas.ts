import type { Live } from '../../bus/live.ts'
import type { Context } from '../context.ts'
import type { Meeting } from '../meeting.ts'
import { applyNews, type Listener } from './apply.ts'
import { compareWithDatabase } from './compare.ts'
import { type Lease, openLease } from './lease.ts'
import type { News } from './news.ts'

/** The other gateways on the same database, as the verbs see them. */
export interface Replicas {
  readonly hasOthers: boolean
  /** Tells the others; does nothing when there are none. */
  tell(news: News): void
  /** Notes that something was done to a meeting; told in bunches. */
  touched(meeting: Meeting): void
  /** Whether this replica is the one that looks at the servers. */
  readonly isLooking: boolean
  /** Whether this replica, and no other, writes down what all of them see. */
  readonly isWriting: boolean
  /** Whether this replica tells clients of what it sees in meetings: of what several see at once, one. */
  readonly isTelling: boolean
  /** Grows with every change of who looks. */
  readonly token: number
  /** Looks in the database for a meeting that memory does not have. Costs nothing when there are no others. */
  fetch(organisation: string, meetingId: string): Promise<void>
}

/** The only gateway on its database. */
export const alone: Replicas = {
  hasOthers: false,
  tell() {},
  touched() {},
  isLooking: true,
  isWriting: true,
  isTelling: true,
  token: 0,
  fetch: () => Promise.resolve(),
}

/** How often memory is compared with the database, to mend what a lost message left wrong. */
const compareMs = 15_000
const touchesMs = 250

export interface ReplicasParts {
  readonly live: Live
  readonly self: string
  /** Reads servers, organisations and hooks again. */
  readonly reloadRegistry: () => Promise<void>
}

export interface RunningReplicas extends Replicas, AsyncDisposable {
  /** Begins to listen; before it, only `tell` works. */
  start(): void
}

/** Ties this gateway to the others. */
export function createReplicas(context: () => Context, parts: ReplicasParts): RunningReplicas {
  const { live, self } = parts
  const touches = new Set<string>()
  const timers: NodeJS.Timeout[] = []
  const held: { lease?: Lease } = {}
  const guarded = (work: () => Promise<void>) => () =>
    void work().catch((error: unknown) => context().log.warn({ err: error }, 'memory could not be compared'))

  const listener: Listener = { token: 0, reloadRegistry: guarded(parts.reloadRegistry) }
  const compare = guarded(() => compareWithDatabase(context()))

  return {
    hasOthers: true,
    tell: (news) => live.publish(news),
    touched: ({ instance }) => void touches.add(instance),
    get isLooking() {
      // Without messages nobody tells us what others see: then each looks for itself.
      return held.lease?.isHeld === true || !live.isUp
    },
    get isWriting() {
      return held.lease?.isHeld === true
    },
    get isTelling() {
      return held.lease?.isHeld === true || live.isUp
    },
    get token() {
      return held.lease?.token ?? 0
    },
    fetch: (organisation, meetingId) => fetchMeeting(context(), organisation, meetingId),
    start() {
      const { database, log } = context()
      live.onMessage((message) => applyNews(context(), message as News, listener))
      live.onChange((isUp) => {
        if (isUp) compare()
      })
      held.lease = openLease({ database, log, name: 'poller', holder: self })
      timers.push(setInterval(compare, compareMs))
      timers.push(setInterval(() => flush(touches, live), touchesMs))
    },
    async [Symbol.asyncDispose]() {
      for (const timer of timers) clearInterval(timer)
      await held.lease?.[Symbol.asyncDispose]()
    },
  }
}

function flush(touches: Set<string>, live: Live): void {
  if (touches.size === 0) return
  live.publish({ kind: 'touched', instances: [...touches] } satisfies News)
  touches.clear()
}

async function fetchMeeting(context: Context, organisation: string, meetingId: string): Promise<void> {
  if (context.directory.find(organisation, meetingId)) return
  const meeting = await context.store.findLive(organisation, meetingId)
  if (meeting && !context.directory.byInstance(meeting.instance)) context.directory.add(meeting)
}
