import { hostOf } from '../../links/destination.ts'
import type { Link } from '../../links/link.ts'
import { type Html, html } from '../pages/html.ts'
import { type Page, link as toOurs, type View } from '../pages/layout.ts'

export interface Search {
  readonly text: string
  /** All of them are public. */
  readonly links: readonly Link[]
  /** Whether there are more than are shown. */
  readonly isCut: boolean
  /** How many public links there are. */
  readonly total: number
}

/** `/l/`: the public links, and a field that finds them, or leads on at once by a keyword. */
export function searchPage(view: View, { text, links, isCut, total }: Search): Page {
  const { translate } = view
  const heading = translate('link.heading')
  return {
    title: heading,
    content: html`<h1>${heading}</h1>
<p class="lede">${translate('link.lede')}</p>
${searchForm(view, text)}
<section class="card" aria-labelledby="found">
<h2 id="found">${text === '' ? translate('link.all', { count: total }) : translate('link.found', { text })}</h2>
${links.length === 0 ? html`<p>${translate(text === '' ? 'link.nonePublic' : 'link.noneFound')}</p>` : list(view, links)}
${isCut ? html`<p class="soft rest">${translate('link.cut')}</p>` : undefined}
</section>`,
  }
}

/** Looks for links; a keyword leads on at once. */
export function searchForm(view: View, text: string): Html {
  const { translate, isLanguageAsked, language } = view
  const asked = isLanguageAsked ? html`<input type="hidden" name="lang" value="${language}">` : undefined
  return html`<form method="get" action="/l/" role="search" class="search">
${asked}<div class="field">
<label for="q">${translate('link.search')}</label>
<input type="search" id="q" name="q" value="${text}" maxlength="100" autocomplete="off" autocapitalize="none" spellcheck="false">
</div>
<p><button class="button">${translate('link.go')}</button></p>
</form>`
}

function list(view: View, links: readonly Link[]): Html {
  const item = ({ keyword, note, outcome }: Link) => {
    const host = outcome.kind === 'goes' ? hostOf(outcome.location) : ''
    return html`<li><a href="${toOurs(view, pathOf(keyword))}">${keyword}</a>
<p class="on"><span>${note === '' ? host : note}</span><a class="small" href="${toOurs(view, `${pathOf(keyword)}+`)}">${view.translate('link.where')}<span class="unseen"> ${keyword}</span></a></p></li>`
  }
  return html`<ul class="rooms">
${links.map(item)}
</ul>`
}

/** Where a keyword is on whatever host this page is. */
export function pathOf(keyword: string): string {
  return `/l/${encodeURIComponent(keyword)}`
}
