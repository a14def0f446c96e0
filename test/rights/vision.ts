import { type Row, v1 } from './rows.ts'

const wall = `${v1}/organisations/:organisation/pictures`
const ofMain = `${v1}/organisations/main/pictures`
const none = `${ofMain}/none`

/** The routes about pictures. What one may not see is not there, so 404 is the answer to whoever may ask. */
export const visionRows: readonly Row[] = [
  ['pictures.own', 'GET', wall, ofMain, 200],
  ['pictures.own', 'POST', wall, ofMain, 422, {}],
  ['pictures.own', 'GET', `${wall}/:picture/file`, `${none}/file`, 404],
  ['pictures.own', 'PATCH', `${wall}/:picture`, none, 404, {}],
  ['pictures.own', 'DELETE', `${wall}/:picture`, none, 404],
]
