import { testPages } from './portal-pages.ts'

/** What those who run the installation see. */
testPages([
  ['meetings', 'operator', 'meetings', '.servers'],
  ['meeting', 'operator', 'meetings/housing/Board', 'table'],
  ['people-hidden', 'operator', 'people', 'table'],
  ['servers', 'operator', 'servers', 'table'],
  ['machines', 'operator', 'machines', '.machine-map'],
  ['roadmap', 'operator', 'roadmap', '.wide-picture img'],
  ['organisation', 'operator', 'organisations/school', 'form, table'],
  ['organisation-ours', 'operator', 'organisations/youth', 'input[type=password]'],
  ['chat', 'operator', 'chat', 'table'],
  ['plans', 'operator', 'plans', 'table'],
  ['apply', 'operator', 'plans/APPLY', 'table'],
  ['tokens', 'operator', 'tokens', 'table'],
  ['operator', 'nobody', 'operator', 'form'],
])
