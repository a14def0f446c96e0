import { z } from 'zod'
import { type Prices, prices } from './lines.ts'
import type { LedgerOrganisation } from './parts.ts'

/** What held for an organisation in a month. */
export interface Terms {
  readonly name: string
  readonly lineage: readonly string[]
  /** As whom it is settled: an application as the organisation that it is part of. */
  readonly party: string
  readonly prices: Prices | null
}

const stored = z.object({
  name: z.string(),
  lineage: z.array(z.string()),
  party: z.string(),
  prices: prices.nullable(),
})

/** What holds for every organisation now. */
export function termsOf(organisations: readonly LedgerOrganisation[]): Map<string, Terms> {
  const byId = new Map(organisations.map((one) => [one.id, one]))
  return new Map(
    organisations.map(({ id, name, lineage }) => {
      const line = lineage.flatMap((above) => byId.get(above) ?? [])
      const party = line.find(({ isApplication }) => !isApplication)?.id ?? id
      const priced = line.find((one) => one.prices !== undefined)
      const list = priced?.prices && { of: priced.id, ...priced.prices }
      return [id, { name, lineage, party, prices: list ?? null }]
    }),
  )
}

/** Of an organisation of which nothing is known any more. */
export function unknownTerms(id: string): Terms {
  return { name: id, lineage: [id], party: id, prices: null }
}

/** Terms as the database holds them. */
export function readTerms(value: unknown): Terms {
  return stored.parse(value)
}

/**
 * How what an organisation used on a server is settled: not at all on a server of its own, with the owner of one that
 * another brought, else by its price list. The servers of those that it is part of are common to all below them.
 */
export function settlementOf(
  terms: ReadonlyMap<string, Terms>,
  organisation: string,
  owner: string | null,
): 'list' | 'own' | 'pair' {
  if (owner === null) return 'list'
  const own = terms.get(organisation) ?? unknownTerms(organisation)
  if (own.party === (terms.get(owner)?.party ?? owner)) return 'own'
  return own.lineage.includes(owner) ? 'list' : 'pair'
}
