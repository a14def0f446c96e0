import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router'
import { queries } from './api/queries.ts'
import { sessionQuery } from './api/session.ts'
import { Shell } from './frame/shell.tsx'
import { NotFound, RouteTrouble } from './frame/wrong-turns.tsx'
import { isLanguage, isLanguageChosen, speak } from './text/text.ts'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: RouteTrouble })

/** All that needs somebody signed in; nothing of it is drawn before it is known who that is. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  component: Shell,
  beforeLoad: async () => {
    const { person } = await queries.ensureQueryData(sessionQuery)
    if (isLanguage(person?.language) && !isLanguageChosen()) await speak(person.language)
  },
})

const parent = () => inside
const meeting = '/meetings/$organisation/$meetingId'

const pages = [
  createRoute({
    getParentRoute: parent,
    path: '/',
    component: lazyRouteComponent(() => import('./pages/home.tsx'), 'HomePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/meetings',
    component: lazyRouteComponent(() => import('./pages/meetings.tsx'), 'MeetingsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: meeting,
    component: lazyRouteComponent(() => import('./pages/meeting.tsx'), 'MeetingPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/servers',
    component: lazyRouteComponent(() => import('./pages/servers.tsx'), 'ServersPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/organisations',
    component: lazyRouteComponent(() => import('./pages/organisations.tsx'), 'OrganisationsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/organisations/$id',
    component: lazyRouteComponent(() => import('./pages/organisation.tsx'), 'OrganisationPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/tokens',
    component: lazyRouteComponent(() => import('./pages/tokens.tsx'), 'TokensPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/audit',
    component: lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/settings',
    component: lazyRouteComponent(() => import('./pages/settings.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/rooms',
    component: lazyRouteComponent(() => import('./pages/rooms.tsx'), 'RoomsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/rooms/$organisation/$room',
    component: lazyRouteComponent(() => import('./pages/room.tsx'), 'RoomPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/links',
    component: lazyRouteComponent(() => import('./pages/links.tsx'), 'LinksPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/links/$keyword',
    component: lazyRouteComponent(() => import('./pages/link.tsx'), 'LinkPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/people',
    component: lazyRouteComponent(() => import('./pages/people.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/people/import',
    component: lazyRouteComponent(() => import('./pages/import.tsx'), 'ImportPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/groups',
    component: lazyRouteComponent(() => import('./pages/groups.tsx'), 'GroupsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/events',
    component: lazyRouteComponent(() => import('./pages/events.tsx'), 'EventsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/events/$organisation/$id',
    component: lazyRouteComponent(() => import('./pages/event.tsx'), 'EventPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/programs',
    component: lazyRouteComponent(() => import('./pages/services.tsx'), 'ServicesPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/usage',
    component: lazyRouteComponent(() => import('./pages/usage.tsx'), 'UsagePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/statements',
    component: lazyRouteComponent(() => import('./pages/statements.tsx'), 'StatementsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/statements/$organisation/$month',
    component: lazyRouteComponent(() => import('./pages/statement.tsx'), 'StatementPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans',
    component: lazyRouteComponent(() => import('./pages/plans.tsx'), 'PlansPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/plans/$id',
    component: lazyRouteComponent(() => import('./pages/apply.tsx'), 'ApplyPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/chat',
    component: lazyRouteComponent(() => import('./pages/chat.tsx'), 'ChatPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/machines',
    component: lazyRouteComponent(() => import('./pages/machines.tsx'), 'MachinesPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/roadmap',
    component: lazyRouteComponent(() => import('./pages/roadmap.tsx'), 'RoadmapPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/notes',
    component: lazyRouteComponent(() => import('./pages/notes.tsx'), 'NotesPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/notes/$organisation/$note',
    component: lazyRouteComponent(() => import('./pages/note.tsx'), 'NotePage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/decisions',
    component: lazyRouteComponent(() => import('./pages/decisions.tsx'), 'DecisionsPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/tasks',
    component: lazyRouteComponent(() => import('./pages/tasks.tsx'), 'TasksPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/agenda',
    component: lazyRouteComponent(() => import('./pages/agenda.tsx'), 'AgendaPage'),
  }),
  createRoute({
    getParentRoute: parent,
    path: '/agenda/$organisation/$pad',
    component: lazyRouteComponent(() => import('./pages/pad.tsx'), 'PadPage'),
  }),
] as const

const operator = createRoute({
  getParentRoute: () => root,
  path: '/operator',
  component: lazyRouteComponent(() => import('./pages/operator.tsx'), 'OperatorPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([inside.addChildren([...pages]), operator]),
  basepath: '/portal',
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
