import { type Html, html } from '../pages/html.ts'
import { type Page, type View } from '../pages/layout.ts'
import { qrCode } from '../pages/qr-code.ts'
import { fieldPart, formOf, problemPart } from './form-parts.ts'

/** `/sign-in/code`: the code after the password. */
export function codePage(view: View, proof: string, isWrong: boolean): Page {
  const { translate } = view
  const heading = translate('code.heading')
  return {
    title: isWrong ? translate('problem.title', { heading }) : heading,
    content: html`<h1>${heading}</h1>
${problemPart(view, isWrong ? translate('code.wrong') : undefined)}
<section class="card">${formOf(view, {
      action: '/sign-in/code',
      hidden: { proof },
      fields: [codeField(view, translate('code.hint'))],
      submit: 'code.submit',
    })}</section>`,
  }
}

export interface SetUpOptions {
  readonly proof: string
  /** The shared secret, in base32. */
  readonly secret: string
  /** What the app reads. */
  readonly address: string
  /** Whose rule it is, when the organisation asks for it. */
  readonly askedBy: string | undefined
  readonly isWrong: boolean
}

/** `/sign-in/second-step`: joins an authenticator app to the account. */
export function setUpPage(view: View, { proof, secret, address, askedBy, isWrong }: SetUpOptions): Page {
  const { translate } = view
  const heading = translate('setUp.heading')
  const why = askedBy === undefined ? translate('setUp.why') : translate('setUp.askedBy', { organisation: askedBy })
  return {
    title: isWrong ? translate('problem.title', { heading }) : heading,
    content: html`<h1>${heading}</h1>
${isWrong ? problemPart(view, translate('code.wrong')) : html`<p class="lede">${why}</p>`}
<section class="card" aria-labelledby="scan">
<h2 id="scan">${translate('setUp.scan')}</h2>
<p>${translate('setUp.scanText')}</p>
${qrCode(address, translate('setUp.qr'))}
<p>${translate('setUp.byHand')}<br><code class="key">${secret.replace(/(.{4})(?=.)/g, '$1 ')}</code></p>
</section>
<section class="card" aria-labelledby="confirm">
<h2 id="confirm">${translate('setUp.confirm')}</h2>
${formOf(view, {
  action: '/sign-in/second-step',
  hidden: { proof },
  fields: [codeField(view, translate('setUp.codeHint'))],
  submit: 'setUp.submit',
})}
</section>`,
  }
}

/** The second step is there: it can be taken away with a code. */
export function hasSecondStepPage(view: View, proof: string, isWrong: boolean, isRequired: boolean): Page {
  const { translate } = view
  const heading = translate('setUp.there')
  return {
    title: isWrong ? translate('problem.title', { heading }) : heading,
    content: html`<h1>${heading}</h1>
${problemPart(view, isWrong ? translate('code.wrong') : undefined)}
<p class="lede">${translate(isRequired ? 'setUp.thereRequired' : 'setUp.thereText')}</p>
<section class="card">${formOf(view, {
      action: '/sign-in/second-step/remove',
      hidden: { proof },
      fields: [codeField(view, translate('code.hint'))],
      submit: 'setUp.remove',
    })}</section>`,
  }
}

/** The recovery codes, this once. */
export function recoveryPage(view: View, codes: readonly string[], target: string): Page {
  const { translate } = view
  return {
    title: translate('recovery.heading'),
    content: html`<h1>${translate('recovery.heading')}</h1>
<p class="lede">${translate('recovery.text')}</p>
<section class="card"><ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul></section>
<p class="buttons"><a class="button" href="${target}">${translate('recovery.goOn')}</a></p>`,
  }
}

function codeField({ translate }: View, hint: string): Html {
  return fieldPart({ id: 'code', label: translate('code.label'), hint, autocomplete: 'one-time-code', isCode: true })
}
