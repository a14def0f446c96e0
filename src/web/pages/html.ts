import { escapeXml } from '../../protocol/xml.ts'

/** HTML that is safe to send: only `html` makes it, and whatever it was given as text is escaped in it. */
export class Html {
  readonly #text: string

  constructor(strings: TemplateStringsArray, values: readonly HtmlValue[]) {
    this.#text = strings.reduce((text, string, i) => text + render(values[i - 1]) + string)
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand between `${` and `}`: text is escaped, HTML is not, and nothing is nothing. */
export type HtmlValue = string | number | Html | readonly Html[] | undefined

/** Makes HTML of a template. Attribute values must be in double quotes: then no text can leave them. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings, values)
}

function render(value: HtmlValue): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.toString()
  if (typeof value === 'object') return value.join('')
  return escapeXml(String(value))
}
