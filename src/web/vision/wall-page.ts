import type { VisionOrganisation } from '../../vision/parts.ts'
import { mostCharacters, type Picture, type Storage } from '../../vision/pictures.ts'
import { visionScriptPath } from '../pages/assets.ts'
import { faultList, field } from '../pages/form-fields.ts'
import { type Html, html } from '../pages/html.ts'
import type { TextKey } from '../pages/languages.ts'
import { link, type Page, type View } from '../pages/layout.ts'
import type { Visitor } from './visitor.ts'

/** What stands on one page of a wall. */
export interface Wall {
  readonly organisation: VisionOrganisation
  readonly pictures: readonly Picture[]
  /** The last picture here, when older ones follow. */
  readonly more: string | undefined
  /** Told to those who look after the wall. */
  readonly storage: Storage | undefined
  /** What was just done. */
  readonly done: 'added' | 'removed' | undefined
  readonly largestMb: number
}

/** What somebody tried to add, and why it was not taken. */
export interface Attempt {
  readonly alt: string
  readonly fault: { readonly id: 'picture' | 'alt' | 'form'; readonly text: TextKey; readonly most?: number }
}

/** Kinds that phones and browsers know; those that they can make others of are made JPEG by them. */
const accepted = 'image/jpeg,image/png,image/webp,image/avif,image/gif'

/** `/vision/ORGANISATION`: the pictures, newest first, and the form that adds one. */
export function wallPage(view: View, wall: Wall, visitor: Visitor, attempt?: Attempt): Page {
  const { translate } = view
  const { organisation, done, storage, pictures } = wall
  const heading = translate('vision.heading', { organisation: organisation.name })
  return {
    title: attempt ? translate('problem.title', { heading }) : heading,
    isUnlisted: true,
    isWide: true,
    script: visitor.mayAdd ? visionScriptPath : undefined,
    content: html`<h1>${heading}</h1>
${done && html`<p class="state" role="status">${translate(`vision.${done}`)}</p>`}
${attempt && faults(view, attempt)}
${visitor.mayAdd && organisation.isOpen ? form(view, wall, visitor, attempt) : undefined}
${pictures.length === 0 ? html`<p class="lede">${translate('vision.none')}</p>` : grid(view, wall, visitor)}
${older(view, wall)}
${storage && html`<p class="soft">${storageWords(view, storage)}</p>`}`,
  }
}

/** Bytes as people say them. */
export function megabytes({ language }: View, bytes: number): string {
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1, style: 'unit', unit: 'megabyte' }).format(
    bytes / 1_000_000,
  )
}

function storageWords(view: View, { pictures, bytes, most }: Storage): string {
  const values = { count: pictures, used: megabytes(view, bytes), most: megabytes(view, most) }
  return view.translate('vision.storage', values)
}

function faults(view: View, { fault }: Attempt): Html {
  const { translate } = view
  return faultList(translate('vision.notTaken'), [
    { id: fault.id === 'form' ? 'add' : fault.id, text: faultWords(view, fault) },
  ])
}

function faultWords({ translate }: View, { text, most }: Attempt['fault']): string {
  return translate(text, most === undefined ? {} : { most })
}

function form(
  view: View,
  { organisation, largestMb, pictures }: Wall,
  { csrf }: Visitor,
  attempt: Attempt | undefined,
): Html {
  const { translate } = view
  const wrong = attempt?.fault
  const most = { most: largestMb }
  const isOpen = attempt === undefined && pictures.length > 0 ? undefined : html` open`
  return html`<details class="card" id="add"${isOpen}><summary>${translate('vision.add')}</summary>
<form method="post" enctype="multipart/form-data" action="${link(view, `/vision/${organisation.id}`)}" data-most="${largestMb * 1_000_000}" data-large="${translate('vision.tooLarge', most)}" data-chosen="${translate('vision.chosen', { name: '%' })}">
<input type="hidden" name="csrf" value="${csrf}">
${pictureField(view, largestMb, wrong?.id === 'picture' ? faultWords(view, wrong) : undefined)}
<div class="field camera">
<label for="camera">${translate('vision.camera')}</label>
<input type="file" id="camera" name="picture" accept="${accepted}" capture="environment">
</div>
<p data-said role="status"></p>
<img data-preview alt="${translate('vision.preview')}" hidden>
${field({
  id: 'alt',
  type: 'lines',
  label: translate('vision.alt'),
  value: attempt?.alt ?? '',
  isRequired: true,
  least: 1,
  most: mostCharacters,
  autocomplete: 'off',
  hint: translate('vision.altHint'),
  wrong: wrong?.id === 'alt' ? faultWords(view, wrong) : undefined,
})}
<p><button class="button">${translate('vision.send')}</button></p>
</form>
</details>`
}

function pictureField({ translate }: View, largestMb: number, wrong: string | undefined): Html {
  const described = `picture-hint${wrong === undefined ? '' : ' picture-wrong'}`
  return html`<div class="field">
<label for="picture">${translate('vision.picture')}</label>
<input type="file" id="picture" name="picture" accept="${accepted}" aria-describedby="${described}"${wrong && html` aria-invalid="true"`}>
${wrong && html`<p class="wrong" id="picture-wrong">${wrong}</p>`}
<p class="hint" id="picture-hint">${translate('vision.pictureHint', { most: largestMb })}</p>
</div>`
}

function grid(view: View, { organisation, pictures }: Wall, visitor: Visitor): Html {
  const { translate } = view
  const item = (picture: Picture) => {
    const { id, alt, width, height, hiddenAt } = picture
    const scale = Math.min(1, 640 / Math.max(width, height))
    const [w, h] = [Math.round(width * scale), Math.round(height * scale)]
    const from = `/vision/${organisation.id}/${id}`
    return html`<li id="p-${id}"><a href="${link(view, from)}"><img src="${from}/small.webp" alt="${alt}" width="${w}" height="${h}" loading="lazy" decoding="async"></a>
<p class="soft">${byline(view, picture, visitor)}${hiddenAt === undefined ? undefined : html` <strong>${translate('vision.hidden')}</strong>`}</p></li>`
  }
  return html`<section aria-labelledby="pictures"><h2 class="unseen" id="pictures">${translate('vision.pictures')}</h2>
<ul class="wall">${pictures.map(item)}</ul></section>`
}

/** When it was put there, and for members by whom. */
export function byline(view: View, { by, createdAt }: Picture, { isMember }: Visitor): string {
  const { translate, language } = view
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(createdAt)
  return isMember && by ? translate('vision.by', { name: by, day }) : day
}

function older(view: View, { organisation, more }: Wall): Html | undefined {
  if (more === undefined) return undefined
  const address = link(view, `/vision/${organisation.id}`, { before: more })
  return html`<p class="buttons"><a class="button" href="${address}" rel="next">${view.translate('vision.older')}</a></p>`
}
