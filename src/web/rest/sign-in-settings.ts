import { z } from 'zod'
import { Problem } from '../../lib/problem.ts'
import { Secret } from '../../lib/secret.ts'
import { requireOrganisation } from '../../meetings/change-organisation.ts'
import { requirePerson } from '../../people/people.ts'
import { removeSecondFactor } from '../../people/second-factor.ts'
import { endSessions } from '../../people/sessions.ts'
import { changeSettings, type SignInSettings, settingsOf } from '../../people/sign-in-settings.ts'
import type { Installation } from '../installation.ts'
import { type Api, failures, nothing } from './api.ts'
import { host, secret } from './fields.ts'

const tags = ['sign-in']
const params = z.object({ organisation: z.string() })
const person = params.extend({ id: z.string() })
const words = z.string().trim().min(1).max(200)

const roles = z.strictObject({
  claim: words.describe('The claim that holds them: a text or a list of texts.'),
  admin: z.array(words).max(100).default([]).describe('Whoever has one of these is an administrator.'),
  member: z
    .array(words)
    .max(100)
    .default([])
    .describe('Whoever has one of these is a member; empty: everybody else is.'),
})

const issuer = z
  .string()
  .max(500)
  .refine(isIssuer, 'write an https address, without anything after the path')
  .describe("The provider's issuer, exactly as it writes it.")

const oidc = z.strictObject({
  name: words.describe('What the button says.'),
  issuer,
  clientId: words,
  clientSecret: secret.optional().describe('Left out: as it is, or none for a public client.'),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/))
    .max(20)
    .default(['openid', 'profile', 'email']),
  emailDomains: z
    .array(host.transform((text) => text.toLowerCase()))
    .max(100)
    .default([]),
  trustEmail: z.boolean().default(false),
  roles: roles.nullish(),
})

const request = z
  .strictObject({
    passwords: z.boolean().default(true),
    secondFactor: z.enum(['optional', 'required']).default('optional'),
    registration: z.enum(['no', 'members']).default('no'),
    oidc: oidc.nullish(),
  })
  .refine(({ passwords, oidc: provider }) => passwords || provider, {
    message: 'nobody could sign in: allow passwords, or name a provider',
  })

const view = z
  .object({
    origin: z.enum(['file', 'database']).describe('Where it is said, and so where it is changed.'),
    passwords: z.boolean(),
    secondFactor: z.enum(['optional', 'required']),
    registration: z.enum(['no', 'members']),
    oidc: z
      .object({
        name: z.string(),
        issuer: z.string(),
        clientId: z.string(),
        hasClientSecret: z.boolean(),
        scopes: z.array(z.string()),
        emailDomains: z.array(z.string()),
        trustEmail: z.boolean(),
        roles: z.object({ claim: z.string(), admin: z.array(z.string()), member: z.array(z.string()) }).nullable(),
      })
      .nullable(),
    address: z.string().describe('Where its people sign in.'),
    redirect: z.string().describe('The address that its provider must be told.'),
    backChannelLogout: z.string().describe('Where its provider may say that somebody has signed out.'),
  })
  .meta({ id: 'SignInSettings' })

/**
 * Serves how the people of an organisation sign in. Who may call: its administrators, those above it, and the operator.
 */
export function serveSignInSettings(api: Api, installation: Installation): void {
  const { signIn, gateway } = installation
  const config = { right: 'organisation.manage' as const }
  const path = '/organisations/:organisation/sign-in'
  const schema = { tags, params, response: { 200: view, ...failures } }
  api.get(
    path,
    { config, schema: { ...schema, summary: 'How its people sign in' } },
    async ({ params: { organisation } }) => toView(installation, organisation, await settingsOf(signIn, organisation)),
  )
  api.put(
    path,
    { config, schema: { ...schema, summary: 'Say how its people sign in', body: request } },
    async ({ params: { organisation }, body, actor }) => {
      if (requireOrganisation(gateway.context, organisation).origin === 'file') throw declared(organisation)
      return toView(installation, organisation, await changeSettings(signIn, organisation, toSettings(body), actor))
    },
  )
  serveCheck(api, installation)
  serveRescue(api, installation)
}

/** Nobody is signed in: it is only seen whether the provider says what it must say of itself. */
function serveCheck(api: Api, { signIn, gateway, url }: Installation): void {
  const answer = z.object({ issuer: z.string().describe('It answers as an OpenID Connect provider.') })
  api.post(
    '/organisations/:organisation/sign-in/check',
    {
      config: { right: 'organisation.manage' },
      schema: {
        summary: 'Ask whether its provider can be reached from here',
        tags,
        params,
        response: { 200: answer, ...failures },
      },
    },
    async ({ params: { organisation } }) => {
      requireOrganisation(gateway.context, organisation)
      const { oidc: provider } = await settingsOf(signIn, organisation)
      if (!provider) throw new Problem('not-found', `the organisation ${organisation} has no provider`)
      await signIn.provider.begin(provider, `${url()}/sign-in/oidc/${organisation}/callback`)
      return { issuer: provider.issuer }
    },
  )
}

/** For somebody who lost their phone, or a device on which they are signed in. */
function serveRescue(api: Api, { people }: Installation): void {
  const config = { right: 'people.manage' as const }
  const schema = { tags, params: person, response: { 204: nothing, ...failures } }
  api.delete(
    '/organisations/:organisation/people/:id/second-factor',
    { config, schema: { ...schema, summary: 'Take the second step of an account away' } },
    async ({ params: { organisation, id }, actor }, reply) => {
      const found = await requirePerson(people, organisation, id)
      await removeSecondFactor(people, found, actor)
      return await reply.code(204).send(null)
    },
  )
  api.delete(
    '/organisations/:organisation/people/:id/sessions',
    { config, schema: { ...schema, summary: 'Sign somebody out on every device' } },
    async ({ params: { organisation, id } }, reply) => {
      const found = await requirePerson(people, organisation, id)
      await endSessions(people, found.id)
      return await reply.code(204).send(null)
    },
  )
}

function declared(organisation: string): Problem {
  return new Problem('refused', `the organisation ${organisation} is declared in the configuration file`, {
    hint: 'write sign_in: there, and restart',
  })
}

function toSettings({ oidc: given, ...rest }: z.output<typeof request>): SignInSettings {
  if (!given) return { ...rest, oidc: undefined }
  const { clientSecret, roles: mapping, ...provider } = given
  const value = clientSecret === undefined ? undefined : new Secret(clientSecret)
  return { ...rest, oidc: { ...provider, clientSecret: value, roles: mapping ?? undefined } }
}

function toView({ url, gateway }: Installation, id: string, { oidc: provider, ...rest }: SignInSettings) {
  const here = `${url()}/sign-in/oidc/${id}`
  const organisation = gateway.context.organisations.find(id)
  return {
    ...rest,
    origin: organisation?.origin === 'file' ? ('file' as const) : ('database' as const),
    address: `${url()}/sign-in?organisation=${id}`,
    redirect: `${here}/callback`,
    backChannelLogout: `${here}/back-channel-logout`,
    oidc: provider
      ? {
          ...provider,
          scopes: [...provider.scopes],
          emailDomains: [...provider.emailDomains],
          hasClientSecret: provider.clientSecret !== undefined,
          roles: provider.roles
            ? { ...provider.roles, admin: [...provider.roles.admin], member: [...provider.roles.member] }
            : null,
        }
      : null,
  }
}

function isIssuer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || url.username || url.password || url.search || url.hash) return false
  const isHere = /^(localhost|\[::1\]|127\..*)$/.test(url.hostname)
  return url.protocol === 'https:' || (isHere && url.protocol === 'http:')
}
