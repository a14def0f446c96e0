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

/** In whose statement something stands, and how it is settled there. */
export interface Account {
  readonly organisation: string
  /** The front end that used it, where that is settled as the organisation that it is part of. */
  readonly application?: string
  /** As whom the owner of the server is settled. */
  readonly owner: string | null
  readonly settled: 'list' | 'own' | 'pair'
}

/**
 * How what an organisation used on a server is settled: not at all on a server of its own, with the owner of one that
 * another brought, else by its price list. The servers of those that it is part of are common to all below them.
 */
export function accountOf(
  terms: ReadonlyMap<string, Terms>,
  used: { readonly organisation: string; readonly owner: string | null },
): Account {
  const own = terms.get(used.organisation) ?? unknownTerms(used.organisation)
  const party = {
    organisation: own.party,
    ...(own.party === used.organisation ? {} : { application: used.organisation }),
  }
  if (used.owner === null) return { ...party, owner: null, settled: 'list' }
  const owner = terms.get(used.owner)?.party ?? used.owner
  if (own.party === owner) return { ...party, owner, settled: 'own' }
  return { ...party, owner, settled: own.lineage.includes(owner) ? 'list' : 'pair' }
}
