import { type Html, html } from './html.ts'
import { longAgo } from './languages.ts'
import { link, type Page, type View } from './layout.ts'
import { type Entry, type Faults, leastRoom, type listRooms, mostCharacters, type Room } from './practice.ts'

const shownRooms = 100

type Rooms = ReturnType<typeof listRooms>

/** `/practice`: a form to enter a room, and the rooms that are open. With faults, it says what is missing. */
export function practicePage(view: View, entry: Entry, rooms: Rooms, faults: Faults = {}): Page {
  const { translate } = view
  const heading = translate('practice.heading')
  const isFaulty = faults.name !== undefined || faults.room !== undefined
  return {
    title: isFaulty ? translate('problem.title', { heading }) : heading,
    notice: translate('practice.notice'),
    isUnlisted: true,
    content: html`<h1>${heading}</h1>
${isFaulty ? problems(view, faults) : html`<p class="lede">${translate('practice.lede')}</p>`}
${form(view, entry, faults)}
${roomList(view, rooms)}`,
  }
}

function problems({ translate }: View, faults: Faults): Html {
  const item = (field: 'name' | 'room') => {
    const text = faultText(translate, faults[field])
    return text && html`<li><a href="#${field}">${text}</a></li>`
  }
  return html`<section class="card problems" role="alert" aria-labelledby="problems">
<h2 id="problems">${translate('problem.heading')}</h2>
<ul>${item('name')}${item('room')}</ul>
</section>`
}

function form(view: View, entry: Entry, faults: Faults): Html {
  const { translate } = view
  return html`<section class="card" aria-labelledby="enter">
<h2 id="enter">${translate('practice.enter')}</h2>
<form method="get" action="/practice/meet">
${view.isLanguageAsked ? html`<input type="hidden" name="lang" value="${view.language}">` : undefined}
${field(view, { id: 'name', value: entry.name, least: 1, autocomplete: 'name' }, faults.name)}
${field(view, { id: 'room', value: entry.room, least: leastRoom, autocomplete: 'off' }, faults.room)}
<fieldset>
<legend>${translate('practice.role')}</legend>
${choice(view, 'moderator', entry.role === 'MODERATOR')}
${choice(view, 'viewer', entry.role === 'VIEWER')}
</fieldset>
<p><button class="button">${translate('practice.submit')}</button></p>
</form>
</section>`
}

interface Field {
  readonly id: 'name' | 'room'
  readonly value: string
  readonly least: number
  readonly autocomplete: string
}

function field({ translate }: View, { id, value, least, autocomplete }: Field, fault: Faults[Field['id']]): Html {
  const wrong = faultText(translate, fault)
  const hint = id === 'room' ? translate('practice.roomHint') : undefined
  const described = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter((one) => one !== undefined).join(' ')
  return html`<div class="field">
<label for="${id}">${translate(`practice.${id}`)}</label>
<input type="text" id="${id}" name="${id}" value="${value}" required minlength="${least}" maxlength="${mostCharacters}" autocomplete="${autocomplete}"
${described === '' ? undefined : html` aria-describedby="${described}"`}${wrong && html` aria-invalid="true"`}>
${wrong && html`<p class="wrong" id="${id}-wrong">${wrong}</p>`}
${hint && html`<p class="hint" id="${id}-hint">${hint}</p>`}
</div>`
}

function choice({ translate }: View, role: 'moderator' | 'viewer', isChosen: boolean): Html {
  const checked = isChosen ? html` checked` : undefined
  return html`<label class="choice"><input type="radio" name="role" value="${role}"${checked}>
<span>${translate(`practice.${role}`)} <span>– ${translate(`practice.${role}Hint`)}</span></span></label>`
}

function faultText(translate: View['translate'], fault: Faults[keyof Faults]): string | undefined {
  return fault && translate(fault, { least: leastRoom, most: mostCharacters })
}

function roomList(view: View, { rooms, others }: Rooms): Html {
  const { translate } = view
  const shown = rooms.slice(0, shownRooms)
  const rest = others + rooms.length - shown.length
  return html`<section class="card" aria-labelledby="rooms">
<h2 id="rooms">${translate('practice.rooms')}</h2>
${
  shown.length === 0
    ? html`<p class="soft">${translate('practice.none')}</p>`
    : html`<ul class="rooms">${shown.map((room) => roomItem(view, room))}</ul>`
}
${rest > 0 ? html`<p class="soft rest">${translate('practice.more', { count: rest })}</p>` : undefined}
</section>`
}

function roomItem(view: View, { name, server, people, age }: Room): Html {
  const { translate, language } = view
  const ago = longAgo(language, age)
  return html`<li><a href="${link(view, '/practice', { room: name })}">${name}</a>
<p class="on"><strong>${translate('practice.on', { server })}</strong>
<span>${translate('practice.people', { count: people })}</span>
<span>${ago === undefined ? translate('practice.justNow') : translate('practice.opened', { ago })}</span></p></li>`
}
