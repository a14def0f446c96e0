import { z } from 'zod'
import { Secret } from '../../lib/secret.ts'
import { addOrganisation, removeOrganisation } from '../../meetings/add-organisation.ts'
import { enableOrganisation, makeSecret, requireOrganisation } from '../../meetings/change-organisation.ts'
import type { Organisation } from '../../meetings/organisations.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'
import { organisationRequest, organisationView, toDefinition, toOrganisationView } from './organisation-view.ts'

const tags = ['organisations']
const params = z.object({ organisation: z.string() })

const newOrganisation = organisationView
  .extend({ secret: z.string().optional().describe('The secret that was made. It is shown only now.') })
  .meta({ id: 'NewOrganisation' })

export function serveOrganisations(api: Api, installation: Installation): void {
  serveViews(api, installation)
  serveCreation(api, installation)
  serveChanges(api, installation)
}

function serveViews(api: Api, { gateway: { context }, url }: Installation): void {
  api.get(
    '/organisations',
    {
      config: { right: 'self' },
      schema: {
        summary: 'The organisations that you may see',
        tags,
        response: { 200: z.object({ organisations: z.array(organisationView) }), ...failures },
      },
    },
    async ({ caller }) => {
      const seen = context.organisations.list().filter(({ id }) => caller.may('organisation.see', id))
      return { organisations: seen.map((one) => toOrganisationView(context, one, url())) }
    },
  )
  api.get(
    '/organisations/:organisation',
    {
      config: { right: 'organisation.see' },
      schema: { summary: 'One organisation', tags, params, response: { 200: organisationView, ...failures } },
    },
    async ({ params: { organisation: id } }) => toOrganisationView(context, requireOrganisation(context, id), url()),
  )
}

function serveCreation(api: Api, { gateway: { context }, url }: Installation): void {
  api.post(
    '/organisations',
    {
      schema: {
        summary: 'Add an organisation',
        tags,
        body: organisationRequest,
        response: { 201: newOrganisation, ...failures },
      },
    },
    async ({ body, actor }, reply) => {
      const made = body.secrets ? undefined : makeSecret()
      const secrets = made ? [made] : (body.secrets ?? []).map((text) => new Secret(text))
      const organisation = await addOrganisation(context, toDefinition(body), secrets, actor)
      const view = toOrganisationView(context, organisation, url())
      return await reply.code(201).send(made ? { ...view, secret: made.reveal() } : view)
    },
  )
}

function serveChanges(api: Api, { gateway: { context }, url }: Installation): void {
  const show = (organisation: Organisation) => toOrganisationView(context, organisation, url())
  api.put(
    '/organisations/:organisation/enabled',
    {
      config: { right: 'installation.manage' },
      schema: {
        summary: 'Answer the calls of an organisation, or no more',
        tags,
        params,
        body: z.strictObject({ enabled: z.boolean() }),
        response: { 200: organisationView, ...failures },
      },
    },
    async ({ params: { organisation: id }, body, actor }) =>
      show(await enableOrganisation(context, id, body.enabled, actor)),
  )
  api.delete(
    '/organisations/:organisation',
    {
      schema: {
        summary: 'Remove an organisation; its running meetings go on, out of its reach',
        tags,
        params,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation: id }, actor }, reply) => {
      await removeOrganisation(context, id, actor)
      return await reply.code(204).send(null)
    },
  )
}
