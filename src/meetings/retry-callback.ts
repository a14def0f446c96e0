import { recordChange } from '../db/audit.ts'
import type { Context } from './context.ts'
import type { QueuedCallback } from './outbox.ts'
import type { Actor } from './registry.ts'

/** Tries a callback that was given up again, now. Throws Problem 'not-found'. */
export async function retryCallback(context: Context, id: string, actor: Actor): Promise<QueuedCallback> {
  const retried = await context.outbox.retry(id)
  const { kind, organisation } = retried.callback
  const change = { actor, action: 'callback.retry', subject: id, organisation, details: { kind, organisation } }
  await context.database.transact((tx) => recordChange(context, tx, change))
  return retried
}
