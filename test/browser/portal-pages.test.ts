import { testPages } from './portal-pages.ts'

/** What members and administrators of an organisation see, and who has not signed in. */
testPages([
  ['home', 'admin', '', 'table, .rooms'],
  ['home-member', 'member', '', '.rooms'],
  ['meetings-admin', 'admin', 'meetings', 'table'],
  ['rooms', 'admin', 'rooms', '.rooms'],
  ['events', 'admin', 'events', 'table'],
  ['event', 'admin', 'events/main/EVENT', '.facts'],
  ['room', 'member', 'rooms/main/members-hall', '.way-in'],
  ['links', 'admin', 'links', 'table'],
  ['link', 'admin', 'links/calls', 'table'],
  ['people', 'admin', 'people', 'table'],
  ['import', 'admin', 'people/import', 'form'],
  ['groups', 'admin', 'groups', 'table'],
  ['programs', 'admin', 'programs', '.details'],
  ['organisations', 'admin', 'organisations', '.tree'],
  ['usage', 'admin', `usage`, 'canvas'],
  ['statements', 'admin', 'statements', 'table'],
  ['statement', 'admin', 'statements/main/MONTH', '.due'],
  ['audit', 'admin', 'audit', 'table'],
  ['settings', 'admin', 'settings', 'table'],
  ['nowhere', 'admin', 'nowhere', 'h1'],
])
