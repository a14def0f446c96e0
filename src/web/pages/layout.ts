import { iconPath, mark, stylePath } from './assets.ts'
import { type Html, html } from './html.ts'
import { type Language, languageNames, type Translate } from './languages.ts'

/** What every page is drawn with. */
export interface View {
  readonly coop: string
  readonly language: Language
  /** Whether the language was asked for in the address: then links keep it. */
  readonly isLanguageAsked: boolean
  readonly translate: Translate
  /** The page's own path and query. */
  readonly address: string
  /** Where the documentation of Mycel is, when that is known. */
  readonly documentation: string | undefined
  /** In whose name the page is drawn, where that is not the whole installation. */
  readonly brand?: BrandView | undefined
}

/** How an organisation shows itself; addresses are ours. */
export interface BrandView {
  readonly name: string
  readonly logo: string | undefined
  /** A style sheet with its colour. */
  readonly style: string | undefined
}

export interface Page {
  readonly title: string
  readonly content: Html
  /** Shown above everything else. */
  readonly notice?: string
  /** What search engines say of it. */
  readonly description?: string
  /** Search engines are told to pass it by. */
  readonly isUnlisted?: boolean
  /** After so many seconds the browser asks for it again. */
  readonly again?: number
  /** A script of ours, without which the page works as well. */
  readonly script?: string | undefined
  /** Whether its content is as broad as the window allows. */
  readonly isWide?: boolean
  /** An address of ours to which the browser goes on at once. */
  readonly onward?: string
}

/** A whole document. */
export function layout(view: View, page: Page): Html {
  const { coop, language, translate, brand } = view
  const { title, content, description, notice, isUnlisted, again, onward, script, isWide } = page
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${isUnlisted ? html`<meta name="robots" content="noindex">` : undefined}
${again === undefined ? undefined : html`<meta http-equiv="refresh" content="${again}">`}
${onward === undefined ? undefined : html`<meta http-equiv="refresh" content="0;url=${onward}">`}
<title>${title} · ${coop}</title>
${description === undefined ? undefined : html`<meta name="description" content="${description}">`}
<link rel="icon" href="${iconPath}" type="image/svg+xml">
<link rel="stylesheet" href="${stylePath}">
${brand?.style && html`<link rel="stylesheet" href="${brand.style}">`}
${script && html`<script type="module" src="${script}"></script>`}
</head>
<body${isWide ? html` class="broad"` : undefined}>
<header>
<a class="skip" href="#content">${translate('skip')}</a>
${notice === undefined ? undefined : html`<div class="notice">${notice}</div>`}
<div class="wide"><a class="brand" href="${link(view, '/')}">${sign(brand)}${coop}</a></div>
</header>
<main class="wide" id="content" tabindex="-1">
${content}
</main>
${footer(view)}
</body>
</html>
`
}

/** The logo says nothing that the name beside it does not. */
function sign(brand: BrandView | undefined): Html {
  return brand?.logo === undefined ? mark : html`<img class="logo" src="${brand.logo}" alt="">`
}

/** An address of ours that keeps the language if it was asked for. */
export function link(view: View, path: string, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query)
  if (view.isLanguageAsked) search.set('lang', view.language)
  return search.size === 0 ? path : `${path}?${search}`
}

function footer(view: View): Html {
  const { coop, documentation, translate } = view
  const more =
    documentation === undefined ? undefined : html` <a href="${documentation}">${translate('documentation')}</a>`
  return html`<footer class="foot">
<div class="wide">
<p>${translate('runWith', { coop })}${more}</p>
<nav aria-label="${translate('languages')}"><ul>${languageLinks(view)}</ul></nav>
</div>
</footer>`
}

function languageLinks(view: View): Html[] {
  const other = new URL(view.address.replace(/^[/\\]*/, '/'), 'http://localhost')
  return Object.entries(languageNames).map(([language, name]) => {
    other.searchParams.set('lang', language)
    const address = other.pathname.replace(/^\/+/, '/') + other.search
    const current = language === view.language ? html` aria-current="true"` : undefined
    return html`<li><a href="${address}" lang="${language}" hreflang="${language}"${current}>${name}</a></li>`
  })
}
