import { z } from 'zod'
import type { Token } from '../../people/tokens.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing, toIso } from './api.ts'
import { moment } from './fields.ts'

const scope = z.enum(['read', 'manage']).describe('"read" looks, "manage" also changes.')

const token = z
  .object({
    id: z.string(),
    name: z.string(),
    scope,
    createdAt: moment,
    createdBy: z.string(),
    expiresAt: moment,
    lastUsedAt: moment.describe('To the minute.'),
  })
  .meta({ id: 'Token' })

const newToken = token
  .extend({ token: z.string().describe('The token itself. It is shown only now.') })
  .meta({ id: 'NewToken' })

const request = z.strictObject({
  name: z.string().regex(/^[\w.@-]{1,64}$/, 'use letters, digits, ".", "_", "@" and "-", at most 64'),
  scope,
  expiresInDays: z.int().min(1).max(3650).default(365),
})

export function serveTokens(api: Api, { tokens }: Installation): void {
  const tags = ['tokens']
  const config = { right: 'installation.manage' as const }
  api.get(
    '/tokens',
    {
      config,
      schema: {
        summary: 'The API tokens, without what they are',
        tags,
        response: { 200: z.object({ tokens: z.array(token) }), ...failures },
      },
    },
    async () => ({ tokens: (await tokens.list()).map(toView) }),
  )
  api.post(
    '/tokens',
    { schema: { summary: 'Make an API token', tags, body: request, response: { 201: newToken, ...failures } } },
    async ({ body, actor }, reply) => {
      const made = await tokens.create(body, actor)
      return await reply.code(201).send({ ...toView(made.token), token: made.text.reveal() })
    },
  )
  api.delete(
    '/tokens/:id',
    {
      schema: {
        summary: 'Remove an API token; it opens nothing from now on',
        tags,
        params: z.object({ id: z.string() }),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params, actor }, reply) => {
      await tokens.remove(params.id, actor)
      return await reply.code(204).send(null)
    },
  )
}

function toView({ createdAt, expiresAt, lastUsedAt, ...rest }: Token): z.input<typeof token> {
  return { ...rest, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt), lastUsedAt: toIso(lastUsedAt) }
}
