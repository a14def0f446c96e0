import { type Row, v1 } from './rows.ts'

const one = `${v1}/links/:keyword`
const none = `${v1}/links/none`

/** The routes about links, which belong to the organisation that looks after them: here `main`, the first one. */
export const linkRows: readonly Row[] = [
  ['links.see', 'GET', `${v1}/links`, `${v1}/links`, 200],
  ['links.own', 'POST', `${v1}/links`, `${v1}/links`, 422, {}],
  ['links.see', 'GET', one, none, 404],
  ['links.own', 'PATCH', one, none, 404, {}],
  ['links.manage', 'DELETE', one, none, 404],
  ['links.own', 'POST', `${one}/retire`, `${none}/retire`, 404, {}],
  ['links.see', 'GET', `${v1}/link-table`, `${v1}/link-table`, 200],
  ['links.see', 'GET', `${v1}/link-report`, `${v1}/link-report`, 200],
  ['links.own', 'POST', `${v1}/link-refresh`, `${v1}/link-refresh`, 200],
  ['links.manage', 'POST', `${v1}/link-import`, `${v1}/link-import`, 422, {}],
  ['links.see', 'GET', `${v1}/link-check`, `${v1}/link-check`, 200],
  ['links.manage', 'POST', `${v1}/link-check`, `${v1}/link-check`, 422, { keyword: 1 }],
]
