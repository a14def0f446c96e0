import { type Row, v1 } from './rows.ts'

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
]
