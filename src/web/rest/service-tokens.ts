import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { noteSuccess, requireServiceAccount } from '../../people/service-accounts.ts'
import { revokeToken, rotateToken, type ServiceToken } from '../../people/service-tokens.ts'
import { type Caller, requireRight } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing, toIso } from './api.ts'
import { moment } from './fields.ts'

const tags = ['service accounts']
const config = { right: 'tokens.manage' as const }

/** One service account in a path. */
export const oneService = z.object({ organisation: z.string(), id: z.string().describe('Its id or its name.') })

/** A token as it is described. */
export const tokenView = z.object({
  id: z.string(),
  createdAt: moment,
  createdBy: z.string(),
  expiresAt: moment,
  lastUsedAt: moment.describe('To the minute.'),
})

const newToken = tokenView
  .extend({ token: z.string().describe('The token itself. It is shown only now.') })
  .meta({ id: 'NewServiceToken' })

/** Serves the tokens of service accounts. Who may call: whoever may manage tokens in the organisation. */
export function serveServiceTokens(api: Api, { people }: Installation): void {
  api.post(
    '/organisations/:organisation/service-accounts/:id/tokens',
    {
      config,
      schema: {
        summary: 'Make a new token; the one before it stays alive until it expires or the next is made',
        tags,
        params: oneService,
        body: z.strictObject({ expiresInDays: z.int().min(1).max(400).default(90) }),
        response: { 201: newToken, ...failures },
      },
    },
    async ({ params: { organisation, id }, body, actor, caller }, reply) => {
      const account = await requireServiceAccount(people, organisation, id)
      // A token is as good as the rights of the account: so whoever makes one holds them.
      for (const right of account.rights) requireRight(caller, right, organisation)
      const { token, text } = await rotateToken(people, account, body.expiresInDays, actor)
      return await reply.code(201).send({ ...toTokenView(token), token: text.reveal() })
    },
  )
  api.delete(
    '/organisations/:organisation/service-accounts/:id/tokens/:token',
    {
      config,
      schema: {
        summary: 'Make one token worthless',
        tags,
        params: oneService.extend({ token: z.string() }),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, id, token }, actor }, reply) => {
      const account = await requireServiceAccount(people, organisation, id)
      if (await revokeToken(people, account, token, actor)) return await reply.code(204).send(null)
      throw new Problem('not-found', `the service account ${account.name} has no live token ${token}`)
    },
  )
}

/** Serves reports of success. Who may call: whoever may manage tokens there, and each program about itself. */
export function serveSuccess(api: Api, { people }: Installation): void {
  const report = async (account: { readonly id: string }) => await noteSuccess(people, account.id)
  api.post(
    '/organisations/:organisation/service-accounts/:id/success',
    {
      config,
      schema: {
        summary: 'Report that its job has succeeded',
        tags,
        params: oneService,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, id } }, reply) => {
      await report(await requireServiceAccount(people, organisation, id))
      return await reply.code(204).send(null)
    },
  )
  api.post(
    '/service-accounts/me/success',
    {
      config: { right: 'self' },
      schema: {
        summary: 'Report that your own job has succeeded: for programs',
        tags,
        querystring: z.strictObject({}),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ caller }, reply) => {
      await report(requireService(caller))
      return await reply.code(204).send(null)
    },
  )
}

function requireService({ service }: Caller) {
  if (service) return service
  throw new Problem('refused', 'only a service account reports its own success', { hint: 'name one in the path' })
}

/** A token as it is shown. */
export function toTokenView({ id, createdBy, createdAt, expiresAt, lastUsedAt }: ServiceToken) {
  return { id, createdBy, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt), lastUsedAt: toIso(lastUsedAt) }
}
