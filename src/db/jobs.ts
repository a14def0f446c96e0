import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { fromKysely, PgBoss } from 'pg-boss'
import { createSortableUuids } from '../lib/ids.ts'
import { Problem } from '../lib/problem.ts'
import type { Connection } from './connection.ts'
import type { Database } from './open.ts'
import type { Tables } from './tables.ts'
import { jobSchema as schema, startWorker, type Worker } from './worker.ts'

export type JobState = 'created' | 'retry' | 'active' | 'completed' | 'cancelled' | 'failed'

/** A job as the operator sees it. Times are in milliseconds since 1970. */
export interface JobView {
  readonly id: string
  readonly queue: string
  readonly state: JobState
  readonly data: unknown
  /** How often it was tried again after its first failure. */
  readonly retries: number
  readonly createdAt: number
  readonly nextAt: number
  readonly finishedAt: number | undefined
  /** What it gave at last, or `{ message }` of its last failure. */
  readonly output: unknown
}

/** What a handler may know of its job; `signal` aborts when the job has run too long or the process stops. */
export interface JobContext {
  readonly id: string
  /** 1 at the first try. */
  readonly attempt: number
  readonly signal: AbortSignal
}

export type Handler<T> = (data: T, job: JobContext) => Promise<void>

/** All durations in seconds. */
export interface QueueOptions<T extends object = object> {
  /** Tries after the first one; default 10, which with the default delays spans about a day. */
  readonly retryLimit?: number
  /** Before the first retry; default 30, doubling each time with some chance added. */
  readonly retryDelay?: number
  /** The longest wait between two tries; default 6 hours. */
  readonly retryDelayMax?: number
  /** A try that takes longer counts as failed; default 60. */
  readonly expire?: number
  /** A job that is older than this is not tried again after it failed; default: tries count alone. */
  readonly giveUpAfter?: number
  /** Jobs of this queue that one process handles at once; default 10. */
  readonly concurrency?: number
  /** Jobs of one group that all processes together handle at once: however many wait, other groups have their turn. */
  readonly perGroup?: number
  /** Whether the jobs of a `sequence` run one by one, as they were sent: one that is to be tried again holds back the rest. */
  readonly inOrder?: boolean
  /** How often the queue is looked at; default 1, at least 0.5. */
  readonly polling?: number
  /** How long done and dead jobs stay visible; default 14 days. */
  readonly keep?: number
  /** What stays visible of the data of a job that was done; default: all of it. */
  readonly receipt?: (data: T) => object
}

export interface SendOptions {
  /** Seconds from now, or a time. */
  readonly startAfter?: number | Date
  /** While a job with this key waits or runs, another one is not queued. */
  readonly singletonKey?: string
  /** Whose turn it takes, in a queue with a limit `perGroup`. */
  readonly group?: string | undefined
  /** What it comes in the order of, in a queue `inOrder`. */
  readonly sequence?: string | undefined
  /** A UUID: a job with the same one, while it is visible, is not queued again. */
  readonly id?: string | undefined
  /** The job exists only if this transaction commits. */
  readonly transaction?: Transaction<Tables>
}

/** The durable job queue; disposing it stops within 2 s and leaves unfinished jobs to be tried again. */
export interface Jobs extends AsyncDisposable {
  /**
   * Creates the queue and begins to work on it. A handler that throws is called again later, unless it throws a Problem
   * 'refused' or 'invalid', which no repetition can mend. The data is what `send` got, after a round trip through JSON.
   */
  define<T extends object>(queue: string, handler: Handler<T>, options?: QueueOptions<T>): Promise<void>
  /** Queues a job and gives its id, or undefined when one with the same `singletonKey` or `id` is there. */
  send(queue: string, data: object, options?: SendOptions): Promise<string | undefined>
  /** Looks at the queue now: a transaction that sent jobs to it has committed. */
  wake(queue: string): void
  /** The newest 1,000 jobs of the queue in this state; `failed` are the dead ones. */
  list(queue: string, state: JobState): Promise<JobView[]>
  /** How many jobs of the queue there are in each state; a state without jobs is absent. */
  count(queue: string): Promise<Partial<Record<JobState, number>>>
  /** Tries a dead job again at once. Throws Problem 'not-found' when there is no dead job with this id. */
  retry(id: string): Promise<void>
}

/** Where trouble is told; a pino logger fits. */
export interface Log {
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/** Starts the queue on the database's own connection; its tables are installed at the first start only. */
export async function openJobs(database: Database, log: Log): Promise<Jobs> {
  const { connection } = database
  const boss = createBoss(connection, log)
  await inTurn(connection, () => boss.start())
  if (connection.backend === 'pglite') await releaseOrphans(boss, connection)
  const workers = new Map<string, Worker>()
  return {
    async define<T extends object>(queue: string, handler: Handler<T>, options: QueueOptions<T> = {}) {
      await inTurn(connection, () => defineQueue(boss, connection, queue, options))
      workers.set(queue, startWorker({ boss, connection, log, queue, handler, options }))
    },
    async send(queue, data, options = {}) {
      const worker = workers.get(queue)
      if (!worker) throw new Error(`the queue ${queue} is used before it is defined`)
      const id = await send(boss, queue, data, options)
      if (!options.transaction) worker.wake()
      return id
    },
    wake: (queue) => workers.get(queue)?.wake(),
    list: (queue, state) => listJobs(connection, queue, state),
    count: (queue) => countJobs(connection, queue),
    retry: (id) => retryJob(boss, connection, id),
    async [Symbol.asyncDispose]() {
      await Promise.all([...workers.values()].map((worker) => worker[Symbol.asyncDispose]()))
      await boss.stop({ graceful: true, timeout: 1_500, close: false })
    },
  }
}

/** Processes that start at once on one database install the queue's tables one after the other. */
async function inTurn(connection: Connection, fn: () => Promise<unknown>): Promise<void> {
  if (connection.backend === 'pglite') return void (await fn())
  const wait = `select pg_advisory_xact_lock(${turn})`
  await connection.transact((session) => session.query(wait).then(fn), { unhurried: true })
}

/** Any number that nothing else on the database locks. */
const turn = 0x6d79636a

function createBoss(connection: Connection, log: Log): PgBoss {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => connection.executeSql(text, values) },
    backend: connection.backend,
    schema,
    schedule: false,
    // Rebuilding indexes concurrently and watching vacuum are for far larger queues than ours.
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  })
  boss.on('error', (error) => log.error({ err: error }, 'the job queue failed; it goes on'))
  boss.on('warning', (warning) => log.warn({ warning }, 'the job queue is slow or long'))
  return boss
}

/**
 * No other process works on the embedded database, so a job that is active at the start belonged to one that was
 * killed. It is tried again soon; on a server such a job waits until its time is up.
 */
async function releaseOrphans(boss: PgBoss, connection: Connection): Promise<void> {
  const { rows } = await connection.executeSql(`select name, id::text from ${schema}.job where state = 'active'`)
  for (const row of rows) {
    await boss.fail(String(row['name']), String(row['id']), { message: 'the process ended while it worked on this' })
  }
}

async function defineQueue(boss: PgBoss, connection: Connection, queue: string, options: QueueOptions<never>) {
  const settings = {
    retryLimit: options.retryLimit ?? 10,
    retryDelay: options.retryDelay ?? 30,
    retryBackoff: true,
    retryDelayMax: options.retryDelayMax ?? 6 * 3600,
    expireInSeconds: options.expire ?? 60,
    deleteAfterSeconds: options.keep ?? 14 * 86_400,
  }
  const policy = options.inOrder ? 'key_strict_fifo' : 'exclusive'
  await setPolicy(connection, queue, policy)
  await boss.createQueue(queue, { ...settings, policy })
  // A queue that was there keeps the settings of an earlier version unless it is told the new ones.
  await boss.updateQueue(queue, settings)
  // Fills the library's cache: a lookup in the middle of a transaction would wait for that transaction forever.
  await boss.findJobs(queue, { limit: 1 })
}

/** The library has no way to change the policy of a queue, and remembers the one it finds. */
async function setPolicy(connection: Connection, queue: string, policy: string): Promise<void> {
  await connection.executeSql(`update ${schema}.queue set policy = $2 where name = $1 and policy <> $2`, [
    queue,
    policy,
  ])
  await connection.executeSql(`update ${schema}.job set policy = $2 where name = $1 and policy <> $2`, [queue, policy])
}

/** Jobs sent within one moment of the database's clock are told apart by their ids. */
const nextId = createSortableUuids()

async function send(boss: PgBoss, queue: string, data: object, options: SendOptions): Promise<string | undefined> {
  const { startAfter, singletonKey, sequence, group, transaction } = options
  const id = await boss.send(queue, data, {
    id: options.id ?? nextId(Date.now()),
    singletonKey: sequence ?? singletonKey ?? randomUUID(),
    ...(group === undefined ? {} : { group: { id: group } }),
    ...(startAfter === undefined ? {} : { startAfter }),
    ...(transaction === undefined ? {} : { db: fromKysely(transaction) }),
  })
  return id ?? undefined
}

async function listJobs(connection: Connection, queue: string, state: JobState): Promise<JobView[]> {
  const { rows } = await connection.executeSql(
    `select id, name, state, data, retry_count, output, ${millis('created_on')}, ${millis('start_after')},
     ${millis('completed_on')} from ${schema}.job where name = $1 and state = $2 order by created_on desc, id limit 1000`,
    [queue, state],
  )
  return rows.map((row) => ({
    id: String(row['id']),
    queue: String(row['name']),
    state,
    data: row['data'],
    retries: Number(row['retry_count']),
    createdAt: Number(row['created_on']),
    nextAt: Number(row['start_after']),
    finishedAt: row['completed_on'] === null ? undefined : Number(row['completed_on']),
    output: row['output'],
  }))
}

async function countJobs(connection: Connection, queue: string): Promise<Partial<Record<JobState, number>>> {
  const query = `select state::text, count(*)::int as jobs from ${schema}.job where name = $1 group by state`
  const { rows } = await connection.executeSql(query, [queue])
  return Object.fromEntries(rows.map((row) => [String(row['state']), Number(row['jobs'])]))
}

const millis = (column: string) => `(extract(epoch from ${column}) * 1000)::bigint as ${column}`

async function retryJob(boss: PgBoss, connection: Connection, id: string): Promise<void> {
  const found = `select name from ${schema}.job where id::text = $1 and state = 'failed'`
  const { rows } = await connection.executeSql(found, [id])
  const queue = rows[0]?.['name']
  if (queue === undefined) {
    throw new Problem('not-found', `there is no dead job ${id}`, { hint: 'List the dead jobs to see their ids.' })
  }
  await boss.retry(String(queue), id)
}
