import type { Asked, Stop } from '../../links/follow.ts'
import { html } from '../pages/html.ts'
import { type Page, link as toOurs, type View } from '../pages/layout.ts'
import { noWays } from './preview-page.ts'
import { pathOf, searchForm } from './search-page.ts'

const longestShown = 60

/** Why somebody is not led on, what they may have meant, and a field to look for it. */
export function stopPage(view: View, { keyword }: Asked, stop: Stop, likely: readonly string[]): Page {
  const { translate } = view
  const shown = keyword.length > longestShown ? `${keyword.slice(0, longestShown)}…` : keyword
  const heading = translate(`link.stop.${stop.kind}`, { keyword: shown })
  return {
    title: heading,
    isUnlisted: true,
    content: html`<h1>${heading}</h1>
${explanation(view, stop)}
${likely.length === 0 ? undefined : suggestions(view, likely)}
${searchForm(view, stop.kind === 'unknown' ? shown : '')}
<p><a href="${toOurs(view, '/l/')}">${translate('link.toAll')}</a></p>`,
  }
}

function explanation(view: View, stop: Stop) {
  const { translate } = view
  if (stop.kind === 'unknown') return html`<p class="lede">${translate('link.unknownText')}</p>`
  const { keyword, note, outcome } = stop.link
  if (outcome.kind === 'goes') {
    return html`<p class="lede">${translate('link.tooDeepText', { keyword })}</p>
<p class="buttons"><a class="button" href="${pathOf(keyword)}">${translate('link.follow')}</a></p>`
  }
  const isFarewell = outcome.kind === 'gone' && note !== ''
  return html`<p class="lede">${isFarewell ? note : translate(noWays[outcome.kind], { keyword })}</p>`
}

function suggestions(view: View, likely: readonly string[]) {
  const item = (keyword: string) => html`<li><a href="${toOurs(view, pathOf(keyword))}">${keyword}</a></li>`
  return html`<section class="card" aria-labelledby="likely">
<h2 id="likely">${view.translate('link.likely')}</h2>
<ul class="rooms">${likely.map(item)}</ul>
</section>`
}
