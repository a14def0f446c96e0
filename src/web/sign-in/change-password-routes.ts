import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { changePassword, findPasswordFault, isPasswordOf, type PasswordFault } from '../../people/passwords.ts'
import type { Person } from '../../people/people.ts'
import { readSession, type Session } from '../../people/sessions.ts'
import { readCookie, sessionCookie } from '../caller.ts'
import { formValue } from '../pages/form.ts'
import { html } from '../pages/html.ts'
import type { Page, View } from '../pages/layout.ts'
import { type Desk, goTo, show, showTooMany, viewFor } from './desk.ts'
import { fieldPart, formOf, problemPart } from './form-parts.ts'
import { formProof, requireOurForm } from './forms.ts'
import { newPasswordParts, passwordWords } from './new-password-parts.ts'
import { noticePage } from './notice-page.ts'
import { usualTarget } from './target.ts'

type Fault = PasswordFault | 'different' | 'current'

/** `/sign-in/password`: another password for one's own account. Who may see it: whoever is signed in. */
export function serveChangePassword(app: FastifyInstance, desk: Desk): void {
  app.get('/sign-in/password', async (request, reply) => {
    const signedIn = await findSignedIn(desk, request)
    if (!signedIn) return await goTo(reply, '/sign-in?to=/sign-in/password')
    return draw(desk, request, reply, signedIn.person, undefined)
  })
  app.post('/sign-in/password', async (request, reply) => {
    requireOurForm(desk.installation, request)
    const signedIn = await findSignedIn(desk, request)
    return signedIn ? await change(desk, request, reply, signedIn) : await goTo(reply, '/sign-in')
  })
}

type SignedIn = { readonly person: Person; readonly session: Session }

async function findSignedIn({ installation }: Desk, request: FastifyRequest): Promise<SignedIn | undefined> {
  return await readSession(installation.signIn, readCookie(request, sessionCookie) ?? '')
}

async function change(desk: Desk, request: FastifyRequest, reply: FastifyReply, { person, session }: SignedIn) {
  const { signIn } = desk.installation
  const wanted = formValue(request, 'password')
  const fault = wanted === formValue(request, 'again') ? findPasswordFault(wanted, person) : 'different'
  if (fault) return draw(desk, request, reply, person, fault)
  if (!desk.accounts.take(`own ${person.id}`)) return showTooMany(desk, request, reply)
  if (!(await isPasswordOf(signIn, person.id, formValue(request, 'current')))) {
    return draw(desk, request, reply, person, 'current')
  }
  desk.accounts.giveBack(`own ${person.id}`)
  await changePassword(signIn, person, wanted, { actor: `person:${person.id}`, keep: session.id })
  const view = viewFor(desk, request, undefined)
  return show(reply, view, noticePage(view, 'password.done', { way: usualTarget, wayText: 'recovery.goOn' }))
}

function draw(desk: Desk, request: FastifyRequest, reply: FastifyReply, person: Person, fault: Fault | undefined) {
  const { organisations } = desk.installation.gateway.context
  const view = viewFor(desk, request, organisations.find(person.organisation))
  const page = changePage(view, formProof(desk.installation, request, reply), person, fault)
  return show(reply, view, page, fault ? 422 : 200)
}

function changePage(view: View, proof: string, person: Person, fault: Fault | undefined): Page {
  const { translate } = view
  const heading = translate('password.heading')
  const isCurrentWrong = fault === 'current'
  const wrong = isCurrentWrong ? translate('password.wrongCurrent') : passwordWords(view, fault)
  const current = fieldPart({
    id: 'current',
    type: 'password',
    label: translate('password.current'),
    autocomplete: 'current-password',
  })
  return {
    title: wrong === undefined ? heading : translate('problem.title', { heading }),
    content: html`<h1>${heading}</h1>
${problemPart(view, wrong)}
<section class="card">${formOf(view, {
      action: '/sign-in/password',
      hidden: { proof },
      fields: [current, ...newPasswordParts(view, person.email)],
      submit: 'password.submit',
    })}</section>
<p class="soft">${translate('password.others')}</p>`,
  }
}
