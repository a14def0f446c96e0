import { Outlet, useRouterState } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useSession } from '../api/session.ts'
import { Icon } from '../parts/icon.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useText } from '../text/text.ts'
import { Account } from './account.tsx'
import { LiveProvider } from './live.tsx'
import { Mark } from './mark.tsx'
import { Navigation } from './navigation.tsx'
import { Notices } from './notices.tsx'
import { OrganisationChoice, OrganisationProvider, useOrganisation } from './organisation.tsx'

/** What surrounds every page: where one is, where one can go, and who one is. */
export function Shell() {
  const { t } = useText()
  return (
    <OrganisationProvider>
      <LiveProvider>
        <div className="shell">
          <a className="skip" href="#content">
            {t('frame.skip')}
          </a>
          <Side />
          <main id="content" tabIndex={-1}>
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </main>
          <Notices />
        </div>
      </LiveProvider>
    </OrganisationProvider>
  )
}

/** Beside the page on a desk, above it on a phone, where it opens at a press. */
function Side() {
  const { t } = useText()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  // Open on one page only: whoever went somewhere wants to see it.
  const [openAt, setOpenAt] = useState<string>()
  const isOpen = openAt === path
  return (
    <header className="side" data-open={isOpen || undefined}>
      <div className="side-top">
        <Brand />
        <button
          type="button"
          className="side-toggle"
          aria-expanded={isOpen}
          aria-controls="side-body"
          onClick={() => setOpenAt(isOpen ? undefined : path)}
        >
          <Icon name={isOpen ? 'close' : 'menu'} />
          {t('frame.menu')}
        </button>
      </div>
      <div className="side-body" id="side-body">
        <OrganisationChoice />
        <Navigation />
        <Account />
      </div>
    </header>
  )
}

function Brand() {
  const { organisation } = useSession()
  const { t } = useText()
  const { list } = useOrganisation()
  // One that cannot be fetched now is as good as none.
  const [isAway, setAway] = useState(false)
  const logo = list.find(({ id }) => id === organisation?.id)?.logo ?? null
  return (
    <p className="brand">
      {logo === null || isAway ? <Mark /> : <img src={logo} alt="" className="logo" onError={() => setAway(true)} />}
      <span>{organisation?.name ?? t('frame.installation')}</span>
    </p>
  )
}
