import { type Row, v1 } from './rows.ts'

const rooms = `${v1}/organisations/:organisation/rooms`
const ofMain = `${v1}/organisations/main/rooms`
const none = `${ofMain}/none`
const requests = `${v1}/organisations/:organisation/event-requests`
const requestsOfMain = `${v1}/organisations/main/event-requests`
const form = `${v1}/organisations/:organisation/event-form`
const formOfMain = `${v1}/organisations/main/event-form`

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
  ['rooms.manage', 'GET', requests, requestsOfMain, 200],
  ['rooms.own', 'POST', requests, requestsOfMain, 422, {}],
  ['rooms.manage', 'GET', `${requests}/:id`, `${requestsOfMain}/none`, 404],
  ['rooms.manage', 'DELETE', `${requests}/:id`, `${requestsOfMain}/none`, 404],
  ['rooms.manage', 'POST', `${requests}/:id/accept`, `${requestsOfMain}/none/accept`, 404, {}],
  ['rooms.manage', 'POST', `${requests}/:id/decline`, `${requestsOfMain}/none/decline`, 404],
  ['rooms.manage', 'GET', form, formOfMain, 200],
  ['rooms.manage', 'PUT', form, formOfMain, 422, {}],
]
