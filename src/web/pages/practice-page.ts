import { choices, faultList, field } from './form-fields.ts'
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
  const wrong = (['name', 'room'] as const).flatMap((id) => {
    const text = faultText(translate, faults[id])
    return text === undefined ? [] : [{ id, text }]
  })
  return faultList(translate('problem.heading'), wrong)
}

function form(view: View, entry: Entry, faults: Faults): Html {
  const { translate } = view
  const text = (id: 'name' | 'room', least: number, autocomplete: string) =>
    field({
      id,
      least,
      autocomplete,
      label: translate(`practice.${id}`),
      value: entry[id],
      isRequired: true,
      most: mostCharacters,
      hint: id === 'room' ? translate('practice.roomHint') : undefined,
      wrong: faultText(translate, faults[id]),
    })
  const roles = (['moderator', 'viewer'] as const).map((role) => ({
    value: role,
    text: translate(`practice.${role}`),
    hint: translate(`practice.${role}Hint`),
  }))
  return html`<section class="card" aria-labelledby="enter">
<h2 id="enter">${translate('practice.enter')}</h2>
<form method="get" action="/practice/meet">
${view.isLanguageAsked ? html`<input type="hidden" name="lang" value="${view.language}">` : undefined}
${text('name', 1, 'name')}
${text('room', leastRoom, 'off')}
${choices('role', translate('practice.role'), entry.role.toLowerCase(), roles)}
<p><button class="button">${translate('practice.submit')}</button></p>
</form>
</section>`
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
