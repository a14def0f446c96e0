import { Link } from '@tanstack/react-router'
import { useSession } from '../api/session.ts'
import { Icon, type IconName } from '../parts/icon.tsx'
import { type TextKey, useText } from '../text/text.ts'

interface Place {
  readonly to: string
  readonly text: TextKey
  readonly icon: IconName
  /** Any of these rights shows it. */
  readonly rights: readonly string[]
  /** Whether it is a page of ours outside the portal. */
  readonly isElsewhere?: boolean
}

interface Chapter {
  readonly text: TextKey
  readonly places: readonly Place[]
}

const chapters: readonly Chapter[] = [
  {
    text: 'nav.meet',
    places: [
      { to: '/', text: 'home.title', icon: 'home', rights: ['self'] },
      { to: '/meetings', text: 'meetings.title', icon: 'pulse', rights: ['meetings.see'] },
      { to: '/rooms', text: 'rooms.title', icon: 'door', rights: ['rooms.see'] },
      { to: '/links', text: 'links.title', icon: 'link', rights: ['links.see'] },
      { to: '/events', text: 'events.title', icon: 'calendar', rights: ['rooms.manage'] },
      { to: '/vision', text: 'vision.title', icon: 'picture', rights: ['pictures.own'], isElsewhere: true },
    ],
  },
  {
    text: 'nav.remember',
    places: [
      { to: '/agenda', text: 'agenda.title', icon: 'clock', rights: ['notes.use'] },
      { to: '/tasks', text: 'tasks.title', icon: 'check', rights: ['notes.use'] },
      { to: '/decisions', text: 'decisions.title', icon: 'scales', rights: ['notes.use'] },
      { to: '/notes', text: 'notes.title', icon: 'pen', rights: ['notes.use'] },
    ],
  },
  {
    text: 'nav.organise',
    places: [
      {
        to: '/organisations',
        text: 'organisations.title',
        icon: 'tree',
        rights: ['organisation.manage', 'installation.see'],
      },
      { to: '/people', text: 'people.title', icon: 'people', rights: ['people.list'] },
      { to: '/groups', text: 'groups.title', icon: 'group', rights: ['people.list'] },
      { to: '/programs', text: 'services.title', icon: 'robot', rights: ['tokens.manage'] },
    ],
  },
  {
    text: 'nav.operate',
    places: [
      { to: '/servers', text: 'servers.title', icon: 'server', rights: ['installation.see'] },
      { to: '/machines', text: 'machines.title', icon: 'map', rights: ['installation.see'] },
      { to: '/roadmap', text: 'roadmap.title', icon: 'road', rights: ['installation.see'] },
      { to: '/plans', text: 'plans.title', icon: 'compare', rights: ['installation.see'] },
      { to: '/chat', text: 'chat.title', icon: 'chat', rights: ['installation.see'] },
      { to: '/tokens', text: 'tokens.title', icon: 'key', rights: ['installation.manage'] },
      { to: '/usage', text: 'usage.title', icon: 'chart', rights: ['usage.see'] },
      { to: '/statements', text: 'statements.title', icon: 'bill', rights: ['usage.see'] },
      { to: '/audit', text: 'audit.title', icon: 'book', rights: ['audit.see'] },
    ],
  },
]

/** Only what one may open. */
export function Navigation() {
  const { t } = useText()
  const { rights, person } = useSession()
  const held: ReadonlySet<string> = new Set(rights)
  const shown = chapters
    .map(({ text, places }) => ({ text, places: places.filter((place) => isShown(place, held, person !== null)) }))
    .filter(({ places }) => places.length > 0)
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      {shown.map(({ text, places }) => (
        <div key={text}>
          <p className="nav-chapter" id={text}>
            {t(text)}
          </p>
          <ul aria-labelledby={text}>
            {places.map((place) => (
              <NavigationLink key={place.to} place={place} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

/** Pages outside the portal know people alone, and no operator's token. */
function isShown({ rights, isElsewhere }: Place, held: ReadonlySet<string>, isPerson: boolean): boolean {
  return rights.some((one) => held.has(one)) && (isPerson || !isElsewhere)
}

function NavigationLink({ place: { to, text, icon, isElsewhere } }: { readonly place: Place }) {
  const { t } = useText()
  if (isElsewhere) {
    return (
      <li>
        <a href={to}>
          <Icon name={icon} />
          {t(text)}
        </a>
      </li>
    )
  }
  return (
    <li>
      <Link to={to} activeOptions={{ exact: to === '/' }}>
        <Icon name={icon} />
        {t(text)}
      </Link>
    </li>
  )
}
