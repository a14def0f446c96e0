import { z } from 'zod'
import { listChanges } from '../../meetings/audit.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, toIso } from './api.ts'
import { moment } from './fields.ts'

const changes = z
  .object({
    changes: z.array(
      z.object({
        id: z.int(),
        at: moment,
        actor: z.string().describe('Who made it: local:<user> or token:<name>.'),
        action: z.string(),
        subject: z.string(),
        details: z.record(z.string(), z.unknown()),
      }),
    ),
  })
  .meta({ id: 'Changes' })

export function serveAudit(api: Api, { gateway }: Installation): void {
  const querystring = z.strictObject({
    limit: z.coerce.number().int().min(1).max(1000).default(100),
    before: z.coerce.number().int().optional().describe('Only changes older than the one with this id.'),
  })
  const summary = 'The changes people and tokens made, newest first'
  api.get(
    '/audit',
    { schema: { summary, tags: ['audit'], querystring, response: { 200: changes, ...failures } } },
    async ({ query }) => {
      const list = await listChanges(gateway.context, query.limit, query.before)
      return {
        changes: list.map((change) => ({
          ...change,
          at: toIso(change.at),
          details: change.details as Record<string, unknown>,
        })),
      }
    },
  )
}
