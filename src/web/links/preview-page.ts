import { hostOf, maskPasswords } from '../../links/destination.ts'
import type { Link } from '../../links/link.ts'
import { type Html, html } from '../pages/html.ts'
import { type Page, link as toOurs, type View } from '../pages/layout.ts'
import { qrCode } from '../pages/qr-code.ts'
import { pathOf } from './search-page.ts'

/** `/l/KEYWORD+`: where a link leads, before one goes there, and its QR code to be put on paper. */
export function previewPage(view: View, link: Link, address: string): Page {
  const { translate } = view
  const { keyword, note, outcome } = link
  const heading = translate('link.preview', { keyword })
  return {
    title: heading,
    isUnlisted: true,
    content: html`<h1>${heading}</h1>
${note === '' ? undefined : html`<p class="lede">${note}</p>`}
<section class="card" aria-labelledby="leads">
<h2 id="leads">${translate('link.leads')}</h2>
${outcome.kind === 'goes' ? way(view, link, outcome.location) : html`<p>${translate(noWays[outcome.kind], { keyword })}</p>`}
</section>
<section class="card" aria-labelledby="code">
<h2 id="code">${translate('link.qr')}</h2>
${qrCode(address, translate('link.qrOf', { address }))}
<p class="address">${address}</p>
<p><a href="${toOurs(view, `${pathOf(keyword)}+.svg`)}">${translate('link.qrFile')}</a></p>
</section>`,
  }
}

/** What is said of a link that leads nowhere. */
export const noWays = {
  gone: 'link.isRetired',
  loop: 'link.leadsAstray',
  dangling: 'link.leadsAstray',
  broken: 'link.leadsAstray',
} as const

function way(view: View, { keyword, via }: Link, location: string): Html {
  const { translate } = view
  const steps =
    via.length === 0 ? undefined : html`<p class="soft">${translate('link.via', { via: via.join(' → ') })}</p>`
  return html`<p><strong>${hostOf(location)}</strong></p>
<p class="address">${maskPasswords(location)}</p>
${steps}
<p class="buttons"><a class="button" href="${toOurs(view, pathOf(keyword)).replace(/\?.*$/, '')}">${translate('link.follow')}</a></p>`
}
