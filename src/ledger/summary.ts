import type { Amount, CloseLine, Line, Pair, Prices, Summary } from './lines.ts'
import { costOf, costOfStorage, solidarityOf, sumOf } from './prices.ts'
import { nothing, plus, type Spent, total } from './spent.ts'

/** Computes what the lines of an organisation's month come to, by its prices and those of the owners of servers. */
export function summarise(lines: readonly Line[], { prices, lenders }: Pick<CloseLine, 'prices' | 'lenders'>): Summary {
  const times = timesOf(lines)
  const cost = costOf(times.list, prices ?? nothing, (prices?.free ?? 0) * 60_000)
  const megabyteDays = lines.reduce((sum, one) => (one.kind === 'recording' ? sum + one.megabyteDays : sum), 0)
  const storage = prices ? costOfStorage(megabyteDays, prices) : 0
  const base = prices?.base ?? 0
  const subtotal = sumOf(cost.amounts) + storage + base
  const solidarity = prices?.solidarity ?? 100
  return {
    currency: prices?.currency ?? null,
    used: times.list,
    corrected: times.corrected,
    own: times.own,
    cost,
    megabyteDays,
    storage,
    base,
    subtotal,
    solidarity,
    due: solidarityOf(subtotal, solidarity),
    pairs: pairsOf(times, prices, new Map(lenders.map((one) => [one.organisation, one.prices]))),
  }
}

interface Times {
  readonly list: Spent
  readonly own: Spent
  readonly corrected: Spent
  readonly borrowed: ReadonlyMap<string, Spent>
  readonly lent: ReadonlyMap<string, Spent>
}

function timesOf(lines: readonly Line[]): Times {
  const sums = { list: nothing, own: nothing, corrected: nothing }
  const borrowed = new Map<string, Spent>()
  const lent = new Map<string, Spent>()
  const add = (sheet: Map<string, Spent>, key: string, spent: Spent) =>
    sheet.set(key, plus(sheet.get(key) ?? nothing, spent))
  for (const one of lines) {
    if (one.kind === 'lent') add(lent, one.to, one)
    if (one.kind !== 'minutes' && one.kind !== 'correction') continue
    if (one.kind === 'correction') sums.corrected = plus(sums.corrected, one)
    if (one.settled === 'pair') add(borrowed, one.owner ?? '', one)
    else sums[one.settled] = plus(sums[one.settled], one)
  }
  return { ...sums, borrowed, lent }
}

function pairsOf(times: Times, own: Prices | null, lenders: ReadonlyMap<string, Prices | null>): Pair[] {
  const others = new Set([...times.borrowed.keys(), ...times.lent.keys()])
  return [...others].toSorted().map((organisation) => {
    const borrowed = times.borrowed.get(organisation) ?? nothing
    const lent = times.lent.get(organisation) ?? nothing
    const borrowedCost = amountOf(borrowed, lenders.get(organisation) ?? null)
    const lentCost = amountOf(lent, own)
    return { organisation, borrowed, lent, borrowedCost, lentCost, net: netOf(borrowedCost, lentCost) }
  })
}

/** By the prices for minutes alone: free minutes, base and solidarity are between an organisation and its own list. */
function amountOf(spent: Spent, prices: Prices | null): Amount | null {
  if (total(spent) === 0) return prices && { amount: 0, currency: prices.currency }
  return prices && { amount: sumOf(costOf(spent, prices).amounts), currency: prices.currency }
}

function netOf(borrowed: Amount | null, lent: Amount | null): Amount | null {
  if (!borrowed || borrowed.amount === 0) return lent && { ...lent, amount: -lent.amount || 0 }
  if (!lent || lent.amount === 0) return borrowed
  if (borrowed.currency !== lent.currency) return null
  return { amount: borrowed.amount - lent.amount, currency: lent.currency }
}
