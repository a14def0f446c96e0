import { type Html, html } from '../pages/html.ts'
import type { TextKey } from '../pages/languages.ts'
import { link, type View } from '../pages/layout.ts'

export interface FormOptions {
  readonly action: string
  /** What shows that the form is ours, and whatever else it carries. */
  readonly hidden: Readonly<Record<string, string | undefined>>
  readonly fields: readonly Html[]
  readonly submit: TextKey
}

/** A form that works without scripts. */
export function formOf(view: View, { action, hidden, fields, submit }: FormOptions): Html {
  const carried = Object.entries(hidden).map(([name, value]) =>
    value === undefined ? html`` : html`<input type="hidden" name="${name}" value="${value}">`,
  )
  return html`<form method="post" action="${link(view, action)}">
${carried}
${fields}
<p><button class="button">${view.translate(submit)}</button></p>
</form>`
}

export interface FieldOptions {
  readonly id: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'password'
  readonly value?: string
  readonly autocomplete: string
  readonly hint?: string | undefined
  readonly wrong?: string | undefined
  /** Digits are typed on a keyboard of digits. */
  readonly isCode?: boolean
}

/** One field with its label, its hint and what is wrong with it. */
export function fieldPart(options: FieldOptions): Html {
  const { id, label, type = 'text', value = '', autocomplete, hint, wrong, isCode } = options
  const described = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter((one) => one !== undefined).join(' ')
  return html`<div class="field">
<label for="${id}">${label}</label>
<input type="${type}" id="${id}" name="${id}" value="${value}" required autocomplete="${autocomplete}" maxlength="300"
${isCode ? html` inputmode="numeric" spellcheck="false"` : undefined}
${described === '' ? undefined : html` aria-describedby="${described}"`}${wrong && html` aria-invalid="true"`}>
${wrong && html`<p class="wrong" id="${id}-wrong">${wrong}</p>`}
${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
</div>`
}

/** What is wrong, before a form: read out at once, and named in the title. */
export function problemPart({ translate }: View, wrong: string | undefined): Html | undefined {
  return wrong === undefined
    ? undefined
    : html`<div class="card problems" role="alert">
<h2>${translate('signIn.problem')}</h2>
<p>${wrong}</p>
</div>`
}
