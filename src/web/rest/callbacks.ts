import { z } from 'zod'
import { recordChange } from '../../meetings/audit.ts'
import type { QueuedCallback } from '../../meetings/outbox.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, toIso } from './api.ts'
import { moment } from './fields.ts'

const state = z
  .enum(['failed', 'retry', 'created', 'active', 'completed'])
  .describe('"failed" was given up, "retry" waits for another try, "created" for the first one.')

const callback = z
  .object({
    id: z.string(),
    kind: z.enum(['end', 'ended', 'ready', 'analytics', 'hook']),
    organisation: z.string(),
    meetingId: z.string(),
    url: z.string(),
    state,
    tries: z.int(),
    nextAt: moment.describe('When it is tried next; null when it will not be.'),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Callback' })

export function serveCallbackQueue(api: Api, { gateway }: Installation): void {
  const { context } = gateway
  const tags = ['callbacks']
  api.get(
    '/callbacks',
    {
      schema: {
        summary: 'Callbacks to clients, in one state',
        tags,
        querystring: z.strictObject({ state: state.default('failed') }),
        response: { 200: z.object({ callbacks: z.array(callback) }), ...failures },
      },
    },
    async ({ query }) => ({ callbacks: (await context.outbox.list(query.state)).map(toView) }),
  )
  api.post(
    '/callbacks/:id/retry',
    {
      schema: {
        summary: 'Try a callback that was given up again, now',
        tags,
        params: z.object({ id: z.string() }),
        response: { 202: callback, ...failures },
      },
    },
    async ({ params, actor }, reply) => {
      const retried = await context.outbox.retry(params.id)
      const details = { kind: retried.callback.kind, organisation: retried.callback.organisation }
      await context.database.transact((tx) =>
        recordChange(context, tx, { actor, action: 'callback.retry', subject: params.id, details }),
      )
      return await reply.code(202).send(toView({ ...retried, state: 'retry', nextAt: context.clock.now() }))
    },
  )
}

function toView({ id, callback: sent, state: at, retries, nextAt, error }: QueuedCallback): z.input<typeof callback> {
  const isWaiting = at === 'created' || at === 'retry'
  return {
    id,
    kind: sent.kind,
    organisation: sent.organisation,
    meetingId: sent.meetingId,
    url: sent.request.url,
    state: at === 'cancelled' ? 'failed' : at,
    tries: at === 'created' ? 0 : retries + 1,
    nextAt: isWaiting ? toIso(nextAt) : null,
    lastError: error ?? null,
  }
}
