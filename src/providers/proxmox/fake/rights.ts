import { notAllowed, Refusal } from './refusal.ts'

/** Users, their tokens, roles, and who has which role where. */
export interface Access {
  readonly users: Map<string, { readonly password: string }>
  /** By `USER@REALM!ID`. */
  readonly tokens: Map<string, Token>
  readonly roles: Map<string, ReadonlySet<string>>
  readonly acl: Entry[]
  readonly tickets: Map<string, { readonly user: string; readonly csrf: string; readonly until: number }>
}

export interface Token {
  readonly secret: string
  /** It has only what both it and its user have. */
  readonly separate: boolean
  /** Seconds since 1970; 0 is never. */
  readonly expires: number
}

export interface Entry {
  readonly path: string
  /** A user or a token. */
  readonly who: string
  readonly role: string
  readonly propagate: boolean
}

/** Where the guests are, as far as rights need to know. */
export interface Membership {
  poolOf(vmid: number): string | undefined
}

export function createAccess(): Access {
  return { users: new Map(), tokens: new Map(), roles: new Map(), acl: [], tickets: new Map() }
}

/** What somebody may do at a path, with whether it holds below as well. root@pam may do everything. */
export function privilegesOf(
  access: Access,
  members: Membership,
  who: string,
  path: string,
): ReadonlyMap<string, boolean> {
  const user = who.replace(/!.*$/, '')
  if (who === 'root@pam') return new Map([...(access.roles.get('Administrator') ?? [])].map((one) => [one, true]))
  if (user === who) return ownPrivileges(access, members, who, path)
  const ofUser = privilegesOf(access, members, user, path)
  if (!access.tokens.get(who)?.separate) return ofUser
  const ofToken = ownPrivileges(access, members, who, path)
  return new Map([...ofToken].filter(([privilege]) => ofUser.has(privilege)))
}

function ownPrivileges(access: Access, members: Membership, who: string, path: string): ReadonlyMap<string, boolean> {
  const [, vmid] = /^\/vms\/(\d+)$/.exec(path) ?? []
  const pool = vmid === undefined ? undefined : members.poolOf(Number(vmid))
  const ofPool = pool === undefined ? [] : [...atPath(access, who, `/pool/${pool}`)]
  return new Map([...ofPool, ...atPath(access, who, path)])
}

/** The entry nearest to the path replaces those above it. */
function atPath(access: Access, who: string, path: string): ReadonlyMap<string, boolean> {
  const parts = path.split('/').filter((part) => part !== '')
  for (let length = parts.length; length >= 0; length -= 1) {
    const here = `/${parts.slice(0, length).join('/')}`
    const entries = access.acl.filter(
      (entry) => entry.who === who && entry.path === here && (entry.propagate || length === parts.length),
    )
    if (entries.length > 0) {
      return new Map(
        entries.flatMap(({ role, propagate }) =>
          [...(access.roles.get(role) ?? [])].map((privilege): [string, boolean] => [privilege, propagate]),
        ),
      )
    }
  }
  return new Map()
}

export interface Judge {
  may(path: string, ...privileges: string[]): boolean
  /** Throws the 403 that names the first privilege which is missing. */
  need(path: string, ...privileges: string[]): void
  /** Throws the 403 that names them all. */
  needAny(path: string, ...privileges: string[]): void
}

export function judgeFor(access: Access, members: Membership, who: string): Judge {
  const has = (path: string, privilege: string) => privilegesOf(access, members, who, path).has(privilege)
  return {
    may: (path, ...privileges) => privileges.every((privilege) => has(path, privilege)),
    need(path, ...privileges) {
      const missing = privileges.find((privilege) => !has(path, privilege))
      if (missing !== undefined) throw notAllowed(`${path}, ${missing}`)
    },
    needAny(path, ...privileges) {
      if (!privileges.some((privilege) => has(path, privilege))) throw notAllowed(`${path}, ${privileges.join('|')}`)
    },
  }
}

/** Paths at which anybody has a role: what GET /access/permissions looks at. */
export function pathsOf(access: Access, vmids: readonly number[]): readonly string[] {
  const always = ['/', '/access', '/access/groups', '/nodes', '/pool', '/sdn', '/storage', '/vms']
  return [...new Set([...always, ...access.acl.map(({ path }) => path), ...vmids.map((vmid) => `/vms/${vmid}`)])]
}

/** Who a token belongs to. Throws the 401 of a token that is unknown, wrong or expired. */
export function verifyToken(access: Access, header: string, nowSeconds: number): string {
  const [, id = '', secret = ''] = /^PVEAPIToken[= ](\S+?@\S+?!\S+?)[=:](\S+)$/.exec(header) ?? []
  const token = access.tokens.get(id)
  if (!token)
    throw new Refusal(
      401,
      id === '' ? 'No ticket' : `no such token '${id.replace(/^.*!/, '')}' for user '${id.replace(/!.*$/, '')}'`,
    )
  if (token.expires !== 0 && token.expires < nowSeconds) throw new Refusal(401, `token '${id}' access expired`)
  if (token.secret !== secret) throw new Refusal(401, 'invalid token value!')
  return id
}
