import { setTimeout } from 'node:timers/promises'
import type { Database } from '../db/open.ts'
import type { Clock } from '../lib/clock.ts'
import { type Checking, createChecking, type Prober } from './check.ts'
import { createCounts, type Statistics } from './counts.ts'
import { openLive } from './live.ts'
import type { LinkLog, LinkParts, LinkSettings } from './parts.ts'
import type { SourceOptions } from './sources/source.ts'

/** Everything about links, running. */
export interface Links extends LinkParts {
  readonly checking: Checking
}

export interface LinkOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: LinkLog
  readonly settings: LinkSettings
  readonly statistics: Statistics
  readonly sources: readonly SourceOptions[]
  readonly prober: Prober
  /** Milliseconds between two questions to the same host, when links are checked. */
  readonly checkPauseMs?: number | undefined
  readonly address: LinkParts['address']
}

const savedMs = 60_000

/** Opens the links and keeps them up until the stack is disposed of. Waits for no source that was read before. */
export async function openLinks(options: LinkOptions, stack: AsyncDisposableStack): Promise<Links> {
  const { database, clock, log, settings, statistics, prober, address } = options
  const counts = createCounts(database, clock, statistics)
  const save = () =>
    counts.save().catch((error: unknown) => log.warn({ err: error }, 'the counts of links could not be written down'))
  const timer = setInterval(() => void save(), savedMs)
  timer.unref()
  stack.defer(async () => {
    clearInterval(timer)
    await save()
  })
  const live = stack.use(await openLive({ database, clock, log }, settings, options.sources))
  const parts: LinkParts = { database, clock, log, settings, counts, prober, live, address }
  const pause = async (ms: number, signal: AbortSignal) => void (await setTimeout(ms, undefined, { signal }))
  const pauseMs = options.checkPauseMs
  const checking = createChecking(parts, pauseMs === undefined ? { pause } : { pause, pauseMs }, stack)
  live.start()
  return { ...parts, checking }
}
