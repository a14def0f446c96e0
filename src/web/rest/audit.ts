import { z } from 'zod'
import { listChanges } from '../../people/audit.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, toIso } from './api.ts'
import { moment } from './fields.ts'

const changes = z
  .object({
    changes: z.array(
      z.object({
        id: z.int(),
        at: moment,
        actor: z.string().describe('Who made it: local:<user>, token:<name> or person:<id>.'),
        action: z.string(),
        subject: z.string(),
        organisation: z.string().nullable(),
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
  const { organisations, database } = gateway.context
  const summary = 'The changes people and tokens made that you may see, newest first'
  api.get(
    '/audit',
    {
      config: { right: 'self' },
      schema: { summary, tags: ['audit'], querystring, response: { 200: changes, ...failures } },
    },
    async ({ query: { limit, before }, caller }) => {
      const seen = organisations.list().filter(({ id }) => caller.may('audit.see', id))
      const mine = caller.may('audit.see') ? undefined : seen.map(({ id }) => id)
      const list = await listChanges(database, { limit, before, organisations: mine })
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
