import type { Organisation } from '../../meetings/organisations.ts'
import type { SignInSettings } from '../../people/sign-in-settings.ts'
import { type Html, html } from '../pages/html.ts'
import { link, type Page, type View } from '../pages/layout.ts'
import { fieldPart, formOf, problemPart } from './form-parts.ts'

export interface SignInOptions {
  readonly proof: string
  readonly target: string
  readonly organisation: Organisation | undefined
  readonly settings: SignInSettings
  readonly email: string
  /** Ask for the address alone first: it may tell which organisation somebody belongs to. */
  readonly isAskingWho: boolean
  readonly wrong?: string | undefined
}

/** `/sign-in`: by the provider of the organisation, with a password, or first who one is. */
export function signInPage(view: View, options: SignInOptions): Page {
  const { translate } = view
  const { organisation, settings, isAskingWho, wrong } = options
  const heading = organisation
    ? translate('signIn.headingTo', { organisation: organisation.name })
    : translate('signIn.heading')
  const hasBoth = settings.oidc !== undefined && settings.passwords
  return {
    title: wrong === undefined ? heading : translate('problem.title', { heading }),
    content: html`<h1>${heading}</h1>
${problemPart(view, wrong)}
<section class="card">
${organisation && providerPart(view, organisation, options)}
${hasBoth && !isAskingWho ? html`<h2>${translate('signIn.orPassword')}</h2>` : undefined}
${settings.passwords || isAskingWho ? passwordPart(view, options) : undefined}
</section>
${isAskingWho || !settings.passwords ? undefined : html`<p class="soft">${translate('signIn.forgotten')}</p>`}`,
  }
}

function providerPart(view: View, { id }: Organisation, { settings, target }: SignInOptions): Html | undefined {
  if (!settings.oidc) return undefined
  const address = link(view, `/sign-in/oidc/${id}`, { to: target })
  const text = view.translate('signIn.with', { provider: settings.oidc.name })
  return html`<p class="provider"><a class="button" href="${address}">${text}</a></p>`
}

function passwordPart(view: View, { proof, target, organisation, email, isAskingWho, wrong }: SignInOptions): Html {
  const { translate } = view
  const who = fieldPart({
    id: 'email',
    type: 'email',
    label: translate('signIn.email'),
    hint: isAskingWho ? translate('signIn.emailHint') : undefined,
    value: email,
    autocomplete: 'username',
    wrong: undefined,
  })
  const password = fieldPart({
    id: 'password',
    type: 'password',
    label: translate('signIn.password'),
    autocomplete: 'current-password',
  })
  return formOf(view, {
    action: '/sign-in',
    hidden: { proof, to: target, organisation: organisation?.id, step: isAskingWho ? 'who' : undefined },
    fields: isAskingWho && wrong === undefined ? [who] : [who, password],
    submit: isAskingWho ? 'signIn.next' : 'signIn.submit',
  })
}
