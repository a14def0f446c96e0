import { type Html, html } from './html.ts'
import type { TextKey } from './languages.ts'
import { link, type Page, type View } from './layout.ts'

/** What can be wrong that is no matter of a form field. */
export type Failure = 'notFound' | 'notUnderstood' | 'bug' | 'tooMany' | 'manyRequests' | 'unavailable' | 'limit'

export const statuses: Readonly<Record<Failure, number>> = {
  notFound: 404,
  notUnderstood: 400,
  bug: 500,
  tooMany: 429,
  manyRequests: 429,
  unavailable: 503,
  limit: 503,
}

/** A way on from a failure: the first is shown as a button. */
export interface Way {
  readonly text: TextKey
  readonly address: string
}

/** Says what happened and offers ways on; the last is always the start page. */
export function failurePage(view: View, failure: Failure, ways: readonly Way[] = [], incident = ''): Page {
  const { translate } = view
  const heading = translate(`error.${failure}`)
  const all: readonly Way[] = [...ways, { text: 'error.toHome', address: link(view, '/') }]
  return {
    title: heading,
    isUnlisted: true,
    content: html`<h1>${heading}</h1>
<p class="lede">${translate(`error.${failure}Text`, { incident })}</p>
<p class="buttons">${all.map((way, i) => anchor(view, way, i === 0))}</p>`,
  }
}

function anchor({ translate }: View, { text, address }: Way, isFirst: boolean): Html {
  return html`<a href="${address}"${isFirst ? html` class="button"` : undefined}>${translate(text)}</a> `
}
