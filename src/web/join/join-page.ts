import type { Look } from '../../meetings/join-page.ts'
import { type Html, html } from '../pages/html.ts'
import type { TextKey } from '../pages/languages.ts'
import { link, type Page, type View } from '../pages/layout.ts'

/** Where somebody can go on to: into the meeting again, and home, if their front end said where that is. */
export interface Ways {
  readonly again: string
  readonly home: string | undefined
}

type Shown = Exclude<Look, { readonly kind: 'enter' }>

/** While a meeting is on its way to another server, the page looks again after so many seconds. */
const movingSeconds = 2
const fullSeconds = 5

/** What somebody on the way into a meeting sees. Of others it tells how many come before, and nothing else. */
export function lookPage(view: View, look: Shown, { home }: Ways): Page {
  const again = secondsUntilNext(look)
  return {
    title: view.translate(`join.${look.kind}`),
    isUnlisted: true,
    ...(again === undefined ? {} : { again }),
    content: html`<h1>${view.translate(`join.${look.kind}`)}</h1>
${tell(view, look)}
${again === undefined ? undefined : html`<p class="soft">${view.translate('join.byItself')}</p>`}
${homeward(view, look, home)}`,
  }
}

/** Somebody closed the meeting by themselves, and their front end did not say where to go then. */
export function leftPage({ translate }: View, again: string): Page {
  return {
    title: translate('join.left'),
    isUnlisted: true,
    content: html`<h1>${translate('join.left')}</h1>
<p class="lede">${translate('join.leftText')}</p>
<p class="buttons"><a class="button" href="${again}">${translate('join.again')}</a></p>`,
  }
}

/** A ticket that is not ours, was altered or has expired: which of these is not told. */
export function wrongTicketPage(view: View): Page {
  const { translate } = view
  return {
    title: translate('join.wrongTicket'),
    isUnlisted: true,
    content: html`<h1>${translate('join.wrongTicket')}</h1>
<p class="lede">${translate('join.wrongTicketText')}</p>
<p class="buttons"><a class="button" href="${link(view, '/')}">${translate('error.toHome')}</a></p>`,
  }
}

/** Too many people ask from one address at once; their turn comes all the same. */
export function busyPage({ translate }: View): Page {
  return {
    title: translate('join.busy'),
    isUnlisted: true,
    again: fullSeconds,
    content: html`<h1>${translate('join.busy')}</h1>
<p class="lede">${translate('join.busyText')}</p>
<p class="soft">${translate('join.byItself')}</p>`,
  }
}

function secondsUntilNext(look: Shown): number | undefined {
  if (look.kind === 'waiting') return look.again
  if (look.kind === 'moving') return movingSeconds
  return look.kind === 'full' ? fullSeconds : undefined
}

function tell({ translate }: View, look: Shown): Html {
  if (look.kind === 'full') return html`<p class="state starting" role="status">${translate('join.fullText')}</p>`
  if (look.kind === 'waiting') {
    const text = look.before === 0 ? translate('join.next') : translate('join.before', { count: look.before })
    return html`<p class="state starting" role="status">${text}</p>`
  }
  if (look.kind === 'moving') {
    return html`<p class="state starting" role="status">${translate(look.isStuck ? 'join.stuckText' : 'join.movingText')}</p>`
  }
  return html`<p class="lede">${translate('join.overText')}</p>`
}

function homeward({ translate }: View, { kind }: Shown, home: string | undefined): Html | undefined {
  if (home === undefined) return undefined
  const isEnd = kind === 'over'
  const text: TextKey = isEnd ? 'join.home' : 'join.leave'
  const look = isEnd ? html` class="button"` : undefined
  return html`<p class="buttons"><a href="${home}"${look}>${translate(text)}</a></p>`
}
