import { type Html, html } from './html.ts'

/** A field in which people write, and what is wrong with what they wrote. */
export interface Field {
  readonly id: string
  readonly label: string
  readonly value?: string
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'date' | 'time' | 'lines'
  /** Digits are typed on a keyboard of digits. */
  readonly isCode?: boolean | undefined
  readonly isRequired?: boolean
  readonly least?: number
  /** Characters; of a number, the largest. */
  readonly most: number
  readonly autocomplete: string
  readonly hint?: string | undefined
  readonly wrong?: string | undefined
}

/** A field with its label, and its hint and its fault tied to it. */
export function field(one: Field): Html {
  const { id, label, hint, wrong } = one
  return html`<div class="field">
<label for="${id}">${label}</label>
${input(one)}
${wrong && html`<p class="wrong" id="${id}-wrong">${wrong}</p>`}
${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
</div>`
}

/** One of several answers. */
export interface Choice {
  readonly value: string
  readonly text: string
  readonly hint?: string | undefined
}

/** Answers of which one is chosen. */
export function choices(name: string, legend: string, chosen: string, list: readonly Choice[]): Html {
  const item = ({ value, text, hint }: Choice) => {
    const checked = value === chosen ? html` checked` : undefined
    const more = hint === undefined ? undefined : html` <span>– ${hint}</span>`
    return html`<label class="choice"><input type="radio" name="${name}" value="${value}"${checked}>
<span>${text}${more}</span></label>`
  }
  return html`<fieldset>
<legend>${legend}</legend>
${list.map(item)}
</fieldset>`
}

/** What must be mended before a form can be taken, each with the way to its field. */
export function faultList(heading: string, faults: readonly { readonly id: string; readonly text: string }[]): Html {
  return html`<section class="card problems" role="alert" aria-labelledby="problems">
<h2 id="problems">${heading}</h2>
<ul>${faults.map(({ id, text }) => html`<li><a href="#${id}">${text}</a></li>`)}</ul>
</section>`
}

function input(one: Field): Html {
  const { id, value = '', type = 'text', isRequired, isCode, least, most, autocomplete, hint, wrong } = one
  const described = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(' ')
  const said = html`${isRequired ? html` required` : undefined}${isCode ? html` inputmode="numeric" spellcheck="false"` : undefined}${
    described === '' ? undefined : html` aria-describedby="${described}"`
  }${wrong && html` aria-invalid="true"`}`
  if (type === 'lines') {
    return html`<textarea id="${id}" name="${id}" rows="4" maxlength="${most}" autocomplete="${autocomplete}"${said}>
${value}</textarea>`
  }
  const bounds =
    type === 'number'
      ? html` min="${least}" max="${most}" inputmode="numeric"`
      : html` minlength="${least ?? 0}" maxlength="${most}"`
  return html`<input type="${type}" id="${id}" name="${id}" value="${value}"${type === 'date' || type === 'time' ? undefined : bounds} autocomplete="${autocomplete}"${said}>`
}
