import type { FastifyInstance } from 'fastify'
import { endSessions, readSession } from '../../people/sessions.ts'
import { readCookie, sessionCookie } from '../caller.ts'
import { html } from '../pages/html.ts'
import { clearSession } from '../session-cookie.ts'
import { type Desk, goTo, show, viewFor } from './desk.ts'
import { formOf } from './form-parts.ts'
import { formProof, requireOurForm } from './forms.ts'
import { noticePage } from './notice-page.ts'

/** `/sign-out`: asks first, because a link alone must not sign anybody out. Who may see it: everybody. */
export function serveSignOut(app: FastifyInstance, desk: Desk): void {
  const { installation } = desk
  app.get('/sign-out', async (request, reply) => {
    const signedIn = await readSession(installation.signIn, readCookie(request, sessionCookie) ?? '')
    if (!signedIn) return await goTo(reply, '/sign-in')
    const view = viewFor(desk, request, undefined)
    const { translate } = view
    const form = formOf(view, {
      action: '/sign-out',
      hidden: { proof: formProof(installation, request, reply) },
      fields: [],
      submit: 'signOut.submit',
    })
    return show(reply, view, {
      title: translate('signOut.heading'),
      content: html`<h1>${translate('signOut.heading')}</h1>
<p class="lede">${translate('signOut.text', { name: signedIn.person.name })}</p>
${form}`,
    })
  })
  app.post('/sign-out', async (request, reply) => {
    requireOurForm(installation, request)
    const signedIn = await readSession(installation.signIn, readCookie(request, sessionCookie) ?? '')
    if (signedIn) await endSessions(installation.signIn, signedIn.person.id, signedIn.session.id)
    clearSession(installation, reply)
    const view = viewFor(desk, request, undefined)
    return show(reply, view, noticePage(view, 'signOut.done', { way: '/sign-in', wayText: 'signOut.again' }))
  })
}
