import { Problem } from '../lib/problem.ts'
import { requireOrganisation } from '../meetings/change-organisation.ts'
import type { Context } from '../meetings/context.ts'

/** Throws Problem 'not-found' when there is no such organisation, 'refused' when it gets no new accounts any more. */
export function requireTakesAccounts(context: Context, organisation: string): void {
  requireOrganisation(context, organisation)
  const { status } = context.organisations.standing(organisation)
  if (status === 'active') return
  throw new Problem('refused', `the organisation ${organisation} is ${status}: it gets no new accounts`, {
    hint: 'accounts that are there can be changed, suspended and erased',
  })
}
