import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { acceptWithPassword, findInvitation, type Invitation } from '../../people/invitations.ts'
import { findPasswordFault } from '../../people/passwords.ts'
import { findPerson, type Person } from '../../people/people.ts'
import { settingsOf } from '../../people/sign-in-settings.ts'
import { formValue } from '../pages/form.ts'
import { type Desk, show, showTooMany, viewFor } from './desk.ts'
import { goOnAfterPassword } from './enter.ts'
import { formProof, requireOurForm } from './forms.ts'
import { type InvitationOptions, invitationPage, printedPage } from './invitation-page.ts'
import { passwordWords } from './new-password-parts.ts'
import { noticePage } from './notice-page.ts'
import { usualTarget } from './target.ts'
import { networkOf } from './throttle.ts'

/** Who is invited, and the text of their link. */
interface Found {
  readonly invitation: Invitation
  readonly person: Person
  readonly text: string
}

/**
 * `/invitation/<link>`. Who may see it: whoever has the link, which is a secret; looking at it does not use it up, because
 * mail programs look at links too.
 */
export function serveInvitations(app: FastifyInstance, desk: Desk): void {
  app.get('/invitation/:token', { exposeHeadRoute: false }, async (request, reply) => {
    const found = await find(desk, request)
    return found ? await draw(desk, request, reply, found) : gone(desk, request, reply)
  })
  app.get('/invitation/:token/print', { exposeHeadRoute: false }, async (request, reply) => {
    const found = await find(desk, request)
    if (!found) return gone(desk, request, reply)
    const { options, view } = await describe(desk, request, reply, found)
    const address = `${desk.installation.url()}/invitation/${found.text}`
    return show(reply, view, printedPage(view, options, address))
  })
  app.post('/invitation/:token', async (request, reply) => {
    requireOurForm(desk.installation, request)
    const found = await find(desk, request)
    return found ? await accept(desk, request, reply, found) : gone(desk, request, reply)
  })
}

async function find({ installation }: Desk, request: FastifyRequest): Promise<Found | undefined> {
  const { token: text } = request.params as { token: string }
  const found = await findInvitation(installation.signIn, text)
  return found && { ...found, text }
}

async function accept(desk: Desk, request: FastifyRequest, reply: FastifyReply, found: Found): Promise<FastifyReply> {
  const { signIn } = desk.installation
  const { person, text } = found
  const { passwords } = await settingsOf(signIn, person.organisation)
  const password = formValue(request, 'password')
  const fault = password === formValue(request, 'again') ? findPasswordFault(password, person) : 'different'
  if (fault || !passwords) return await draw(desk, request, reply, found, fault)
  if (!(await acceptWithPassword(signIn, text, person, password))) return gone(desk, request, reply)
  return await goOnAfterPassword(desk, request, reply, person, usualTarget)
}

async function draw(
  desk: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  found: Found,
  fault?: ReturnType<typeof findPasswordFault> | 'different',
): Promise<FastifyReply> {
  const { options, view } = await describe(desk, request, reply, found)
  const page = invitationPage(view, { ...options, wrong: passwordWords(view, fault) })
  return show(reply, view, page, fault ? 422 : 200)
}

async function describe(desk: Desk, request: FastifyRequest, reply: FastifyReply, { invitation, person, text }: Found) {
  const { signIn, gateway } = desk.installation
  const organisation = gateway.context.organisations.find(person.organisation)
  const [kind, id = ''] = invitation.createdBy.split(':')
  const inviter = kind === 'person' ? await findPerson(signIn, id) : undefined
  const options: InvitationOptions = {
    proof: formProof(desk.installation, request, reply),
    text,
    person,
    organisation: organisation?.name ?? person.organisation,
    invitedBy: inviter?.name,
    expiresAt: invitation.expiresAt,
    settings: await settingsOf(signIn, person.organisation),
  }
  return { options, view: viewFor(desk, request, organisation) }
}

/** Why a link does not work is not told. Whoever tries many is made to wait. */
function gone(desk: Desk, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!desk.networks.take(networkOf(request.ip))) return showTooMany(desk, request, reply)
  const view = viewFor(desk, request, undefined)
  return show(reply, view, noticePage(view, 'invitation.gone', { way: '/sign-in' }), 404)
}
