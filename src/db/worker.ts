import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { createBatch } from '../lib/batch.ts'
import { Problem } from '../lib/problem.ts'
import type { Connection } from './connection.ts'
import type { Handler, Log, QueueOptions } from './jobs.ts'
import { json } from './tables.ts'

/** Where the library keeps its tables. */
export const jobSchema = 'mycel_jobs'

/** Works on one queue; disposing it stops within 2 s and leaves unfinished jobs to be tried again. */
export interface Worker extends AsyncDisposable {
  /** Looks now: there may be something to do. */
  wake(): void
}

export interface WorkerParts<T extends object> {
  readonly boss: PgBoss
  readonly connection: Connection
  readonly log: Log
  readonly queue: string
  readonly handler: Handler<T>
  readonly options: QueueOptions<T>
}

interface Settlement<T extends object> {
  readonly job: JobWithMetadata<T>
  /** Undefined when it was done. */
  readonly error?: unknown
}

const graceMs = 1_500
const unlockMs = 60_000

/**
 * Fetches a job as soon as there is room for it. The library's own worker waits for the slowest job of a batch before it
 * fetches more, so that one address without an answer would hold up all others.
 */
export function startWorker<T extends object>(parts: WorkerParts<T>): Worker {
  const { boss, log, queue, options } = parts
  const { concurrency = 10, polling = 1 } = options
  const running = new Map<string, { readonly job: JobWithMetadata<T>; readonly work: Promise<void> }>()
  const stop = new AbortController()
  const bell = createBell()
  const settle = createBatch((settlements: readonly Settlement<T>[]) => settleAll(parts, settlements))
  const state = { stopped: false, abandoned: false, unlockAt: 0 }
  const complain = (error: unknown) => log.error({ err: error, queue }, 'the job queue failed; it goes on')

  const begin = (job: JobWithMetadata<T>) => {
    const work = run(parts, job, stop.signal)
      .then(async (settlement) => void (state.abandoned || (await settle(settlement))))
      .catch(complain)
      .finally(() => {
        running.delete(job.id)
        bell.ring()
      })
    running.set(job.id, { job, work })
  }

  const look = async (): Promise<number> => {
    if (options.inOrder && Date.now() >= state.unlockAt) {
      state.unlockAt = Date.now() + unlockMs
      await unlockSequences(parts)
    }
    const room = concurrency - running.size
    const jobs = room > 0 ? await fetch(parts, room) : []
    for (const job of jobs) begin(job)
    return jobs.length
  }

  const loop = async () => {
    while (!state.stopped) {
      const found = await look().catch(complain)
      if (!found && !state.stopped) await bell.wait(polling * 1000)
    }
  }
  const looping = loop()

  return {
    wake: bell.ring,
    async [Symbol.asyncDispose]() {
      state.stopped = true
      bell.ring()
      await looping
      await within(graceMs, Promise.all([...running.values()].map(({ work }) => work)))
      state.abandoned = true
      stop.abort()
      const left = [...running.values()].map(({ job }) => job)
      if (left.length > 0) await boss.fail(queue, left, { message: 'the process ended while it worked on this' })
    },
  }
}

async function fetch<T extends object>({ boss, queue, options }: WorkerParts<T>, room: number) {
  const { perGroup } = options
  return await boss.fetch<T>(queue, {
    batchSize: room,
    includeMetadata: true,
    ...(perGroup === undefined ? {} : { groupConcurrency: perGroup }),
  })
}

async function run<T extends object>(
  { handler, options: { expire = 60 } }: WorkerParts<T>,
  job: JobWithMetadata<T>,
  stopped: AbortSignal,
): Promise<Settlement<T>> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const late = AbortSignal.timeout(expire * 1000)
  late.addEventListener('abort', () => reject(new Error(`it took longer than ${expire} s`)), { once: true })
  tooLate.catch(() => {})
  try {
    const context = { id: job.id, attempt: job.retryCount + 1, signal: AbortSignal.any([stopped, late]) }
    await Promise.race([handler(job.data, context), tooLate])
    return { job }
  } catch (error) {
    return { job, error: error ?? new Error('it failed without a reason') }
  }
}

async function settleAll<T extends object>(
  parts: WorkerParts<T>,
  settlements: readonly Settlement<T>[],
): Promise<readonly Settlement<T>[]> {
  const done = settlements.filter(({ error }) => error === undefined).map(({ job }) => job)
  if (done.length > 0) await complete(parts, done)
  for (const { job, error } of settlements) if (error !== undefined) await fail(parts, job, error)
  return settlements
}

/** Done, and what need not be kept is gone, in one step: a job that is to be tried again needs all of it. */
async function complete<T extends object>(
  { boss, connection, queue, options: { receipt } }: WorkerParts<T>,
  jobs: JobWithMetadata<T>[],
): Promise<void> {
  if (!receipt) return void (await boss.complete(queue, jobs))
  const receipts = json(jobs.map(({ id, data }) => ({ id, data: receipt(data) })))
  await connection.transact(async (session) => {
    const db = { executeSql: async (text: string, values?: unknown[]) => ({ rows: await session.query(text, values) }) }
    await boss.complete(queue, jobs, undefined, { db })
    await session.query(
      `update ${jobSchema}.job j set data = r.data from jsonb_to_recordset($2::jsonb) as r(id uuid, data jsonb)
       where j.name = $1 and j.id = r.id and j.state = 'completed'`,
      [queue, receipts],
    )
  })
}

async function fail<T extends object>(parts: WorkerParts<T>, job: JobWithMetadata<T>, error: unknown): Promise<void> {
  const { boss, connection, queue, options } = parts
  const isFinal = isBeyondRepair(error) || ageOf(job) > (options.giveUpAfter ?? Number.POSITIVE_INFINITY)
  if (isFinal) {
    const giveUp = `update ${jobSchema}.job set retry_limit = 0 where name = $1 and id = $2::uuid and state = 'active'`
    await connection.executeSql(giveUp, [queue, job.id])
  }
  await boss.fail(queue, [job], { message: error instanceof Error ? error.message : String(error) })
  if (options.inOrder && (isFinal || job.retryCount >= job.retryLimit)) await unlockSequences(parts)
}

function isBeyondRepair(error: unknown): boolean {
  return error instanceof Problem && (error.code === 'refused' || error.code === 'invalid')
}

/** Seconds. */
function ageOf({ createdOn }: JobWithMetadata): number {
  return (Date.now() - createdOn.getTime()) / 1000
}

/** A job that was given up would hold back its sequence for good: it leaves it. */
async function unlockSequences<T extends object>({ connection, queue }: WorkerParts<T>): Promise<void> {
  const leave = `update ${jobSchema}.job set singleton_key = id::text
    where name = $1 and state = 'failed' and policy = 'key_strict_fifo' and singleton_key <> id::text`
  await connection.executeSql(leave, [queue])
}

interface Bell {
  ring(): void
  /** Resolves after so many milliseconds, or when it rings; at once when it rang since the last time. */
  wait(ms: number): Promise<void>
}

function createBell(): Bell {
  let rung = Promise.withResolvers<void>()
  return {
    ring: () => rung.resolve(),
    async wait(ms) {
      await within(ms, rung.promise)
      rung = Promise.withResolvers()
    },
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([work, over]).finally(() => clearTimeout(timer))
}
