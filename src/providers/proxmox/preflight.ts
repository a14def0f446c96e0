import { Problem } from '../../lib/problem.ts'
import type { Proxmox, Session } from './client.ts'
import type { Release } from './release.ts'
import { type Need, needsOf, roleAt, rolesFor, type Scope } from './role.ts'

/** Rights by path, each with whether it holds below as well, as GET /access/permissions gives them. */
type Permissions = Readonly<Record<string, Readonly<Record<string, number>>>>

/**
 * Looks whether the token may do all that the work needs, with one request and before anything is written. Throws Problem
 * 'forbidden' that names everything which is missing, and the commands that grant it.
 */
export async function requireRights(proxmox: Proxmox, session: Session, scope: Scope): Promise<void> {
  const [release, permissions] = await Promise.all([
    proxmox.release(session.signal),
    session.get('/access/permissions'),
  ])
  const missing = missingRights(Object(permissions), needsOf(release, scope))
  if (missing.length === 0) return
  const list = missing.map((need) => `${need.path} (${need.for}): ${need.privileges.join(', ')}`)
  throw new Problem(
    'forbidden',
    `the token ${proxmox.owner} lacks rights on Proxmox ${proxmox.name}: ${list.join('; ')}`,
    {
      hint: `as root on the host: ${grantCommands(release, proxmox.owner, missing).join(' && ')}`,
    },
  )
}

/** What is needed and not there. A right that is held above counts where it propagates. Pure. */
export function missingRights(permissions: Permissions, needs: readonly Need[]): readonly Need[] {
  return needs.flatMap((need) => {
    const held = heldAt(permissions, need.path)
    const privileges = need.privileges.filter((privilege) => !held.has(privilege))
    return privileges.length === 0 ? [] : [{ ...need, privileges }]
  })
}

/** The entry at the path, or the nearest above it: it replaces those further up. */
function heldAt(permissions: Permissions, path: string): ReadonlySet<string> {
  const parts = path.split('/').filter((part) => part !== '')
  for (let length = parts.length; length >= 0; length -= 1) {
    const entry = permissions[`/${parts.slice(0, length).join('/')}`]
    if (!entry) continue
    const privileges = Object.entries(entry).filter(
      ([, propagates]) => length === parts.length || Number(propagates) === 1,
    )
    return new Set(privileges.map(([privilege]) => privilege))
  }
  return new Set()
}

/** Commands for the host that grant it: to the user as well, since a token never has more than its user. */
function grantCommands(release: Release, token: string, missing: readonly Need[]): readonly string[] {
  const names = [...new Set(missing.map(({ path }) => roleAt(path)))]
  const roles = rolesFor(release)
  const made = names.map((name) => {
    const privileges = (roles.get(name) ?? []).join(' ')
    return `pveum role modify ${name} --privs "${privileges}" || pveum role add ${name} --privs "${privileges}"`
  })
  const user = token.replace(/!.*$/, '')
  const granted = missing.map(
    ({ path }) => `pveum acl modify ${path} --users ${user} --tokens '${token}' --roles ${roleAt(path)}`,
  )
  return [...made.map((command) => `{ ${command}; }`), ...granted]
}
