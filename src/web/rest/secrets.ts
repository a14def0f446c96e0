import { z } from 'zod'
import { addSecret, removeSecret } from '../../meetings/change-organisation.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'

const tags = ['organisations']

const newSecret = z
  .object({ fingerprint: z.string(), secret: z.string().describe('It is shown only now.') })
  .meta({ id: 'NewSecret' })

export function serveSecrets(api: Api, { gateway: { context } }: Installation): void {
  api.post(
    '/organisations/:organisation/secrets',
    {
      config: { right: 'organisation.manage' },
      schema: {
        summary: 'Make one more secret for an organisation, beside those it has',
        tags,
        params: z.object({ organisation: z.string() }),
        response: { 201: newSecret, ...failures },
      },
    },
    async ({ params, actor }, reply) => {
      const { fingerprint, value } = await addSecret(context, params.organisation, actor)
      return await reply.code(201).send({ fingerprint, secret: value.reveal() })
    },
  )
  api.delete(
    '/organisations/:organisation/secrets/:fingerprint',
    {
      config: { right: 'organisation.manage' },
      schema: {
        summary: 'Take a secret away, but not the last one',
        tags,
        params: z.object({ organisation: z.string(), fingerprint: z.string() }),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params, actor }, reply) => {
      await removeSecret(context, params.organisation, params.fingerprint, actor)
      return await reply.code(204).send(null)
    },
  )
}
