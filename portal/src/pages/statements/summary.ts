import type { StatementSoFar } from '../../api.gen.ts'

type Line = StatementSoFar['statements'][number]['lines'][number]

/** The line that closes a month, with what the others come to. */
export type Close = Extract<Line, { readonly kind: 'close' }>
export type Pair = Close['summary']['pairs'][number]

export interface Position {
  readonly name: 'listening' | 'speaking' | 'camera' | 'storage' | 'base' | 'solidarity'
  /** Minutes, those of them that cost nothing, or a factor in percent; undefined where it means nothing. */
  readonly minutes?: number
  readonly free?: number
  readonly percent?: number
  /** Gigabyte-days of recordings. */
  readonly gigabyteDays?: number
  /** In the currency's smallest unit; undefined where no price list held. */
  readonly amount: number | undefined
}

export function closeOf({ lines }: { readonly lines: readonly Line[] }): Close | undefined {
  return lines.find((line) => line.kind === 'close')
}

/** What a statement lists, in the order in which it adds up. */
export function positionsOf({ summary, prices }: Close): Position[] {
  const { used, cost, megabyteDays, storage, base, subtotal, solidarity, due } = summary
  const amount = (value: number) => (prices ? value : undefined)
  const times = (['listening', 'speaking', 'camera'] as const).map((name) => ({
    name,
    minutes: toMinutes(used[name]),
    free: toMinutes(cost.free[name]),
    amount: amount(cost.amounts[name]),
  }))
  const more: Position[] = []
  if (megabyteDays !== 0) {
    more.push({ name: 'storage', gigabyteDays: megabyteDays / 1000, amount: amount(storage) })
  }
  if (base !== 0) more.push({ name: 'base', amount: amount(base) })
  if (solidarity !== 100) more.push({ name: 'solidarity', percent: solidarity, amount: amount(due - subtotal) })
  return [...times, ...more]
}

export function minutesOf({ listening, speaking, camera }: Pair['borrowed']): number {
  return toMinutes(listening + speaking + camera)
}

function toMinutes(ms: number): number {
  return Math.round(ms / 600) / 100
}
