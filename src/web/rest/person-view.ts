import { z } from 'zod'
import type { GroupName } from '../../people/members.ts'
import type { Person } from '../../people/people.ts'
import { isEmail, isLanguage, isLine } from '../../people/words.ts'
import { toIso } from './api.ts'
import { moment } from './fields.ts'

/** The fields of people and groups, in requests and answers. */

/** Text of one line, as people write names. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => isLine(text), 'must be one line of plain text')

export const personName = line(200).describe('As others see it.')
export const groupName = line(200)
export const externalId = line(200).describe("What the organisation's own register calls it. Unique there.")
export const role = z.enum(['admin', 'member']).describe('What somebody is in the organisation.')
export const status = z
  .enum(['invited', 'active', 'suspended', 'erased'])
  .describe('"invited" has not signed in yet, "suspended" cannot; of an "erased" account only the id is left.')

export const email = z
  .string()
  .trim()
  .max(254)
  .refine(isEmail, 'write an address such as ada@example.coop')
  .describe('Unique in the organisation.')

export const language = z
  .string()
  .refine(isLanguage, 'write a language such as fr or pt-BR')
  .describe('Of pages and letters; null for that of the browser.')

/** Why somebody who does not see names by default looks at them; at least a few words. */
export const reason = line(500)
  .pipe(z.string().min(8, 'say in a few words why you must know'))
  .optional()
  .describe(
    'For whoever runs the installation: shows names all the same. The reason is written into the log of changes, where ' +
      "the organisation's administrators read it.",
  )

export const personView = z
  .object({
    id: z.string(),
    organisation: z.string(),
    role,
    status,
    createdAt: moment,
    hidden: z.boolean().describe('You may not see who this is: every field below is null or empty.'),
    name: z.string().nullable(),
    email: z.string().nullable(),
    externalId: z.string().nullable(),
    language: z.string().nullable(),
    groups: z.array(z.object({ id: z.string(), name: z.string() })),
    changedAt: moment,
    lastSeenAt: moment.describe('When the account was used last, to the minute; null if never.'),
  })
  .meta({ id: 'Person' })

export type PersonView = z.input<typeof personView>

/** What the caller typed may be said back to them, also when they may not see the rest. */
export type Typed = { readonly [Field in 'name' | 'email' | 'externalId' | 'language']?: string | null | undefined }

/** An account as an answer: whole for those who may see names, else by id, role and state, with what they just typed. */
export function toPersonView(
  person: Person,
  groups: readonly GroupName[],
  { names, typed = {} }: { readonly names: boolean; readonly typed?: Typed | undefined },
): PersonView {
  const { id, organisation, role: held, status: state, createdAt } = person
  const shown = { id, organisation, role: held, status: state, createdAt: toIso(createdAt), hidden: !names }
  if (!names) {
    const { name = null, email: address = null, externalId: known = null, language: spoken = null } = typed
    const nobody = { name, email: address, externalId: known, language: spoken }
    return { ...shown, ...nobody, groups: [], changedAt: null, lastSeenAt: null }
  }
  return {
    ...shown,
    name: person.name,
    email: person.email ?? null,
    externalId: person.externalId ?? null,
    language: person.language ?? null,
    groups: [...groups],
    changedAt: toIso(person.changedAt),
    lastSeenAt: toIso(person.lastSeenAt),
  }
}
