import { storableText } from '../db/tables.ts'
import type { Used } from './collect.ts'
import type { Correction } from './correct.ts'
import { lentFrom, type Use } from './lent.ts'
import { beginning, type Chained, chain, type LentLine, type Line, type Prices } from './lines.ts'
import type { Stored } from './storage.ts'
import { summarise } from './summary.ts'
import { accountOf, type Terms, unknownTerms } from './terms.ts'

/** All that the lines of a month are made of. */
export interface Month {
  readonly month: string
  readonly closedAt: number
  readonly used: readonly Used[]
  readonly stored: readonly Stored[]
  readonly corrections: readonly Correction[]
  readonly terms: ReadonlyMap<string, Terms>
  /** The last hash of each organisation's chain; none for one whose chain begins. */
  readonly heads: ReadonlyMap<string, string>
}

/** The lines of every organisation for a month, chained; the last of each is its close. */
export function draftMonth(of: Month): Map<string, Chained[]> {
  const uses = draftUses(of)
  const lent = Map.groupBy(
    [...uses.values()].flat().filter(({ settled }) => settled === 'pair'),
    ({ owner }) => owner ?? '',
  )
  // An application has no statement of its own: what it used stands in that of its organisation.
  const parties = [...of.terms].filter(([id, { party }]) => party === id).map(([id]) => id)
  const organisations = [...new Set([...parties, ...uses.keys(), ...lent.keys()])].toSorted()
  return new Map(
    organisations.map((organisation) => {
      const own = uses.get(organisation) ?? []
      const head = own.at(-1)?.hash ?? of.heads.get(organisation) ?? beginning
      return [organisation, [...own, ...chain(draftRest(of, organisation, own, lent.get(organisation) ?? []), head)]]
    }),
  )
}

type Hashed = Use & { readonly hash: string }

/** What each organisation used: these lines come first, because those of the owners of servers refer to them. */
function draftUses({ month, used, stored, corrections, terms, heads }: Month): Map<string, Hashed[]> {
  const lines = [
    ...used.map((one) => ({
      kind: 'minutes' as const,
      month,
      ...one,
      ...accountOf(terms, one),
    })),
    ...corrections.map((one) => ({ ...one, month })),
    ...stored.map((one) => ({ kind: 'recording' as const, month, ...one, ...accountOf(terms, one) })),
  ]
  const byOrganisation = Map.groupBy(lines, ({ organisation }) => organisation)
  return new Map(
    [...byOrganisation].map(([organisation, own]) => {
      const numbered = own.map((line, i) => ({ ...line, number: i + 1 }))
      return [organisation, chain(numbered, heads.get(organisation) ?? beginning) as Hashed[]]
    }),
  )
}

function draftRest(of: Month, organisation: string, own: readonly Hashed[], borrowed: readonly Hashed[]): Line[] {
  const { month, closedAt, terms } = of
  const { name, prices } = terms.get(organisation) ?? unknownTerms(organisation)
  const lent = draftLent(month, organisation, own.length, borrowed)
  const lenders = lendersOf(own, terms)
  const close = {
    kind: 'close' as const,
    organisation,
    month,
    number: own.length + lent.length + 1,
    name: storableText(name),
    closedAt,
    prices,
    lenders,
    summary: summarise([...own, ...lent], { prices, lenders }),
  }
  return [...lent, close]
}

/** One line for each organisation and server: whose rooms were there is not the owner's business. */
function draftLent(month: string, organisation: string, before: number, borrowed: readonly Hashed[]): LentLine[] {
  const groups = Map.groupBy(borrowed, (use) => JSON.stringify([use.organisation, use.server]))
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, uses], i) => {
      const [first] = uses
      if (!first) return []
      return {
        kind: 'lent' as const,
        organisation,
        month,
        number: before + i + 1,
        to: first.organisation,
        server: first.server,
        ...lentFrom(uses),
      }
    })
}

function lendersOf(
  own: readonly Hashed[],
  terms: ReadonlyMap<string, Terms>,
): { organisation: string; prices: Prices | null }[] {
  const owners = new Set(own.flatMap(({ settled, owner }) => (settled === 'pair' && owner !== null ? [owner] : [])))
  return [...owners]
    .toSorted()
    .map((organisation) => ({ organisation, prices: terms.get(organisation)?.prices ?? null }))
}
