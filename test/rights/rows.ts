/**
 * Who may call what, as data. Each area has a file of rows beside this one; test/journeys/rights.test.ts tries every row as
 * every caller, and fails for a route that has no row.
 */

/** A request that changes nothing even where it is allowed, and the status it then gets. */
export type Row = readonly [need: Need, method: string, route: string, path: string, allowed: number, body?: unknown]

export const v1 = '/api/v1'

/** The tokens, the socket, and people: two of the organisation `main`, and the administrator of another one. */
export const callers = ['nobody', 'expired', 'read', 'manage', 'socket', 'admin', 'member', 'stranger'] as const
export type CallerName = (typeof callers)[number]

/** Who may, apart from those above the organisation; whoever may not is refused as `refusal` says. */
export const allowed = {
  nothing: callers,
  self: ['read', 'manage', 'socket', 'admin', 'member', 'stranger'],
  'installation.see': ['read', 'manage', 'socket'],
  'installation.manage': ['manage', 'socket'],
  'organisation.see': ['read', 'manage', 'socket', 'admin', 'member'],
  'organisation.manage': ['manage', 'socket', 'admin'],
  /** Of `main`, which is part of no other organisation. */
  above: ['manage', 'socket'],
  'meetings.see': ['read', 'manage', 'socket', 'admin'],
  'meetings.manage': ['manage', 'socket', 'admin'],
  'rooms.own': ['manage', 'socket', 'admin', 'member'],
  'rooms.manage': ['manage', 'socket', 'admin'],
  'links.see': ['manage', 'socket', 'admin', 'member'],
  'links.own': ['manage', 'socket', 'admin', 'member'],
  'links.manage': ['manage', 'socket', 'admin'],
  'notes.use': ['manage', 'socket', 'admin', 'member'],
  'notes.manage': ['manage', 'socket', 'admin'],
  'pictures.own': ['manage', 'socket', 'admin', 'member'],
  'usage.see': ['read', 'manage', 'socket', 'admin'],
  'people.list': ['manage', 'socket', 'admin'],
  'people.manage': ['manage', 'socket', 'admin'],
  /** With names: so whoever runs the installation may not. */
  'people.see': ['admin'],
  'tokens.manage': ['manage', 'socket', 'admin'],
} as const satisfies Readonly<Record<string, readonly CallerName[]>>
export type Need = keyof typeof allowed

/** Strangers are not told which organisations there are. */
export function refusal(caller: CallerName, route: string): number {
  if (caller === 'nobody' || caller === 'expired') return 401
  return caller === 'stranger' && route.includes(':organisation') ? 404 : 403
}
