import type { FastifyRequest } from 'fastify'
import { Problem } from '../../../lib/problem.ts'
import { requireLink } from '../../../links/change-link.ts'
import { type Link, portalSource } from '../../../links/link.ts'
import type { Links } from '../../../links/open.ts'
import type { Right } from '../../../people/rights.ts'
import { type Caller, lacks, requireRight } from '../../caller.ts'

/** Whoever is known may ask; the hook behind this asks for the right in the organisation that looks after the links. */
export const config = { right: 'self' as const }

/**
 * A hook that asks for a right about links. Links are those of the whole installation, and one organisation looks after
 * them. It runs before the body is looked at, as other rights are asked for.
 */
export function needs({ settings }: Links, right: Right) {
  return async ({ caller }: Pick<FastifyRequest, 'caller'>): Promise<void> => {
    const { organisation } = settings
    if (organisation !== undefined && caller.may('organisation.see', organisation)) {
      return requireRight(caller, right, organisation)
    }
    if (caller.may(right)) return
    throw lacks(right)
  }
}

/** The link, if the caller may change it: those of others are changed by administrators. Throws Problem 'not-found'. */
export function requireOwn(links: Links, keyword: string, caller: Caller): Link {
  const link = requireLink(links, keyword)
  const { organisation } = links.settings
  if (link.source !== portalSource || link.owner === undefined || caller.may('links.manage', organisation)) return link
  if (link.owner === caller.signedIn?.person.id) return link
  throw new Problem('forbidden', `the link ${link.keyword} belongs to somebody else`, {
    hint: 'ask its owner, or an administrator',
  })
}
