import { type Row, v1 } from './rows.ts'

/** The routes about sessions, invitations and how people and programs sign in. */
export const signInRows: readonly Row[] = [
  ['self', 'GET', `${v1}/session`, `${v1}/session`, 200],
  ['self', 'DELETE', `${v1}/session`, `${v1}/session?really`, 422],
  ['self', 'GET', `${v1}/sessions`, `${v1}/sessions`, 200],
  ['self', 'DELETE', `${v1}/sessions/:id`, `${v1}/sessions/none`, 404],
]
