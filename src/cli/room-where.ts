import { Problem } from '../lib/problem.ts'
import { ask, type RemoteOptions, segment } from './remote.ts'
import type { Terminal } from './terminal.ts'

/** Which organisation a command means. */
export interface OfOrganisation {
  readonly organisation?: string
}

/** The organisation that was named, or the only one there is. Throws Problem 'usage' when there are more. */
export async function findOrganisation(options: RemoteOptions & OfOrganisation, terminal: Terminal): Promise<string> {
  if (options.organisation !== undefined) return options.organisation
  type Answer = { readonly organisations: readonly { readonly id: string }[] }
  const { organisations } = await ask<Answer>(terminal, options, 'GET', '/organisations')
  const [only] = organisations
  if (only && organisations.length === 1) return only.id
  throw new Problem('usage', `there are ${organisations.length} organisations: say which one is meant`, {
    hint: 'add --organisation ID; see: mycel organisation list',
  })
}

/** Where the rooms of an organisation are in the REST API. */
export function roomsOf(organisation: string): string {
  return `/organisations/${segment(organisation)}/rooms`
}
