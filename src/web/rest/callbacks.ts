import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import type { Outbox, QueuedCallback } from '../../meetings/outbox.ts'
import { retryCallback } from '../../meetings/retry-callback.ts'
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
        params: z.object({ id: z.string().describe('The id, or as much of it as tells it from the others.') }),
        response: { 202: callback, ...failures },
      },
    },
    async ({ params, actor }, reply) => {
      const id = await findGivenUp(context.outbox, params.id)
      const retried = await retryCallback(context, id, actor)
      return await reply.code(202).send(toView({ ...retried, state: 'retry', nextAt: context.clock.now() }))
    },
  )
}

/**
 * The id of the callback that was given up and whose id begins so. Throws Problem 'usage' when there are several,
 * 'refused' when it was not given up, 'not-found'.
 */
async function findGivenUp(outbox: Outbox, beginning: string): Promise<string> {
  const found = (await outbox.list('failed')).filter(({ id }) => id.startsWith(beginning))
  const [first, ...others] = found
  if (found.some(({ id }) => id === beginning)) return beginning
  if (others.length > 0) {
    const hint = 'write more of the id'
    throw new Problem('usage', `${found.length} callbacks that were given up begin with ${beginning}`, { hint })
  }
  if (first) return first.id
  for (const at of ['retry', 'created', 'active', 'completed'] as const) {
    const open = (await outbox.list(at)).find(({ id }) => id.startsWith(beginning))
    if (open) throw new Problem('refused', `the callback ${open.id} was not given up: ${standing(at, open.nextAt)}`)
  }
  const hint = 'list the callbacks in the state "failed" to see their ids'
  throw new Problem('not-found', `there is no callback ${beginning}`, { hint })
}

function standing(at: 'retry' | 'created' | 'active' | 'completed', nextAt: number): string {
  if (at === 'completed') return 'it has arrived'
  return at === 'active' ? 'it is being sent now' : `it is tried again by itself at ${toIso(nextAt)}`
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
