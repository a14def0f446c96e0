import { z } from 'zod'
import { Secret } from '../../lib/secret.ts'
import { addOrganisation, removeOrganisation } from '../../meetings/add-organisation.ts'
import { changeOrganisation, makeSecret, requireOrganisation } from '../../meetings/change-organisation.ts'
import type { Organisation } from '../../meetings/organisations.ts'
import { type Caller, requireRight } from '../caller.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'
import {
  organisationChange,
  organisationRequest,
  organisationView,
  toDefinition,
  toOrganisationView,
} from './organisation-view.ts'

const tags = ['organisations']
const params = z.object({ organisation: z.string() })

const newOrganisation = organisationView
  .extend({ secret: z.string().optional().describe('The secret that was made. It is shown only now.') })
  .meta({ id: 'NewOrganisation' })

/**
 * Who may: whoever sees an organisation may look; its administrators change how it shows itself; what it may use, and
 * whether it exists, is decided one level above: by the administrators of the organisation that it is part of, or the operator.
 */
export function serveOrganisations(api: Api, installation: Installation): void {
  serveViews(api, installation)
  serveCreation(api, installation)
  serveChanges(api, installation)
  serveRemoval(api, installation)
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
      config: { right: 'self' },
      schema: {
        summary: 'Add an organisation; below one of yours, or anywhere if you run the installation',
        tags,
        body: organisationRequest,
        response: { 201: newOrganisation, ...failures },
      },
    },
    async ({ body, actor, caller }, reply) => {
      requireAbove(caller, body.parent)
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
  api.patch(
    '/organisations/:organisation',
    {
      config: { right: 'organisation.manage' },
      schema: {
        summary: 'Change an organisation: its name and brand yourself, everything else from above',
        tags,
        params,
        body: organisationChange,
        response: { 200: organisationView, ...failures },
      },
    },
    async ({ params: { organisation: id }, body: changes, actor, caller }) => {
      const { parent } = changes
      const { parent: present } = requireOrganisation(context, id)
      if (Object.keys(changes).some((key) => !isOwn(key, parent))) requireAbove(caller, present)
      if (parent !== undefined) requireAbove(caller, parent ?? undefined)
      const hosts = changes.hosts?.map((host) => host.toLowerCase())
      return show(await changeOrganisation(context, id, { ...changes, hosts }, actor))
    },
  )
}

function serveRemoval(api: Api, { gateway: { context } }: Installation): void {
  api.delete(
    '/organisations/:organisation',
    {
      config: { right: 'organisation.manage' },
      schema: {
        summary: 'Remove an organisation, from above; it must have no meetings and no accounts any more',
        tags,
        params,
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation: id }, actor, caller }, reply) => {
      requireAbove(caller, requireOrganisation(context, id).parent)
      await removeOrganisation(context, id, actor)
      return await reply.code(204).send(null)
    },
  )
}

function isOwn(key: string, parent: string | null | undefined): boolean {
  return key === 'name' || key === 'brand' || (key === 'parent' && parent === undefined)
}

/** Throws Problem unless the caller looks after the organisation above, or (without one) runs the installation. */
function requireAbove(caller: Caller, above: string | undefined): void {
  if (above !== undefined && caller.may('organisation.manage', above)) return
  // In the same words whether the one above is there or not.
  requireRight(caller, 'installation.manage')
}
