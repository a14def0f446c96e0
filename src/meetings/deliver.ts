import type { Jobs, JobView, QueueOptions } from '../db/jobs.ts'
import { Problem } from '../lib/problem.ts'
import type { Outbox, OutgoingCallback, OutgoingRequest, QueuedCallback } from './outbox.ts'

/** Sends one request to an address that a client supplied, past the guard. Implemented by `providers/outbound`. */
export interface Delivery {
  deliver(request: OutgoingRequest): Promise<{ readonly status: number }>
}

export const callbackQueue = 'callback'
const endQueue = 'meeting-end'

/** Seconds given to a server's own end callback, which alone knows of recording marks, before ours goes out without. */
const graceForServers = 30

/**
 * Five organisations without an answer must come together before another one waits at all. A callback that waited a day
 * for those before it has one try.
 */
const turns: QueueOptions<OutgoingCallback> = {
  concurrency: 40,
  perGroup: 8,
  inOrder: true,
  giveUpAfter: 86_400,
  receipt: toReceipt,
}

export interface OutboxParts {
  readonly jobs: Jobs
  readonly delivery: Delivery
  /** Queues the end callbacks of an instance if nobody has yet. */
  readonly tellEnd: (instance: string) => Promise<void>
}

/** The outbox on the durable queue: each callback is a job, visible and replayable, tried again with back-off. */
export async function openOutbox({ jobs, delivery, tellEnd }: OutboxParts): Promise<Outbox> {
  await jobs.define<OutgoingCallback>(callbackQueue, (callback) => deliver(delivery, callback), turns)
  await jobs.define<{ instance: string }>(endQueue, ({ instance }) => tellEnd(instance))
  return {
    async send(callback, { tx: transaction, sequence, id } = {}) {
      const more = transaction ? { transaction } : {}
      await jobs.send(callbackQueue, callback, { group: callback.organisation, sequence, id, ...more })
    },
    async tellEndLater(instance, tx) {
      await jobs.send(endQueue, { instance }, { transaction: tx, startAfter: graceForServers, singletonKey: instance })
    },
    list: async (state) => (await jobs.list(callbackQueue, state)).map(toQueued),
    count: () => jobs.count(callbackQueue),
    retry: (id) => retry(jobs, id),
  }
}

async function retry(jobs: Jobs, id: string): Promise<QueuedCallback> {
  const job = (await jobs.list(callbackQueue, 'failed')).find((failed) => failed.id === id)
  if (!job) {
    const hint = 'list the callbacks in the state "failed" to see their ids'
    throw new Problem('not-found', `no callback ${id} was given up`, { hint })
  }
  await jobs.retry(id)
  return toQueued(job)
}

function toQueued({ id, data, state, retries, nextAt, output }: JobView): QueuedCallback {
  const isFailure = typeof output === 'object' && output !== null && 'message' in output
  return {
    id,
    callback: data as OutgoingCallback,
    state,
    retries,
    nextAt,
    error: isFailure ? String(output.message) : undefined,
  }
}

/** What an operator needs to see of what arrived: bodies, tokens and checksums are of no more use. */
function toReceipt({ request: { method, url }, ...callback }: OutgoingCallback): OutgoingCallback {
  return { ...callback, request: { method, url: url.replace(/[?#].*$/s, '') } }
}

async function deliver(delivery: Delivery, callback: OutgoingCallback): Promise<void> {
  const { status } = await delivery.deliver(callback.request)
  if (isTaken(callback, status)) return
  throw new Problem('upstream', `the address answered with HTTP status ${status}`)
}

/** What each receiver means by its answer: a deleted or unknown recording is no reason to ask again. */
function isTaken({ kind }: OutgoingCallback, status: number): boolean {
  if (status >= 200 && status < 300) return true
  if (kind === 'hook') return status === 401
  return kind === 'ready' && (status === 410 || status === 404)
}
