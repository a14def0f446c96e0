import type { Config, Money } from '../config/config.ts'
import { monthsOf } from './capacity.ts'
import { isWithin } from './months.ts'

/** What a month costs. */
export interface MonthlyCost {
  /** Undefined when the file names no month. */
  readonly month: string | undefined
  readonly parts: readonly CostPart[]
  /** One for each currency, in cents. */
  readonly totals: readonly Money[]
}

export interface CostPart {
  /** The host or service. */
  readonly id: string
  readonly kind: 'host' | 'service'
  readonly price: Money
}

/** What hosts and services cost in each month of the file. A service without a month costs from when it is there. Pure. */
export function costsOf(config: Config): MonthlyCost[] {
  const months = monthsOf(config)
  return (months.length === 0 ? [undefined] : months).map((month) => {
    const parts = [...hostParts(config, month), ...serviceParts(config, month)]
    return { month, parts, totals: totalsOf(parts) }
  })
}

/** An amount as people write it: `89.70 CAD`. */
export function spellMoney({ amount, currency }: Money): string {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, '0')} ${currency}`
}

function hostParts({ hosts }: Config, month: string | undefined): CostPart[] {
  return hosts.flatMap(({ id, price, from, until }) =>
    price && (month === undefined || isWithin(month, from, until)) ? [{ id, kind: 'host' as const, price }] : [],
  )
}

function serviceParts({ services }: Config, month: string | undefined): CostPart[] {
  return services.flatMap(({ id, price, status, since, month: planned, until }) => {
    const begins = since ?? planned
    const isKnown = status === 'retired' ? until !== undefined : status !== 'planned' || begins !== undefined
    const isPaid = isKnown && (month === undefined || isWithin(month, begins, until))
    return price && isPaid ? [{ id, kind: 'service' as const, price }] : []
  })
}

function totalsOf(parts: readonly CostPart[]): Money[] {
  const totals = new Map<string, number>()
  for (const { price } of parts) totals.set(price.currency, (totals.get(price.currency) ?? 0) + price.amount)
  return [...totals].map(([currency, amount]) => ({ currency, amount }))
}
