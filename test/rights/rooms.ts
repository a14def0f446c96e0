import { type Row, v1 } from './rows.ts'

const rooms = `${v1}/organisations/:organisation/rooms`
const ofMain = `${v1}/organisations/main/rooms`
const none = `${ofMain}/none`

/** The routes about rooms. What one may not see is not there, so 404 is the answer to whoever may ask. */
export const roomRows: readonly Row[] = [
  ['rooms.own', 'GET', rooms, ofMain, 200],
  ['rooms.own', 'POST', rooms, ofMain, 422, {}],
  ['rooms.own', 'GET', `${rooms}/:room`, none, 404],
  ['rooms.own', 'PATCH', `${rooms}/:room`, none, 404, {}],
  ['rooms.own', 'DELETE', `${rooms}/:room`, none, 404],
  ['rooms.own', 'POST', `${rooms}/:room/start`, `${none}/start`, 404, {}],
  ['rooms.own', 'POST', `${rooms}/:room/owners`, `${none}/owners`, 422, {}],
  ['rooms.own', 'DELETE', `${rooms}/:room/owners/:person`, `${none}/owners/x`, 404],
]
