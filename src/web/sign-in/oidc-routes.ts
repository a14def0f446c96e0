import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../lib/problem.ts'
import type { Organisation } from '../../meetings/organisations.ts'
import { findInvitation, takeInvitation } from '../../people/invitations.ts'
import { admit, endProviderSessions, type Rejection } from '../../people/oidc.ts'
import { type OidcSettings, type SignInSettings, settingsOf } from '../../people/sign-in-settings.ts'
import { beginSignIn, takeSignIn } from '../../people/sign-ins.ts'
import { readCookie } from '../caller.ts'
import { formValue } from '../pages/form.ts'
import type { TextKey } from '../pages/languages.ts'
import { queryText } from '../pages/reply.ts'
import { setCookie } from '../session-cookie.ts'
import { type Desk, goTo, show, showTooMany, viewFor } from './desk.ts'
import { enter } from './enter.ts'
import { noticePage } from './notice-page.ts'
import { safeTarget } from './target.ts'
import { networkOf } from './throttle.ts'

/** The cookie of somebody who is away at their provider. */
const awayCookie = 'mycel_away'
const awaySeconds = 600

const params = (request: FastifyRequest) => (request.params as { organisation: string }).organisation

/**
 * Signing in with the provider of an organisation. Each has an address of its own to come back to, so that one provider's
 * answer is never taken for another's. Who may call: everybody; the provider's word decides.
 */
export function serveOidc(app: FastifyInstance, desk: Desk): void {
  const { signIn } = desk.installation
  app.get('/sign-in/oidc/:organisation', async (request, reply) => {
    if (!desk.networks.take(networkOf(request.ip))) return showTooMany(desk, request, reply)
    return await sendAway(desk, request, reply)
  })
  app.get('/sign-in/oidc/:organisation/callback', (request, reply) => comeBack(desk, request, reply))
  app.post('/sign-in/oidc/:organisation/back-channel-logout', async (request, reply) => {
    if (!desk.networks.take(networkOf(request.ip))) return showTooMany(desk, request, reply)
    const { organisation, settings } = await requireProvider(desk, params(request))
    const logout = await signIn.provider.readLogout(settings.oidc, formValue(request, 'logout_token'))
    await endProviderSessions(signIn, organisation.id, settings.oidc.issuer, logout)
    return await reply.header('cache-control', 'no-store').send()
  })
}

async function sendAway(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { installation } = desk
  const { organisation, settings } = await requireProvider(desk, params(request))
  const invitation = queryText(request, 'invitation')
  const { address, proof } = await installation.signIn.provider.begin(settings.oidc, redirectOf(desk, organisation))
  const begun = await beginSignIn(installation.signIn, {
    kind: 'provider',
    organisation: organisation.id,
    person: undefined,
    target: safeTarget(queryText(request, 'to')),
    details: { ...proof, invitation, issuer: settings.oidc.issuer },
  })
  setCookie(installation, reply, awayCookie, begun.reveal(), awaySeconds)
  return await goTo(reply, address)
}

/** What was begun in this browser is taken once: an answer that comes twice, or to another browser, is nothing. */
async function comeBack(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { installation } = desk
  const { signIn } = installation
  const { organisation, settings } = await requireProvider(desk, params(request))
  const begun = await takeSignIn(signIn, 'provider', readCookie(request, awayCookie) ?? '')
  setCookie(installation, reply, awayCookie, '', 0)
  if (begun?.organisation !== organisation.id || begun.details['issuer'] !== settings.oidc.issuer) {
    throw new Problem('refused', 'this browser did not begin this sign-in, or it was done already')
  }
  const { state = '', nonce = '', verifier = '', invitation = '' } = begun.details
  const address = `${redirectOf(desk, organisation)}${new URL(request.url, 'http://localhost').search}`
  const identity = await signIn.provider.finish(settings.oidc, address, { state, nonce, verifier })
  const invited = await useInvitation(desk, organisation, invitation)
  const admission = await admit(signIn, { organisation: organisation.id, settings, identity, invited })
  if ('rejected' in admission) return reject(desk, request, reply, organisation, admission.rejected)
  desk.networks.giveBack(networkOf(request.ip))
  const session = identity.session === undefined ? null : `${identity.issuer} ${identity.session}`
  await enter(desk, request, reply, admission.person, session)
  return await goTo(reply, begun.target)
}

/** The account that the link invites to; it is used up now. Throws Problem 'refused' when it does not work any more. */
async function useInvitation({ installation }: Desk, organisation: Organisation, text: string) {
  if (text === '') return undefined
  const found = await findInvitation(installation.signIn, text)
  if (found?.person.organisation === organisation.id && (await takeInvitation(installation.signIn, text)))
    return found.person.id
  throw new Problem('refused', 'the invitation was used, replaced or revoked in the meantime')
}

interface Provider {
  readonly organisation: Organisation
  readonly settings: SignInSettings & { readonly oidc: OidcSettings }
}

/** Throws Problem 'refused' for an organisation that has no provider, as for one that does not exist. */
async function requireProvider({ installation }: Desk, id: string): Promise<Provider> {
  const organisation = installation.gateway.context.organisations.find(id)
  const settings = organisation && (await settingsOf(installation.signIn, id))
  const oidc = settings?.oidc
  if (organisation && oidc) return { organisation, settings: { ...settings, oidc } }
  throw new Problem('refused', `the organisation ${id} has no provider`)
}

/** As it is registered with the provider. */
function redirectOf({ installation }: Desk, { id }: Organisation): string {
  return `${installation.url()}/sign-in/oidc/${id}/callback`
}

const rejections: Readonly<Record<Rejection, TextKey>> = {
  unknown: 'rejected.unknown',
  domain: 'rejected.domain',
  role: 'rejected.role',
  suspended: 'rejected.suspended',
}

function reject(desk: Desk, request: FastifyRequest, reply: FastifyReply, organisation: Organisation, why: Rejection) {
  const view = viewFor(desk, request, organisation)
  const page = noticePage(view, rejections[why], { way: '/sign-in', values: { organisation: organisation.name } })
  return show(reply, view, page, 403)
}
