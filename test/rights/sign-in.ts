import { type Row, v1 } from './rows.ts'

const services = `${v1}/organisations/:organisation/service-accounts`
const main = `${v1}/organisations/main/service-accounts`

/** The routes about sessions, invitations and how people and programs sign in. */
export const signInRows: readonly Row[] = [
  ['self', 'GET', `${v1}/session`, `${v1}/session`, 200],
  ['self', 'DELETE', `${v1}/session`, `${v1}/session?really`, 422],
  ['self', 'GET', `${v1}/sessions`, `${v1}/sessions`, 200],
  ['self', 'DELETE', `${v1}/sessions/:id`, `${v1}/sessions/none`, 404],
  [
    'people.manage',
    'GET',
    `${v1}/organisations/:organisation/invitations`,
    `${v1}/organisations/main/invitations`,
    200,
  ],
  [
    'people.manage',
    'POST',
    `${v1}/organisations/:organisation/invitations`,
    `${v1}/organisations/main/invitations`,
    422,
    {},
  ],
  [
    'people.manage',
    'DELETE',
    `${v1}/organisations/:organisation/invitations/:id`,
    `${v1}/organisations/main/invitations/none`,
    404,
  ],
  ['organisation.manage', 'GET', `${v1}/organisations/:organisation/sign-in`, `${v1}/organisations/main/sign-in`, 200],
  [
    'organisation.manage',
    'PUT',
    `${v1}/organisations/:organisation/sign-in`,
    `${v1}/organisations/main/sign-in`,
    422,
    { no: 1 },
  ],
  [
    'organisation.manage',
    'POST',
    `${v1}/organisations/:organisation/sign-in/check`,
    `${v1}/organisations/main/sign-in/check`,
    404,
  ],
  [
    'people.manage',
    'DELETE',
    `${v1}/organisations/:organisation/people/:id/second-factor`,
    `${v1}/organisations/main/people/none/second-factor`,
    404,
  ],
  [
    'people.manage',
    'DELETE',
    `${v1}/organisations/:organisation/people/:id/sessions`,
    `${v1}/organisations/main/people/none/sessions`,
    404,
  ],
  ['tokens.manage', 'GET', services, `${main}`, 200],
  ['tokens.manage', 'POST', services, `${main}`, 422, {}],
  ['tokens.manage', 'GET', `${services}/:id`, `${main}/none`, 404],
  ['tokens.manage', 'PATCH', `${services}/:id`, `${main}/none`, 404, {}],
  ['tokens.manage', 'DELETE', `${services}/:id`, `${main}/none`, 404],
  ['tokens.manage', 'POST', `${services}/:id/tokens`, `${main}/none/tokens`, 404, {}],
  ['tokens.manage', 'DELETE', `${services}/:id/tokens/:token`, `${main}/none/tokens/none`, 404],
  ['tokens.manage', 'POST', `${services}/:id/success`, `${main}/none/success`, 404],
  ['self', 'POST', `${v1}/service-accounts/me/success`, `${v1}/service-accounts/me/success?really`, 422],
]
