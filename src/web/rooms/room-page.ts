import type { RoomOrganisation, RunningMeeting } from '../../rooms/parts.ts'
import type { Room } from '../../rooms/rooms.ts'
import { needsCode } from '../../rooms/visit.ts'
import { type Failure, failurePage } from '../pages/failure-page.ts'
import { faultList, field } from '../pages/form-fields.ts'
import { type Html, html } from '../pages/html.ts'
import type { TextKey } from '../pages/languages.ts'
import { link, type Page, type View } from '../pages/layout.ts'
import type { Caller } from './visitor.ts'

/** What a room's page is about. */
export interface Door {
  readonly room: Room
  readonly organisation: RoomOrganisation
  /** The meeting that goes on. */
  readonly running: RunningMeeting | undefined
  readonly caller: Caller
}

/** What somebody wrote, and what is wrong with it. */
export interface Attempt {
  readonly name: string
  readonly fault?: { readonly id: 'name' | 'code' | 'enter'; readonly text: TextKey }
}

export const mostCharacters = 100

const waitSeconds = 5
const fullSeconds = 10

/** `/r/NAME`: what this room is, whether a meeting goes on, and the way in. Of people it tells how many are there. */
export function roomPage(view: View, door: Door, attempt: Attempt = { name: '' }): Page {
  const { translate } = view
  const { room, organisation } = door
  const { fault } = attempt
  return {
    title: fault === undefined ? room.title : translate('problem.title', { heading: room.title }),
    isUnlisted: true,
    content: html`<h1>${room.title}</h1>
${fault && faultList(translate('problem.heading'), [{ id: fault.id, text: translate(fault.text) }])}
<p class="lede">${translate('room.of', { organisation: organisation.name })}</p>
${paragraphs(room.description)}
${welcome(organisation, room)}
${state(view, door)}
${form(view, door, attempt)}`,
  }
}

/** The meeting has not begun; whoever sees this comes in by themselves as soon as it does. */
export function waitPage(view: View, { room }: Door): Page {
  const { translate } = view
  return {
    title: translate('room.waiting'),
    isUnlisted: true,
    again: waitSeconds,
    content: html`<h1>${translate('room.waiting')}</h1>
<p class="state starting" role="status">${translate('room.waitingText', { room: room.title })}</p>
<p class="soft">${translate('join.byItself')}</p>
<p class="buttons"><a href="${link(view, `/r/${room.name}`)}">${translate('room.back')}</a></p>`,
  }
}

/** The way in is open. A form's answer may not lead to other sites by itself, so this page stands between. */
export function onwardPage(view: View, address: string): Page {
  const { translate } = view
  return {
    title: translate('room.entering'),
    isUnlisted: true,
    onward: address,
    content: html`<h1>${translate('room.entering')}</h1>
<p class="lede">${translate('room.enteringText')}</p>
<p class="buttons"><a class="button" href="${address}">${translate('room.enter')}</a></p>`,
  }
}

/** Something that passes by itself keeps somebody out: the organisation's limits, or servers that do not answer. */
export function hinderedPage(view: View, { room }: Door, why: 'full' | 'failing'): Page {
  const { translate } = view
  return {
    title: translate(`room.${why}`),
    isUnlisted: true,
    again: fullSeconds,
    content: html`<h1>${translate(`room.${why}`)}</h1>
<p class="state starting" role="status">${translate(`room.${why}Text`)}</p>
<p class="soft">${translate('join.byItself')}</p>
<p class="buttons"><a href="${link(view, `/r/${room.name}`)}">${translate('room.back')}</a></p>`,
  }
}

/** What keeps somebody out altogether. */
export function roomFailure(view: View, failure: Failure, incident = ''): Page {
  return failurePage(view, failure, [], incident)
}

function paragraphs(text: string): Html[] {
  return text
    .split(/\n{2,}|\r\n\r\n/)
    .filter((part) => part.trim() !== '')
    .map((part) => html`<p>${part}</p>`)
}

/** What people read in the chat when they come in, as far as it means something before: without markup and numbers to dial. */
function welcome({ welcome: text = '' }: RoomOrganisation, { title }: Room): Html[] {
  const plain = text
    .replaceAll(/<br\s*\/?>/gi, '\n\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('%%CONFNAME%%', title)
  return /%%\w+%%/.test(plain) ? [] : paragraphs(plain)
}

function state({ translate }: View, { room, organisation, running }: Door): Html {
  const { recording } = room.settings
  const isRecorded = recording !== 'never' && organisation.recording
  const now = running
    ? html`<p class="state">${translate('room.running', { count: running.people })}</p>`
    : html`<p class="state idle">${translate('room.idle')}</p>`
  return html`<section class="card" aria-labelledby="now">
<h2 id="now">${translate('home.now')}</h2>
${now}
${isRecorded ? html`<p>${translate(recording === 'always' ? 'room.recorded' : 'room.mayBeRecorded')}</p>` : undefined}
</section>`
}

function form(view: View, door: Door, attempt: Attempt): Html {
  const { translate } = view
  const { room, organisation, running, caller } = door
  if (!organisation.goesOn || !(organisation.isOpen || running)) return note(view, translate('room.closed'))
  const signIn = caller.person ? undefined : html`<p>${signInLink(view, room)}</p>`
  if (caller.rank === 'guest' && !room.settings.guests) {
    return html`${note(view, translate('room.noGuests', { organisation: organisation.name }))}${signIn}`
  }
  const isLobby = caller.rank === 'guest' && room.settings.lobby
  return html`<section class="card" aria-labelledby="enter">
<h2 id="enter">${translate('room.enter')}</h2>
<form method="post" action="${link(view, `/r/${room.name}`)}">
${caller.csrf === '' ? undefined : html`<input type="hidden" name="csrf" value="${caller.csrf}">`}
${who(view, door, attempt)}
${codeField(view, door, attempt)}
${isLobby ? html`<p class="soft">${translate('room.lobby')}</p>` : undefined}
<p><button class="button">${translate('room.enter')}</button></p>
</form>
</section>
${signIn}`
}

function note(view: View, text: string): Html {
  return html`<section class="card" aria-labelledby="enter">
<h2 id="enter">${view.translate('room.enter')}</h2>
<p>${text}</p>
</section>`
}

function who({ translate }: View, { caller }: Door, { name, fault }: Attempt): Html {
  if (caller.rank !== 'guest' && caller.person) {
    return html`<p>${translate('room.as', { name: caller.person.name })}</p>`
  }
  return field({
    id: 'name',
    label: translate('practice.name'),
    value: name || (caller.person?.name ?? ''),
    isRequired: true,
    least: 1,
    most: mostCharacters,
    autocomplete: 'name',
    wrong: fault?.id === 'name' ? translate(fault.text, { most: mostCharacters }) : undefined,
  })
}

/** The access code, or, where none is needed, a way to give the moderators' code. */
function codeField({ translate }: View, { room, caller }: Door, { fault }: Attempt): Html | undefined {
  if (caller.rank === 'owner') return undefined
  const isNeeded = needsCode(room, caller.rank)
  const wrong = fault?.id === 'code' ? translate(fault.text) : undefined
  const one = field({
    id: 'code',
    label: translate(isNeeded ? 'room.code' : 'room.moderatorCode'),
    value: '',
    isRequired: isNeeded,
    most: 40,
    autocomplete: 'off',
    hint: isNeeded ? translate('room.codeHint') : undefined,
    wrong,
  })
  if (isNeeded) return one
  if (room.moderatorCode === undefined) return undefined
  const isOpen = wrong === undefined ? undefined : html` open`
  return html`<details${isOpen}><summary>${translate('room.haveCode')}</summary>
${one}</details>`
}

function signInLink(view: View, room: Room): Html {
  const to = link(view, '/sign-in', { organisation: room.organisation, to: `/r/${room.name}` })
  return html`<a href="${to}">${view.translate('room.signIn')}</a>`
}
