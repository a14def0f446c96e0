import { type Field, field } from '../pages/form-fields.ts'
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

/** One field with its label, its hint and what is wrong with it: all that signing in asks for must be given. */
export function fieldPart(options: Omit<Field, 'isRequired' | 'most'>): Html {
  return field({ ...options, isRequired: true, most: 300 })
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
