import { dayMs } from '../lib/days.ts'
import { hostOf, isPrivatePlace } from './destination.ts'
import type { Link } from './link.ts'
import type { LinkParts } from './parts.ts'
import type { Table } from './table.ts'

/**
 * What a look at a destination showed. `closed`: it is there for those who may (sign-in, private repository). `blocked`: the
 * guard does not let us ask, such as for a private address. `busy`: it asked to be left alone, so nothing is known.
 */
export const checkStates = ['fine', 'moved', 'closed', 'gone', 'failing', 'blocked', 'busy'] as const
export type CheckState = (typeof checkStates)[number]

/** What one request, and the redirects after it, came to. */
export interface Probe {
  /** Of the last answer; undefined when nobody answered. */
  readonly status: number | undefined
  /** Where it is now, when every redirect on the way said that it is for good. */
  readonly movedTo?: string | undefined
  /** Whether the way ended where people sign in. */
  readonly asksToSignIn?: boolean | undefined
  /** Whether the guard refused it. */
  readonly isBlocked?: boolean | undefined
  /** In words, when there is no status. */
  readonly trouble?: string | undefined
}

/** Asks for an address once, kindly. Throws nothing. */
export interface Prober {
  probe(url: string, signal: AbortSignal): Promise<Probe>
}

export interface CheckResult {
  readonly state: CheckState
  /** In words. */
  readonly detail: string
  /** Milliseconds since 1970. */
  readonly checkedAt: number
}

/** A check of all links: one at a time for the whole process. */
export interface Checking {
  /** Begins, unless one goes on; of one keyword only if that is given. */
  begin(keyword?: string): Promise<Progress>
  readonly progress: Progress
}

export interface Progress {
  readonly isRunning: boolean
  readonly done: number
  readonly of: number
}

/** Hosts that are asked at once, and milliseconds between two questions to the same one. */
const hostsAtOnce = 4
export const usualPauseMs = 1000

export interface CheckingOptions {
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>
  readonly pauseMs?: number
}

/** `stack` ends a check that goes on. */
export function createChecking(
  parts: Pick<LinkParts, 'database' | 'clock' | 'log' | 'live' | 'prober'>,
  { pause, pauseMs = usualPauseMs }: CheckingOptions,
  stack: AsyncDisposableStack,
): Checking {
  const ending = new AbortController()
  let progress: Progress = { isRunning: false, done: 0, of: 0 }
  let work: Promise<void> = Promise.resolve()

  const run = async (destinations: readonly string[]) => {
    const queue = [...Map.groupBy(destinations, hostOf).values()].values()
    const oneByOne = async () => {
      for (const some of queue) await checkHost(some)
    }
    await Promise.all(Array.from({ length: hostsAtOnce }, oneByOne))
  }
  const checkHost = async (destinations: readonly string[]) => {
    let isBusy = false
    for (const [i, destination] of destinations.entries()) {
      if (ending.signal.aborted) return
      if (i > 0 && !isBusy) await pause(pauseMs, ending.signal).catch(() => {})
      const probe: Probe = isBusy ? busy : await parts.prober.probe(destination, ending.signal)
      isBusy ||= probe.status === 429
      await saveResult(parts, destination, judge(destination, probe))
      progress = { ...progress, done: progress.done + 1 }
    }
  }
  stack.defer(async () => {
    ending.abort()
    await work
  })
  return {
    get progress() {
      return progress
    },
    async begin(keyword) {
      if (progress.isRunning) return progress
      const destinations = destinationsOf(parts.live.table, keyword)
      progress = { isRunning: true, done: 0, of: destinations.length }
      work = run(destinations)
        .catch((error: unknown) => parts.log.warn({ err: error }, 'the check of links was broken off'))
        .finally(() => {
          progress = { ...progress, isRunning: false }
        })
      return progress
    },
  }
}

const busy: Probe = { status: 429 }

/** Each once, however many links lead there; what is not on the web cannot be asked. */
export function destinationsOf(table: Table, keyword?: string): string[] {
  const links = keyword === undefined ? table.all() : [table.find(keyword)].filter((link) => link !== undefined)
  return [...new Set(links.flatMap((link) => checkable(link) ?? []))]
}

/** What would be asked for a link; undefined for those that lead nowhere, or not to the web. */
export function checkable({ outcome }: Pick<Link, 'outcome'>): string | undefined {
  return outcome.kind === 'goes' && /^https?:/i.test(outcome.location) ? outcome.location : undefined
}

/** What an answer means for whoever follows the link. */
export function judge(destination: string, probe: Probe): Pick<CheckResult, 'state' | 'detail'> {
  const { status, movedTo, asksToSignIn, isBlocked, trouble = 'nobody answers' } = probe
  if (isBlocked) return { state: 'blocked', detail: trouble }
  if (status === undefined) return { state: 'failing', detail: trouble }
  const detail = `HTTP ${status}`
  if (status === 429) return { state: 'busy', detail: 'it asked to be left alone' }
  if (asksToSignIn || status === 401 || status === 403 || status === 407) return { state: 'closed', detail }
  if (status === 404 || status === 410) {
    // Who may not read a private place is told that it is not there.
    return isPrivatePlace(destination) ? { state: 'closed', detail } : { state: 'gone', detail }
  }
  if (status >= 400) return { state: 'failing', detail }
  return movedTo === undefined ? { state: 'fine', detail } : { state: 'moved', detail: movedTo }
}

async function saveResult(
  { database, clock }: Pick<LinkParts, 'database' | 'clock'>,
  destination: string,
  result: Pick<CheckResult, 'state' | 'detail'>,
): Promise<void> {
  const values = { ...result, checked_at: clock.now() }
  await database.transact((tx) =>
    tx
      .insertInto('link_checks')
      .values({ destination, ...values })
      .onConflict((conflict) => conflict.column('destination').doUpdateSet(values))
      .execute(),
  )
}

/** What is known of each destination. */
export async function readChecks({ database }: Pick<LinkParts, 'database'>): Promise<ReadonlyMap<string, CheckResult>> {
  const rows = await database.read((db) => db.selectFrom('link_checks').selectAll().execute())
  return new Map(
    rows.map(({ destination, state, detail, checked_at: checkedAt }) => [
      destination,
      { state: checkStates.find((one) => one === state) ?? 'failing', detail, checkedAt },
    ]),
  )
}

const keptMs = 400 * dayMs

/** Deletes what was found so long ago that it tells nothing any more. */
export async function forgetOldChecks({ database, clock }: Pick<LinkParts, 'database' | 'clock'>): Promise<void> {
  await database.transact((tx) =>
    tx
      .deleteFrom('link_checks')
      .where('checked_at', '<', clock.now() - keptMs)
      .execute(),
  )
}
