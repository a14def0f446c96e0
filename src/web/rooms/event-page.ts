import { keptDays } from '../../rooms/events/requests.ts'
import type { RoomOrganisation } from '../../rooms/parts.ts'
import { choices, type Field, faultList, field } from '../pages/form-fields.ts'
import { type Html, html } from '../pages/html.ts'
import { link, type Page, type View } from '../pages/layout.ts'
import {
  type ChosenKey,
  chosen,
  type EventFaults,
  type Filled,
  type WrittenKey,
  written,
  writtenKeys,
} from './event-fields.ts'

/** `/events/ORGANISATION`: what the co-op asks whoever wants to hold an event. */
export function eventPage(view: View, organisation: RoomOrganisation, filled: Filled, faults: EventFaults = {}): Page {
  const { translate } = view
  const heading = translate('event.heading', { organisation: organisation.name })
  const wrong = writtenKeys.flatMap((id) => {
    const text = faultText(view, id, faults)
    return text === undefined ? [] : [{ id, text: `${translate(`event.${id}`)} – ${text}` }]
  })
  return {
    title: wrong.length === 0 ? heading : translate('problem.title', { heading }),
    isUnlisted: true,
    content: html`<h1>${heading}</h1>
${wrong.length === 0 ? html`<p class="lede">${translate('event.lede')}</p>` : faultList(translate('event.problems'), wrong)}
<form method="post" action="${link(view, `/events/${organisation.id}`)}" novalidate>
${section(view, 'what', [
  write(view, 'title', filled, faults),
  pick(view, 'kind', filled),
  ...(['date', 'time', 'zone', 'minutes'] as const).map((key) => write(view, key, filled, faults)),
])}
${section(view, 'who', [
  ...(['people', 'cameras', 'listeners'] as const).map((key) => write(view, key, filled, faults)),
  pick(view, 'talk', filled),
  write(view, 'breakouts', filled, faults),
  pick(view, 'identity', filled),
  write(view, 'geography', filled, faults),
])}
${section(view, 'how', [
  pick(view, 'recording', filled),
  pick(view, 'infrastructure', filled),
  ...(['budget', 'notes'] as const).map((key) => write(view, key, filled, faults)),
])}
${section(view, 'you', [
  ...(['name', 'email', 'group'] as const).map((key) => write(view, key, filled, faults)),
  html`<p class="soft">${translate('event.kept', { days: keptDays })}</p>`,
])}
${trap(view)}
<p><button class="button">${translate('event.send')}</button></p>
</form>`,
  }
}

/** The request is filed. What was written is not shown again: whoever reads this may be a machine. */
export function thanksPage({ translate }: View, organisation: RoomOrganisation): Page {
  return {
    title: translate('event.thanks'),
    isUnlisted: true,
    content: html`<h1>${translate('event.thanks')}</h1>
<p class="lede">${translate('event.thanksText', { organisation: organisation.name })}</p>
<p>${translate('event.kept', { days: keptDays })}</p>`,
  }
}

function section({ translate }: View, id: 'what' | 'who' | 'how' | 'you', fields: readonly Html[]): Html {
  return html`<section class="card" aria-labelledby="${id}">
<h2 id="${id}">${translate(`event.part.${id}`)}</h2>
${fields}
</section>`
}

const types: { readonly [Key in WrittenKey]?: Field['type'] } = {
  date: 'date',
  time: 'time',
  email: 'email',
  notes: 'lines',
}
const completions: { readonly [Key in WrittenKey]?: string } = {
  name: 'name',
  email: 'email',
  group: 'organization',
}
const hints: ReadonlySet<WrittenKey> = new Set(['zone', 'cameras', 'listeners', 'geography', 'budget'])

function write(view: View, id: WrittenKey, filled: Filled, faults: EventFaults): Html {
  const { translate } = view
  const bounds = written[id]
  return field({
    id,
    label: translate(`event.${id}`),
    value: filled[id],
    type: types[id] ?? ('isNumber' in bounds ? 'number' : 'text'),
    isRequired: bounds.least > 0 || 'isNumber' in bounds,
    least: bounds.least,
    most: bounds.most,
    autocomplete: completions[id] ?? 'off',
    hint: hints.has(id) ? translate(`event.${id}Hint` as 'event.zoneHint') : undefined,
    wrong: faultText(view, id, faults),
  })
}

function pick({ translate }: View, key: ChosenKey, filled: Filled): Html {
  const list = chosen[key].map((value) => ({ value, text: translate(`event.${key}.${value}` as 'event.kind.once') }))
  return choices(key, translate(`event.${key}`), filled[key], list)
}

function faultText({ translate }: View, id: WrittenKey, faults: EventFaults): string | undefined {
  const key = faults[id]
  const { least, most } = written[id]
  return key && translate(key, { least, most })
}

/** People do not see this field; what fills it in is no person. */
function trap({ translate }: View): Html {
  return html`<div class="trap" aria-hidden="true">
<label for="website">${translate('event.trap')}</label>
<input type="text" id="website" name="website" value="" tabindex="-1" autocomplete="off">
</div>`
}
