import type { VisionOrganisation } from '../../vision/parts.ts'
import { mostCharacters, type Picture } from '../../vision/pictures.ts'
import { field } from '../pages/form-fields.ts'
import { type Html, html } from '../pages/html.ts'
import type { TextKey } from '../pages/languages.ts'
import { link, type Page, type View } from '../pages/layout.ts'
import type { Visitor } from './visitor.ts'
import { byline, megabytes } from './wall-page.ts'

export interface Shown {
  readonly organisation: VisionOrganisation
  readonly picture: Picture
  /** Whether the visitor put it there. */
  readonly isOwn: boolean
  readonly fault?: TextKey | undefined
}

/** `/vision/ORGANISATION/PICTURE`: one picture, and what its owner and the moderators can do with it. */
export function picturePage(view: View, shown: Shown, visitor: Visitor): Page {
  const { translate } = view
  const { organisation, picture, fault } = shown
  const from = `/vision/${organisation.id}/${picture.id}`
  const heading = translate('vision.one')
  return {
    title: fault === undefined ? heading : translate('problem.title', { heading }),
    isUnlisted: true,
    isWide: true,
    content: html`<h1>${heading}</h1>
<figure class="picture">
<a href="${from}/picture.webp"><img src="${from}/picture.webp" alt="${picture.alt}" width="${picture.width}" height="${picture.height}"></a>
<figcaption>
<p>${picture.alt}</p>
<p class="soft">${byline(view, picture, visitor)} · ${picture.width} × ${picture.height} · ${megabytes(view, picture.bytes)}</p>
${picture.hiddenAt === undefined ? undefined : html`<p class="state idle">${translate('vision.hiddenText')}</p>`}
</figcaption>
</figure>
${shown.isOwn || visitor.moderates ? controls(view, from, shown, visitor) : undefined}
<p class="buttons"><a href="${link(view, `/vision/${organisation.id}`)}">${translate('vision.back')}</a></p>`,
  }
}

function controls(view: View, from: string, { picture, fault }: Shown, { csrf, moderates }: Visitor): Html {
  const { translate } = view
  const proof = html`<input type="hidden" name="csrf" value="${csrf}">`
  const hiding = picture.hiddenAt === undefined ? 'hide' : 'show'
  return html`<section class="card" aria-labelledby="change">
<h2 id="change">${translate('vision.change')}</h2>
<form method="post" action="${link(view, from)}">
${proof}
${field({
  id: 'alt',
  type: 'lines',
  label: translate('vision.alt'),
  value: picture.alt,
  isRequired: true,
  least: 1,
  most: mostCharacters,
  autocomplete: 'off',
  wrong: fault && translate(fault),
})}
<p><button class="button">${translate('vision.save')}</button></p>
</form>
${
  moderates
    ? html`<form method="post" action="${link(view, `${from}/${hiding}`)}">${proof}
<p class="soft">${translate(`vision.${hiding}Text`)}</p>
<p><button class="button">${translate(`vision.${hiding}`)}</button></p></form>`
    : undefined
}
<details><summary>${translate('vision.remove')}</summary>
<form method="post" action="${link(view, `${from}/remove`)}">${proof}
<p>${translate('vision.removeText')}</p>
<p><button class="button">${translate('vision.removeNow')}</button></p></form></details>
</section>`
}
