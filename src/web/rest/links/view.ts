import { z } from 'zod'
import { type CheckResult, checkable, checkStates, readChecks } from '../../../links/check.ts'
import { readTotals } from '../../../links/counts.ts'
import { maskPasswords } from '../../../links/destination.ts'
import { type Link, portalSource, visibilities } from '../../../links/link.ts'
import { type Finding, sayFinding } from '../../../links/lint/finding.ts'
import type { Links } from '../../../links/open.ts'
import { readOwnerNames } from '../../../links/owners.ts'
import type { Caller } from '../../caller.ts'
import { toIso } from '../api.ts'
import { moment } from '../fields.ts'

export const linkParams = z.object({ keyword: z.string().max(200) })

const visibility = z
  .enum(visibilities)
  .describe('Public links are found by searching; unlisted ones are reached by whoever knows the keyword.')
const destination = z
  .string()
  .trim()
  .max(2000)
  .describe('Where it leads: an address, or the keyword of another link. Empty: retired.')
const note = z.string().trim().max(500).describe('What it is, in a few words.')
const owner = z.string().max(100).nullable().describe('The id of the person who looks after it.')

export const linkRequest = z.strictObject({
  keyword: z.string().trim().min(1).max(200).describe('Capitals do not matter.'),
  destination: destination.min(1),
  visibility: visibility.optional(),
  note: note.optional(),
  owner: owner.optional().describe('Default: you, if you are a person of the organisation of the links.'),
  replace: z
    .boolean()
    .optional()
    .describe('Take the keyword though it is taken, or was: everybody who has it is led here.'),
})

export const linkChange = z.strictObject({ destination: destination.min(1), visibility, note, owner }).partial()

export const retirement = z.strictObject({ note: note.optional().describe('What its page says about it.') })

const check = z
  .object({ state: z.enum(checkStates), detail: z.string(), checkedAt: moment })
  .nullable()
  .describe('What the last look at its destination showed; null when nobody looked.')

export const linkView = z
  .object({
    keyword: z.string(),
    address: z.string().describe('Where it is followed.'),
    destination,
    location: z.string().nullable().describe('Where a browser is sent, other links on the way included.'),
    shown: z.string().describe('The same, or else its destination, with passwords made unreadable.'),
    via: z.array(z.string()).describe('The keywords of other links that it leads through.'),
    state: z.enum(['goes', 'gone', 'loop', 'dangling', 'broken']),
    visibility,
    isListed: z.boolean().describe('Whether the public search shows it.'),
    note,
    owner,
    ownerName: z.string().nullable().describe('Null for whoever may not see it.'),
    source: z.string().describe('The table that it is from; "portal" for those that are kept here.'),
    line: z.int().nullable(),
    isOurs: z.boolean().describe('Whether it is kept here.'),
    mayChange: z.boolean().describe('Whether you may change it here.'),
    followed: z.int().describe('How often it was followed since counting began.'),
    check,
  })
  .meta({ id: 'Link' })

export const findingView = z
  .object({
    rule: z.string(),
    kind: z.enum(['error', 'warning', 'note']),
    source: z.string(),
    line: z.int().nullable(),
    keyword: z.string(),
    other: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'LinkFinding' })

/** What is shown of links besides themselves. */
interface Known {
  readonly totals: ReadonlyMap<string, number>
  readonly checks: ReadonlyMap<string, CheckResult>
  readonly names: ReadonlyMap<string, string>
}

/** Links as the API shows them; who owns them only to whoever may see that, and to the owners. */
export async function toLinkViews(
  links: Links,
  some: readonly Link[],
  caller: Caller,
): Promise<z.input<typeof linkView>[]> {
  const { database, settings } = links
  const maySee = caller.may('people.see', settings.organisation)
  const self = caller.signedIn?.person.id
  const owners = some.flatMap(({ owner, source }) => (source === portalSource && owner !== undefined ? [owner] : []))
  const known = {
    totals: await readTotals(database),
    checks: await readChecks(links),
    names: await readOwnerNames(
      database,
      owners.filter((id) => maySee || id === self),
    ),
  }
  return some.map((link) => toLinkView(links, link, caller, known))
}

function toLinkView(links: Links, link: Link, caller: Caller, known: Known): z.input<typeof linkView> {
  const { keyword, destination, via, visibility, isListed, note, source, outcome } = link
  const isOurs = source === portalSource
  const owner = isOurs ? link.owner : undefined
  const check = known.checks.get(checkable(link) ?? '')
  const location = outcome.kind === 'goes' ? outcome.location : null
  return {
    keyword,
    address: links.address(keyword),
    destination,
    location,
    shown: maskPasswords(location ?? destination),
    via: [...via],
    state: outcome.kind,
    visibility,
    isListed,
    note,
    owner: owner ?? null,
    ownerName: known.names.get(owner ?? '') ?? null,
    source,
    line: link.line ?? null,
    isOurs,
    mayChange: mayChange(links, link, caller),
    followed: known.totals.get(keyword) ?? 0,
    check: check ? { ...check, checkedAt: toIso(check.checkedAt) } : null,
  }
}

function mayChange({ settings }: Links, { source, owner }: Link, caller: Caller): boolean {
  const isOurs = source === portalSource
  if (!isOurs && !settings.portalWins) return false
  if (caller.may('links.manage', settings.organisation)) return true
  const isFree = !isOurs || owner === undefined || owner === caller.signedIn?.person.id
  return isFree && caller.may('links.own', settings.organisation)
}

export function toFindingView(finding: Finding): z.input<typeof findingView> {
  const { rule, kind, source, keyword, line = null, other = null } = finding
  return { rule, kind, source, keyword, line, other, message: sayFinding(finding) }
}
