import { type Row, v1 } from './rows.ts'

/** The routes about servers, organisations, meetings and the program itself. */
export const gatewayRows: readonly Row[] = [
  ['nothing', 'GET', '/healthz', '/healthz', 200],
  ['nothing', 'GET', '/readyz', '/readyz', 200],
  ['installation.see', 'GET', '/metrics', '/metrics', 200],
  ['nothing', 'GET', `${v1}/openapi.json`, `${v1}/openapi.json`, 200],
  ['installation.see', 'GET', `${v1}/status`, `${v1}/status`, 200],
  ['installation.see', 'GET', `${v1}/servers`, `${v1}/servers`, 200],
  ['installation.manage', 'POST', `${v1}/servers`, `${v1}/servers`, 422, {}],
  ['installation.see', 'GET', `${v1}/servers/:id`, `${v1}/servers/s1`, 200],
  ['installation.manage', 'DELETE', `${v1}/servers/:id`, `${v1}/servers/none`, 404],
  ['installation.manage', 'PUT', `${v1}/servers/:id/state`, `${v1}/servers/s1/state`, 422, {}],
  ['self', 'GET', `${v1}/organisations`, `${v1}/organisations`, 200],
  // Whom it would be part of decides, so that the handler asks: see the journeys of organisations.
  ['self', 'POST', `${v1}/organisations`, `${v1}/organisations`, 422, {}],
  ['organisation.see', 'GET', `${v1}/organisations/:organisation`, `${v1}/organisations/main`, 200],
  ['organisation.manage', 'PATCH', `${v1}/organisations/:organisation`, `${v1}/organisations/main`, 422, { none: 1 }],
  ['above', 'DELETE', `${v1}/organisations/:organisation`, `${v1}/organisations/main`, 409],
  ['organisation.manage', 'POST', `${v1}/organisations/:organisation/secrets`, `${v1}/organisations/main/secrets`, 409],
  [
    'organisation.manage',
    'DELETE',
    `${v1}/organisations/:organisation/secrets/:fingerprint`,
    `${v1}/organisations/main/secrets/0`,
    409,
  ],
  ['organisation.manage', 'GET', `${v1}/organisations/:organisation/export`, `${v1}/organisations/main/export`, 200],
  ['self', 'GET', `${v1}/meetings`, `${v1}/meetings`, 200],
  ['meetings.see', 'GET', `${v1}/meetings/:organisation/:meetingId`, `${v1}/meetings/main/none`, 404],
  ['meetings.manage', 'DELETE', `${v1}/meetings/:organisation/:meetingId`, `${v1}/meetings/main/none`, 404],
  ['installation.see', 'GET', `${v1}/callbacks`, `${v1}/callbacks`, 200],
  ['installation.manage', 'POST', `${v1}/callbacks/:id/retry`, `${v1}/callbacks/none/retry`, 404],
  ['installation.manage', 'GET', `${v1}/tokens`, `${v1}/tokens`, 200],
  ['installation.manage', 'POST', `${v1}/tokens`, `${v1}/tokens`, 422, {}],
  ['installation.manage', 'DELETE', `${v1}/tokens/:id`, `${v1}/tokens/none`, 404],
  ['self', 'GET', `${v1}/audit`, `${v1}/audit`, 200],
]
