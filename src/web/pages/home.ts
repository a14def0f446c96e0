import type { Context } from '../../meetings/context.ts'
import { whyClosed } from '../../meetings/pool.ts'
import { type Html, html } from './html.ts'
import { link, type Page, type View } from './layout.ts'

/** What the public may know of the gateway: numbers, no names. */
export interface Readiness {
  readonly state: 'ready' | 'starting' | 'down'
  readonly online: number
  readonly total: number
  readonly meetings: number
}

export function readinessOf({ pool, directory, clock }: Context): Readiness {
  const servers = pool.list().filter(({ admin }) => admin !== 'disabled')
  const online = servers.filter(({ health }) => health.condition === 'online')
  const isReady = online.some((server) => whyClosed(server, clock.elapsed()) === undefined)
  const isStarting = servers.some(({ health }) => health.condition === 'unknown')
  return {
    state: isReady ? 'ready' : isStarting ? 'starting' : 'down',
    online: online.length,
    total: servers.length,
    meetings: directory.size,
  }
}

/** `/`: what this is, and whether it is ready. */
export function homePage(view: View, readiness: Readiness, hasPractice: boolean): Page {
  const { coop, translate } = view
  const heading = translate('home.heading', { coop })
  return {
    title: heading,
    description: translate('home.description', { coop }),
    content: html`<h1>${heading}</h1>
<p class="lede">${translate('home.lede')}</p>
${now(view, readiness)}
${hasPractice ? invitation(view) : undefined}
<p><a href="${link(view, '/sign-in')}">${translate('home.signIn')}</a></p>`,
  }
}

function now({ translate }: View, { state, online, total, meetings }: Readiness): Html {
  return html`<section class="card" aria-labelledby="now">
<h2 id="now">${translate('home.now')}</h2>
<p class="state ${state}">${translate(`home.${state}`)}</p>
<dl class="facts">
<div><dt>${translate('home.servers')}</dt><dd>${translate('home.serversOf', { online, total })}</dd></div>
<div><dt>${translate('home.meetings')}</dt><dd>${translate('home.meetingsCount', { count: meetings })}</dd></div>
</dl>
</section>`
}

function invitation(view: View): Html {
  const { translate } = view
  return html`<section class="card" aria-labelledby="try">
<h2 id="try">${translate('home.try')}</h2>
<p>${translate('home.tryText')}</p>
<p><a class="button" href="${link(view, '/practice')}">${translate('home.tryLink')}</a></p>
</section>`
}
