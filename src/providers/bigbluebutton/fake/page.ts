import i18next from 'i18next'
import { escapeXml as escape } from '../../../protocol/xml.ts'
import { errorPage, html, type Reply, redirect } from './answer.ts'
import { closeSession, findSession } from './calls/sessions.ts'
import { countPeople, type Person } from './meeting.ts'
import { endMeeting, enter, type Node } from './node.ts'
import english from './page.en.json' with { type: 'json' }
import french from './page.fr.json' with { type: 'json' }
import { layout } from './page-layout.ts'
import type { Request } from './request.ts'
import type { Session } from './state.ts'

type Translate = (key: string, values?: Record<string, string | number>) => string

const languages = i18next.createInstance()
void languages.init({
  resources: { en: { translation: english }, fr: { translation: french } },
  fallbackLng: 'en',
  interpolation: { escapeValue: false },
  initAsync: false,
})

const shownPeople = 50

/** Answers what is not the API: the client page, its buttons, and the page where people land afterwards. */
export function answerPage(node: Node, request: Request): Reply {
  const language = languageOf(request)
  const fixed = languages.getFixedT(language)
  const translate: Translate = (key, values) => fixed(key, values ?? {})
  const render = (status: number, title: string, heading: string, content: string) => {
    const [notice, footer] = [translate('notice'), translate('server', { name: node.name })]
    return html(status, layout({ language, title, heading, notice, footer, content }), headersIn(language))
  }
  const show = (key: string, status: number) => {
    const title = translate(`${key}_title`)
    return render(status, title, title, `<p>${escape(translate(key))}</p>`)
  }

  if (request.call === '/' && request.method === 'GET') return show('left', 200)
  if (!request.call.startsWith('/html5client')) return errorPage(404)

  const session = findSession(node, request)
  if (!session) return show('lost', 403)
  if (request.method === 'POST') return press(node, request, session)
  if (session.waiting) return show('waiting', 200)
  if (!isInside(session) && isFull(session)) return show('full', 403)

  if (!isInside(session)) enter(node, session.meeting, session.person)
  const { name } = session.meeting
  return render(200, translate('title', { meeting: name }), name, renderRoom(session, translate))
}

function press(node: Node, request: Request, session: Session): Reply {
  const { meeting, person } = session
  const mayEnd = person.role === 'MODERATOR' && isInside(session)
  if (request.call === '/html5client/end' && mayEnd) endMeeting(node, meeting)
  else if (request.call === '/html5client/leave') closeSession(node, session)
  else return errorPage(request.call === '/html5client/end' ? 403 : 404)
  return redirect(/^https?:\/\//i.test(session.logoutUrl) ? session.logoutUrl : `${request.origin}/`, {}, 303)
}

function renderRoom({ meeting, person, token }: Session, translate: Translate): string {
  const people = [...meeting.people.values()]
  const list = people.slice(0, shownPeople).map((one) => `<li>${renderPerson(one, one === person, translate)}</li>`)
  const rest = people.length - list.length
  if (rest > 0) list.push(`<li>${escape(translate('more', { rest }))}</li>`)
  const button = (action: string, kind: string) =>
    `<form method="post" action="/html5client/${action}?sessionToken=${token}">` +
    `<button class="${kind}">${escape(translate(action))}</button></form>`

  return `<p>${escape(translate(`youAre_${person.role}`, { name: person.name }))}</p>
<div class="buttons">${button('leave', 'main')}${person.role === 'MODERATOR' ? button('end', 'danger') : ''}</div>
<h2>${escape(translate('people_heading', { total: people.length }))}</h2>
<ul>${list.join('')}</ul>
<p><a href="?sessionToken=${token}">${escape(translate('refresh'))}</a></p>`
}

function renderPerson({ name, role }: Person, isSelf: boolean, translate: Translate): string {
  const facts = isSelf ? [translate('you'), translate(role)] : [translate(role)]
  return `${escape(name)} <small>(${escape(facts.join(', '))})</small>`
}

function headersIn(language: string): Record<string, string> {
  return {
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-language': language,
    vary: 'Accept-Language, Cookie',
  }
}

function isInside({ meeting, person }: Session): boolean {
  return meeting.people.has(person.id)
}

function isFull({ meeting, person }: Session): boolean {
  if (meeting.maxParticipants === 0 || countPeople(meeting) < meeting.maxParticipants) return false
  return ![...meeting.people.values()].some((one) => one.userId === person.userId)
}

/** The first of the browser's languages that we have; English otherwise. */
function languageOf({ language }: Request): 'en' | 'fr' {
  const wanted = language
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = /^\s*q=([\d.]+)/.exec(parameters[0] ?? '')?.[1]
      return { tag: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ tag, quality }) => (tag === 'en' || tag === 'fr') && quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  return wanted[0]?.tag === 'fr' ? 'fr' : 'en'
}
