import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Organisation } from '../../meetings/organisations.ts'
import { findByPassword } from '../../people/passwords.ts'
import { readSession } from '../../people/sessions.ts'
import { settingsOf, settingsOfAll, usualSettings } from '../../people/sign-in-settings.ts'
import { readCookie, sessionCookie } from '../caller.ts'
import { formValue } from '../pages/form.ts'
import { queryText } from '../pages/reply.ts'
import { type Desk, goTo, organisationFor, show, showTooMany, viewFor } from './desk.ts'
import { countedAs } from './devices.ts'
import { goOnAfterPassword } from './enter.ts'
import { formProof, requireOurForm } from './forms.ts'
import { type SignInOptions, signInPage } from './sign-in-page.ts'
import { safeTarget } from './target.ts'
import { networkOf } from './throttle.ts'

/** `/sign-in`. Who may see it: everybody. */
export function servePasswords(app: FastifyInstance, desk: Desk): void {
  app.get('/sign-in', async (request, reply) => {
    const target = safeTarget(queryText(request, 'to'))
    const cookie = readCookie(request, sessionCookie)
    const isIn = cookie !== undefined && (await readSession(desk.installation.signIn, cookie))
    if (isIn) return await goTo(reply, target)
    const organisation = organisationFor(desk, request)
    return await draw(desk, request, reply, { organisation, target, isAskingWho: organisation === undefined })
  })
  app.post('/sign-in', async (request, reply) => {
    requireOurForm(desk.installation, request)
    if (formValue(request, 'step') === 'who') return await findOrganisation(desk, request, reply)
    return await tryPassword(desk, request, reply)
  })
}

async function tryPassword(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { installation, networks, accounts } = desk
  const organisation = organisationFor(desk, request)
  const target = safeTarget(formValue(request, 'to'))
  const email = formValue(request, 'email').trim().slice(0, 300)
  const network = networkOf(request.ip)
  const counted = countedAs(installation, request, email)
  if (!networks.take(network)) return showTooMany(desk, request, reply)
  if (!accounts.take(counted)) return showTooMany(desk, request, reply)
  const person = await findByPassword(installation.signIn, {
    email,
    password: formValue(request, 'password').slice(0, 300),
    organisations: await withPasswords(desk, organisation),
  })
  if (!person) return await draw(desk, request, reply, { organisation, target, email, isWrong: true })
  networks.giveBack(network)
  accounts.giveBack(counted)
  return await goOnAfterPassword(desk, request, reply, person, target)
}

/** The organisations whose people may sign in with a password here. */
async function withPasswords({ installation }: Desk, organisation: Organisation | undefined): Promise<string[]> {
  const all = organisation ? [organisation] : installation.gateway.context.organisations.list()
  const ids = all.map(({ id }) => id)
  const settings = await settingsOfAll(installation.signIn, ids)
  return ids.filter((id) => settings.get(id)?.passwords)
}

/** Whose domain the address is of decides where somebody signs in; whether there is such an account plays no part. */
async function findOrganisation(desk: Desk, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { installation } = desk
  const email = formValue(request, 'email').trim().slice(0, 300)
  const target = safeTarget(formValue(request, 'to'))
  const domain = email.toLowerCase().split('@').at(-1) ?? ''
  const all = installation.gateway.context.organisations.list()
  const settings = await settingsOfAll(
    installation.signIn,
    all.map(({ id }) => id),
  )
  const matching = all.filter(({ id }) => settings.get(id)?.oidc?.emailDomains.includes(domain))
  const organisation = matching.length === 1 ? matching[0] : undefined
  return await draw(desk, request, reply, { organisation, target, email })
}

interface Drawn {
  readonly organisation: Organisation | undefined
  readonly target: string
  readonly email?: string
  readonly isAskingWho?: boolean
  readonly isWrong?: boolean
}

async function draw(desk: Desk, request: FastifyRequest, reply: FastifyReply, drawn: Drawn): Promise<FastifyReply> {
  const { organisation, target, email = '', isAskingWho = false, isWrong = false } = drawn
  const view = viewFor(desk, request, organisation)
  const options: SignInOptions = {
    proof: formProof(desk.installation, request, reply),
    settings: organisation ? await settingsOf(desk.installation.signIn, organisation.id) : usualSettings,
    organisation,
    target,
    email,
    isAskingWho,
    wrong: isWrong ? view.translate('signIn.wrong') : undefined,
  }
  return show(reply, view, signInPage(view, options), isWrong ? 422 : 200)
}
