import type { Amount, CloseLine, Line, Pair, Prices, Summary } from './lines.ts'
import { costOf, costOfStorage, solidarityOf, sumOf } from './prices.ts'
import { nothing, plus, type Spent, total } from './spent.ts'

/** Computes what the lines of an organisation's month come to, by its prices and those of the owners of servers. */
export function summarise(lines: readonly Line[], { prices, lenders }: Pick<CloseLine, 'prices' | 'lenders'>): Summary {
  const times = timesOf(lines)
  const cost = costOf(times.list, prices ?? nothing, (prices?.free ?? 0) * 60_000)
  const kept = keptOf(lines)
  const storage = prices ? costOfStorage(kept.list, prices) : 0
  const base = prices?.base ?? 0
  const subtotal = sumOf(cost.amounts) + storage + base
  const solidarity = prices?.solidarity ?? 100
  return {
    currency: prices?.currency ?? null,
    used: times.list,
    corrected: times.corrected,
    own: times.own,
    cost,
    megabyteDays: kept.list,
    ...(kept.own > 0 ? { ownMegabyteDays: kept.own } : {}),
    storage,
    base,
    subtotal,
    solidarity,
    due: solidarityOf(subtotal, solidarity),
    pairs: pairsOf({ times, kept }, prices, new Map(lenders.map((one) => [one.organisation, one.prices]))),
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

/** Megabyte-days of recordings, by how they are settled. */
interface Kept {
  readonly list: number
  readonly own: number
  readonly borrowed: ReadonlyMap<string, number>
  readonly lent: ReadonlyMap<string, number>
}

function keptOf(lines: readonly Line[]): Kept {
  const sums = { list: 0, own: 0 }
  const borrowed = new Map<string, number>()
  const lent = new Map<string, number>()
  const add = (sheet: Map<string, number>, key: string, more: number) => sheet.set(key, (sheet.get(key) ?? 0) + more)
  for (const one of lines) {
    if (one.kind === 'lent' && one.megabyteDays !== undefined) add(lent, one.to, one.megabyteDays)
    if (one.kind !== 'recording') continue
    if (one.settled === 'pair') add(borrowed, one.owner ?? '', one.megabyteDays)
    else sums[one.settled] += one.megabyteDays
  }
  return { ...sums, borrowed, lent }
}

function pairsOf(
  { times, kept }: { readonly times: Times; readonly kept: Kept },
  own: Prices | null,
  lenders: ReadonlyMap<string, Prices | null>,
): Pair[] {
  const others = new Set([times.borrowed, times.lent, kept.borrowed, kept.lent].flatMap((sheet) => [...sheet.keys()]))
  return [...others].toSorted().map((organisation) => {
    const borrowed = times.borrowed.get(organisation) ?? nothing
    const lent = times.lent.get(organisation) ?? nothing
    const stored = { borrowed: kept.borrowed.get(organisation) ?? 0, lent: kept.lent.get(organisation) ?? 0 }
    const borrowedCost = amountOf(borrowed, stored.borrowed, lenders.get(organisation) ?? null)
    const lentCost = amountOf(lent, stored.lent, own)
    const net = netOf(borrowedCost, lentCost)
    const pair = { organisation, borrowed, lent, borrowedCost, lentCost, net }
    return stored.borrowed === 0 && stored.lent === 0 ? pair : { ...pair, stored }
  })
}

/** By the prices for what was used alone: free minutes, base and solidarity are between an organisation and its own list. */
function amountOf(spent: Spent, megabyteDays: number, prices: Prices | null): Amount | null {
  if (!prices) return null
  const minutes = total(spent) === 0 ? 0 : sumOf(costOf(spent, prices).amounts)
  return { amount: minutes + costOfStorage(megabyteDays, prices), currency: prices.currency }
}

function netOf(borrowed: Amount | null, lent: Amount | null): Amount | null {
  if (!borrowed || borrowed.amount === 0) return lent && { ...lent, amount: -lent.amount || 0 }
  if (!lent || lent.amount === 0) return borrowed
  if (borrowed.currency !== lent.currency) return null
  return { amount: borrowed.amount - lent.amount, currency: lent.currency }
}
