import { Problem } from '../lib/problem.ts'
import type { Context } from './context.ts'
import type { OrganisationDefinition } from './registry.ts'

/** Throws Problem 'invalid' when an organisation cannot stand where its definition puts it in the tree. */
export function refusePlace({ organisations }: Context, { id, kind, parent }: OrganisationDefinition): void {
  const below = organisations.list().find((one) => one.parent === id)
  if (kind === 'application' && below) {
    throw new Problem('invalid', `the organisation ${below.id} is part of ${id}, and nothing is part of an application`)
  }
  if (parent === undefined) return
  const above = organisations.find(parent)
  if (!above) {
    throw new Problem('invalid', `there is no organisation ${parent} for ${id} to be part of`, { hint: 'add it first' })
  }
  if (above.kind === 'application') {
    throw new Problem('invalid', `${parent} is an application, and nothing is part of an application`)
  }
  if (organisations.standing(parent).lineage.includes(id)) {
    throw new Problem('invalid', `the organisation ${id} would be part of itself: ${parent} is part of it`)
  }
}

/** Throws Problem 'conflict' when one of the host names belongs to another organisation. */
export function refuseHosts({ organisations }: Context, { id, hosts }: OrganisationDefinition): void {
  for (const other of organisations.list()) {
    const host = other.id === id ? undefined : hosts.find((name) => other.hosts.includes(name))
    if (host) throw new Problem('conflict', `the host name ${host} belongs to the organisation ${other.id}`)
  }
}
