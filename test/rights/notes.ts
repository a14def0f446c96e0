import { type Row, v1 } from './rows.ts'

const base = `${v1}/organisations/:organisation`
const main = `${v1}/organisations/main`

/** The routes about notes, decisions, tasks and pads. */
export const noteRows: readonly Row[] = [
  ['notes.use', 'GET', `${base}/notes`, `${main}/notes`, 200],
  ['notes.use', 'PUT', `${base}/notes`, `${main}/notes`, 422, {}],
  ['notes.use', 'GET', `${base}/notes/:note`, `${main}/notes/none`, 404],
  ['notes.manage', 'DELETE', `${base}/notes/:note`, `${main}/notes/none`, 404],
  ['notes.use', 'POST', `${base}/notes/read`, `${main}/notes/read`, 200, { text: '#todo x' }],
  ['notes.use', 'POST', `${base}/notes/preview`, `${main}/notes/preview`, 422, {}],
  ['notes.use', 'POST', `${base}/notes/apply`, `${main}/notes/apply`, 422, {}],
  ['notes.use', 'GET', `${base}/decisions`, `${main}/decisions`, 200],
  ['notes.use', 'GET', `${base}/tasks`, `${main}/tasks`, 200],
  ['notes.use', 'POST', `${base}/tasks`, `${main}/tasks`, 422, {}],
  ['notes.use', 'PATCH', `${base}/tasks/:task`, `${main}/tasks/999`, 404, {}],
  ['notes.manage', 'DELETE', `${base}/tasks/:task`, `${main}/tasks/999`, 404],
  ['notes.use', 'GET', `${base}/pads`, `${main}/pads`, 200],
  ['notes.use', 'POST', `${base}/pads`, `${main}/pads`, 422, { date: 'soon' }],
  ['notes.use', 'POST', `${base}/pads/elsewhere`, `${main}/pads/elsewhere`, 422, {}],
  ['notes.use', 'GET', `${base}/pads/:pad`, `${main}/pads/none`, 404],
  ['notes.use', 'PUT', `${base}/pads/:pad/text`, `${main}/pads/none/text`, 404, { text: '', revision: 0 }],
  ['notes.use', 'DELETE', `${base}/pads/:pad`, `${main}/pads/none`, 404],
  ['notes.use', 'POST', `${base}/pads/:pad/steps`, `${main}/pads/none/steps`, 404, { do: 'next' }],
]
