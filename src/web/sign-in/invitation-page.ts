import type { Person } from '../../people/people.ts'
import type { SignInSettings } from '../../people/sign-in-settings.ts'
import { type Html, html } from '../pages/html.ts'
import type { Language } from '../pages/languages.ts'
import { link, type Page, type View } from '../pages/layout.ts'
import { qrCode } from '../pages/qr-code.ts'
import { formOf, problemPart } from './form-parts.ts'
import { newPasswordParts } from './new-password-parts.ts'

export interface InvitationOptions {
  readonly proof: string
  /** What the link bears. */
  readonly text: string
  readonly person: Person
  readonly organisation: string
  /** The name of the person who invites; undefined when it was not a person. */
  readonly invitedBy: string | undefined
  /** Milliseconds since 1970. */
  readonly expiresAt: number
  readonly settings: SignInSettings
  readonly wrong?: string | undefined
}

/** `/invitation/<link>`: who invites whom, and how to go on. */
export function invitationPage(view: View, options: InvitationOptions): Page {
  const { translate } = view
  const { person, wrong, settings } = options
  const heading = translate('invitation.heading', { name: person.name })
  return {
    title: wrong === undefined ? heading : translate('problem.title', { heading }),
    content: html`<h1>${heading}</h1>
${problemPart(view, wrong)}
<p class="lede">${whoInvites(view, options)} ${translate('invitation.until', { date: dateOf(view.language, options.expiresAt) })}</p>
<section class="card">
${providerPart(view, options)}
${settings.passwords ? passwordPart(view, options) : undefined}
</section>`,
  }
}

/** `/invitation/<link>/print`: for somebody who gets their invitation on paper. */
export function printedPage(view: View, options: InvitationOptions, address: string): Page {
  const { translate } = view
  const { organisation, person, expiresAt } = options
  const heading = translate('printed.heading', { organisation })
  return {
    title: heading,
    content: html`<h1>${heading}</h1>
<p class="lede">${translate('printed.for', { name: person.name })}</p>
<section class="card printed">
${qrCode(address, translate('printed.qr'))}
<p>${translate('printed.how')}</p>
<p class="address">${address}</p>
<p>${translate('invitation.until', { date: dateOf(view.language, expiresAt) })} ${translate('printed.once')}</p>
</section>
<p class="soft onscreen">${translate('printed.hint')}</p>`,
  }
}

function whoInvites({ translate }: View, { invitedBy, organisation }: InvitationOptions): string {
  return invitedBy === undefined
    ? translate('invitation.by', { organisation })
    : translate('invitation.byPerson', { organisation, person: invitedBy })
}

function providerPart(view: View, { settings, text, person }: InvitationOptions): Html | undefined {
  if (!settings.oidc) return undefined
  const address = link(view, `/sign-in/oidc/${person.organisation}`, { invitation: text })
  return html`<p class="provider"><a class="button" href="${address}">${view.translate('invitation.with', { provider: settings.oidc.name })}</a></p>`
}

function passwordPart(view: View, { proof, text, person, settings }: InvitationOptions): Html {
  const { translate } = view
  return html`<h2>${translate(settings.oidc ? 'invitation.orPassword' : 'invitation.password')}</h2>
${
  person.email === undefined
    ? undefined
    : html`<p>${translate('invitation.account')} <strong class="address">${person.email}</strong></p>`
}
${formOf(view, {
  action: `/invitation/${text}`,
  hidden: { proof },
  fields: newPasswordParts(view, person.email),
  submit: 'invitation.submit',
})}`
}

function dateOf(language: Language, ms: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(ms)
}
