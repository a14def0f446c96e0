import { type Row, v1 } from './rows.ts'

const room = `${v1}/chat/rooms/:room`
const none = `${v1}/chat/rooms/none`

/** The history of chat rooms is the whole installation's; without a chat, whoever may ask is told so. */
export const chatRows: readonly Row[] = [
  ['installation.see', 'GET', `${v1}/chat`, `${v1}/chat`, 200],
  ['installation.see', 'GET', `${v1}/chat/runs`, `${v1}/chat/runs`, 200],
  ['installation.see', 'GET', `${v1}/chat/runs/:run`, `${v1}/chat/runs/none`, 404],
  ['installation.manage', 'POST', `${v1}/chat/runs`, `${v1}/chat/runs`, 404, {}],
  ['installation.manage', 'POST', `${room}/preview`, `${none}/preview`, 404],
  ['installation.manage', 'PUT', `${room}/hold`, `${none}/hold`, 404, { reason: 'court' }],
  ['installation.manage', 'DELETE', `${room}/hold`, `${none}/hold`, 404],
]
