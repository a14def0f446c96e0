import { html } from '../pages/html.ts'
import type { TextKey } from '../pages/languages.ts'
import { link, type Page, type View } from '../pages/layout.ts'

export interface NoticeOptions {
  /** Where the button leads. */
  readonly way: string
  /** What the button says; default: to sign in. */
  readonly wayText?: TextKey
  readonly values?: Readonly<Record<string, string>>
}

/** One thing to be said, and one way on. The text's name with `Text` after it is its explanation. */
export function noticePage(view: View, text: TextKey, { way, wayText = 'signIn.back', values }: NoticeOptions): Page {
  const { translate } = view
  return {
    title: translate(text, values),
    content: html`<h1>${translate(text, values)}</h1>
<p class="lede">${translate(`${text}Text` as TextKey, values)}</p>
<p class="buttons"><a class="button" href="${link(view, way)}">${translate(wayText)}</a></p>`,
  }
}
