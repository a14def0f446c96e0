import type { Command } from 'commander'
import { Problem } from '../lib/problem.ts'
import type { PeopleAnswer, PersonAnswer } from './account-answers.ts'
import type { OrganisationAnswer } from './answers.ts'
import { addRemote, ask, type RemoteOptions, segment } from './remote.ts'
import type { Terminal } from './terminal.ts'

export interface OrganisationOptions extends RemoteOptions {
  readonly organisation?: string
}

/** Gives a command the options that say which running Mycel it speaks to, and about which organisation. */
export function addInOrganisation(command: Command): Command {
  return addRemote(command.option('--organisation <id>', 'the organisation; default: the only one there is'))
}

/** The path of the organisation that is meant, below /api/v1. Throws Problem 'usage' when that is not clear. */
export async function findOrganisation(options: OrganisationOptions, terminal: Terminal): Promise<string> {
  const { organisation } = options
  if (organisation !== undefined) return `/organisations/${segment(organisation)}`
  type Answer = { readonly organisations: readonly OrganisationAnswer[] }
  const { organisations } = await ask<Answer>(terminal, options, 'GET', '/organisations')
  const [first] = organisations
  if (first && organisations.length === 1) return `/organisations/${segment(first.id)}`
  if (!first) throw new Problem('not-found', 'there is no organisation yet', { hint: 'mycel organisation add ID' })
  throw new Problem('usage', 'there are several organisations', {
    hint: `say which one with --organisation: ${organisations.map(({ id }) => id).join(', ')}`,
  })
}

/** The account that is meant by its id, its address or its external id. Throws Problem 'not-found'. */
export async function findPerson(
  base: string,
  who: string,
  options: OrganisationOptions,
  terminal: Terminal,
  query = '',
): Promise<PersonAnswer> {
  const one = async (path: string) => await ask<PersonAnswer>(terminal, options, 'GET', `${base}/people/${path}`)
  const id = who.includes('@') ? await idOf(base, who, options, terminal) : who
  try {
    return await one(`${segment(id)}${query}`)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'not-found' || id !== who) throw error
    const known = await one(`by-external-id/${segment(who)}`).catch(() => undefined)
    if (!known) throw error
    return query === '' ? known : await one(`${segment(known.id)}${query}`)
  }
}

async function idOf(base: string, email: string, options: OrganisationOptions, terminal: Terminal): Promise<string> {
  const found = await ask<PeopleAnswer>(terminal, options, 'GET', `${base}/people?email=${encodeURIComponent(email)}`)
  const [person] = found.people
  if (person) return person.id
  throw new Problem('not-found', `the organisation has no account with the address ${email}`)
}
