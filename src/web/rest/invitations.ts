import { z } from 'zod'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import { type Invitation, invite, listInvitations, revokeInvitation } from '../../people/invitations.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing, toIso } from './api.ts'
import { moment } from './fields.ts'

const tags = ['invitations']
const config = { right: 'people.manage' as const }
const params = z.object({ organisation: z.string() })

const view = z
  .object({
    id: z.string(),
    person: z.string().describe('The account that the link opens.'),
    createdAt: moment,
    createdBy: z.string(),
    expiresAt: moment,
  })
  .meta({ id: 'Invitation' })

const newView = view
  .extend({
    link: z.string().describe('Opens the account, once. It is shown only now.'),
    printable: z.string().describe('The same as a page to print, with a QR code.'),
  })
  .meta({ id: 'NewInvitation' })

const days = z.int().min(1).max(90).default(14).describe('Days that the link is valid.')

const request = z.union([
  z.strictObject({
    person: z.string().describe('An account that is there; if it has a password, the link leads to another one.'),
    days,
  }),
  z.strictObject({
    name: z.string().trim().min(1).max(200),
    email: z.email().max(254).describe('What they sign in with.'),
    role: z.enum(['admin', 'member']).default('member'),
    language: z.enum(['en', 'fr']).optional(),
    days,
  }),
])

/** Serves invitations. Who may call: the administrators of the organisation, those above it, and the operator. */
export function serveInvitations(api: Api, installation: Installation): void {
  const { gateway, people, url } = installation
  api.post(
    '/organisations/:organisation/invitations',
    {
      config,
      schema: {
        summary: 'Invite somebody; earlier links of that account are worthless from now on',
        tags,
        params,
        body: request,
        response: { 201: newView, ...failures },
      },
    },
    async ({ params: { organisation }, body, actor }, reply) => {
      requireOrganisation(gateway.context, organisation)
      const { days: valid, ...invited } = body
      const made = await invite(people, { organisation, invited, days: valid, actor })
      const link = `${url()}/invitation/${made.text.reveal()}`
      return await reply.code(201).send({ ...toView(made.invitation), link, printable: `${link}/print` })
    },
  )
  serveOpen(api, installation)
}

function serveOpen(api: Api, { people }: Installation): void {
  api.get(
    '/organisations/:organisation/invitations',
    {
      config,
      schema: {
        summary: 'The open invitations, the newest first',
        tags,
        params,
        response: { 200: z.object({ invitations: z.array(view) }), ...failures },
      },
    },
    async ({ params: { organisation } }) => ({
      invitations: (await listInvitations(people, organisation)).map(toView),
    }),
  )
  api.delete(
    '/organisations/:organisation/invitations/:id',
    {
      config,
      schema: {
        summary: 'Make the link of an invitation worthless',
        tags,
        params: params.extend({ id: z.string() }),
        response: { 204: nothing, ...failures },
      },
    },
    async ({ params: { organisation, id }, actor }, reply) => {
      await revokeInvitation(people, organisation, id, actor)
      return await reply.code(204).send(null)
    },
  )
}

function toView({ id, person, createdAt, createdBy, expiresAt }: Invitation): z.input<typeof view> {
  return { id, person, createdBy, createdAt: toIso(createdAt), expiresAt: toIso(expiresAt) }
}
