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

const querystring = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  before: z.coerce.number().int().optional().describe('Only changes older than the one with this id.'),
  search: z
    .string()
    .max(200)
    .regex(/^[^\0]*$/, 'leave the zero character out')
    .optional()
    .describe('Words that must all stand somewhere in the change.'),
  action: z
    .string()
    .regex(/^[a-z.-]{1,60}$/, 'write an action or its beginning, such as person.')
    .optional()
    .describe('What was done, or how that begins: "person." is all that was done to accounts.'),
  organisation: z.string().max(100).optional().describe('Only what concerns this organisation.'),
  from: z.iso.datetime({ offset: true }).optional().describe('Not before.'),
  to: z.iso.datetime({ offset: true }).optional().describe('Before.'),
})

export function serveAudit(api: Api, { gateway }: Installation): void {
  const { organisations, database } = gateway.context
  const summary = 'The changes people and tokens made that you may see, newest first'
  api.get(
    '/audit',
    {
      config: { right: 'self' },
      schema: { summary, tags: ['audit'], querystring, response: { 200: changes, ...failures } },
    },
    async ({ query: { organisation, from, to, ...wanted }, caller }) => {
      const seen = organisations.list().filter(({ id }) => caller.may('audit.see', id))
      const mine = caller.may('audit.see') ? undefined : seen.map(({ id }) => id)
      // Of an organisation that one may not see there is nothing, as of one that there is not.
      const asked = organisation === undefined ? mine : [organisation].filter((id) => !mine || mine.includes(id))
      const span = { from: momentOf(from), to: momentOf(to) }
      const list = await listChanges(database, { ...wanted, ...span, organisations: asked })
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

function momentOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text)
}
