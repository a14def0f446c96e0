import type { Prices } from './lines.ts'
import { type Class, classes, type Spent } from './spent.ts'

/**
 * Money is in whole parts of the currency's smallest unit (cents). It is rounded once for each amount that is shown, to the
 * nearest, halves away from zero; sums are sums of what is shown.
 */

/** What times cost: those that are free, and the amount for each class. */
export interface Cost {
  /** Milliseconds of each class that cost nothing. */
  readonly free: Spent
  readonly amounts: Readonly<Record<Class, number>>
}

/** What times spent cost by a price list, after so many milliseconds that are free: of the dearest class first. */
export function costOf(spent: Spent, prices: Readonly<Record<Class, number>>, freeMs = 0): Cost {
  const free = { listening: 0, speaking: 0, camera: 0 }
  const amounts = { listening: 0, speaking: 0, camera: 0 }
  let left = freeMs
  for (const name of dearestFirst(prices)) {
    free[name] = Math.min(left, Math.max(0, spent[name]))
    left -= free[name]
    amounts[name] = share(spent[name] - free[name], prices[name], msPerThousandMinutes)
  }
  return { free, amounts }
}

/** What gigabytes kept for days cost. */
export function costOfStorage(megabyteDays: number, { recording }: Prices): number {
  return share(megabyteDays, recording, 1_000_000)
}

/** What is due of an amount: the factor of solidarity, in percent. */
export function solidarityOf(amount: number, percent: number): number {
  return share(amount, percent, 100)
}

export function sumOf(amounts: Readonly<Record<Class, number>>): number {
  return classes.reduce((sum, name) => sum + amounts[name], 0)
}

const msPerThousandMinutes = 60_000_000

/** quantity × price ÷ divisor, exactly, then rounded: times and prices multiply to more than a double holds. */
function share(quantity: number, price: number, divisor: number): number {
  const product = BigInt(quantity) * BigInt(price)
  const size = product < 0n ? -product : product
  const rounded = Number((2n * size + BigInt(divisor)) / (2n * BigInt(divisor)))
  return product < 0n ? -rounded || 0 : rounded
}

/** Of classes that cost the same, the one that shows more comes first. */
function dearestFirst(prices: Readonly<Record<Class, number>>): Class[] {
  return classes.toReversed().toSorted((a, b) => prices[b] - prices[a])
}
