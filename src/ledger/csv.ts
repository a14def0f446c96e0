import type { Prices, Summary } from './lines.ts'
import { decimal, gigabyteDaysOf, minutesOf } from './money.ts'
import { costOf, costOfStorage } from './prices.ts'
import { type Class, classes, type Spent } from './spent.ts'
import { closeOf, type Statement, type StatementFile } from './statements.ts'

/**
 * What is due, as CSV (RFC 4180), a row for each position: by the price list, then the accounts with other organisations.
 * Minutes, gigabyte-days and money are decimal numbers with a point.
 */
export function positionsCsv({ statements }: StatementFile): string {
  const heading = ['organisation', 'month', 'account', 'position', 'minutes', 'free', 'price', 'amount', 'currency']
  return render([[...heading, 'gigabyte-days'], ...statements.flatMap(positionsOf)])
}

/** Every line of the ledger as CSV: what one looks through in a spreadsheet. */
export function linesCsv({ statements }: StatementFile): string {
  const heading = [
    'organisation',
    'month',
    'number',
    'kind',
    'corrects',
    'room',
    'application',
    'instance',
    'server',
    'owner',
    'settled',
  ]
  const times = ['listening', 'speaking', 'camera', 'hash']
  return render([[...heading, ...times, 'days', 'held days', 'gigabyte-days'], ...statements.flatMap(linesOf)])
}

type Cell = string | number | null

function positionsOf({ organisation, month, lines }: Statement): Cell[][] {
  const { summary, prices, lenders } = closeOf(lines)
  const row = (account: string, position: string, ...rest: readonly Cell[]) => [
    organisation,
    month,
    account,
    position,
    ...rest,
  ]
  const own = prices ? listPositions(summary, prices) : unpricedPositions(summary)
  const pairs = summary.pairs.flatMap((pair) => {
    const theirs = lenders.find((one) => one.organisation === pair.organisation)?.prices ?? null
    const { borrowed, lent, stored = { borrowed: 0, lent: 0 } } = pair
    const account = `with ${pair.organisation}`
    return [
      ...pairPositions('used', borrowed, theirs, 1),
      ...pairStorage('used', stored.borrowed, theirs, 1),
      ...pairPositions('lent', lent, prices, -1),
      ...pairStorage('lent', stored.lent, prices, -1),
    ].map((cells) => row(account, ...cells))
  })
  return [...own.map((cells) => row('price list', ...cells)), ...pairs]
}

type Position = [position: string, ...rest: Cell[]]

function unpricedPositions({ used, megabyteDays }: Summary): Position[] {
  const kept: Position[] =
    megabyteDays === 0 ? [] : [['recording', null, null, null, null, null, gigabyteDaysOf(megabyteDays)]]
  return [...classes.map((name): Position => [name, minutesOf(used[name]), null, null, null, null, null]), ...kept]
}

function listPositions(summary: Summary, prices: Prices): Position[] {
  const { currency } = prices
  const { used, cost, subtotal, due } = summary
  const amount = (cents: number) => decimal(cents, currency)
  const times = classes.map((name): Position => {
    const [minutes, free] = [minutesOf(used[name]), minutesOf(cost.free[name])]
    return [name, minutes, free, amount(prices[name]), amount(cost.amounts[name]), currency, null]
  })
  const kept = gigabyteDaysOf(summary.megabyteDays)
  return [
    ...times,
    ['recording', null, null, amount(prices.recording), amount(summary.storage), currency, kept],
    ['base', null, null, null, amount(summary.base), currency, null],
    ['solidarity', null, null, `${summary.solidarity} %`, amount(due - subtotal), currency, null],
  ]
}

/** What an owner of servers gets for each class is rounded for each class too, so that rows sum up to the account. */
function pairPositions(what: string, spent: Spent, prices: Prices | null, sign: 1 | -1): Position[] {
  return classes
    .filter((name) => spent[name] !== 0)
    .map((name) => {
      const cost = pairCost(prices, name, prices ? costOf(spent, prices).amounts[name] : 0, sign)
      return [`${what} ${name}`, minutesOf(spent[name]), null, ...cost, null]
    })
}

function pairStorage(what: string, megabyteDays: number, prices: Prices | null, sign: 1 | -1): Position[] {
  if (megabyteDays === 0) return []
  const cost = pairCost(prices, 'recording', prices ? costOfStorage(megabyteDays, prices) : 0, sign)
  return [[`${what} recording`, null, null, ...cost, gigabyteDaysOf(megabyteDays)]]
}

function pairCost(prices: Prices | null, name: Class | 'recording', cents: number, sign: 1 | -1): Cell[] {
  if (!prices) return [null, null, null]
  const { currency } = prices
  return [decimal(prices[name], currency), decimal(sign * cents, currency), currency]
}

function linesOf({ lines }: Statement): Cell[][] {
  return lines.flatMap((line) => {
    const { organisation, month, number, kind, hash } = line
    const first = [organisation, month, number, kind]
    if (line.kind === 'close') return []
    if (line.kind === 'recording') {
      const { room, application = null, server, owner, settled, days, held, megabyteDays } = line
      const kept = [null, null, null, hash, days, held, gigabyteDaysOf(megabyteDays)]
      return [[...first, null, room, application, null, server, owner, settled, ...kept]]
    }
    const times = [minutesOf(line.listening), minutesOf(line.speaking), minutesOf(line.camera), hash, null, null]
    if (line.kind === 'lent') {
      const kept = line.megabyteDays === undefined ? null : gigabyteDaysOf(line.megabyteDays)
      return [[...first, null, null, null, null, line.server, organisation, `lent to ${line.to}`, ...times, kept]]
    }
    const corrects = line.kind === 'correction' ? line.of : null
    const { room, application = null, instance, server, owner, settled } = line
    return [[...first, corrects, room, application, instance, server, owner, settled, ...times, null]]
  })
}

function render(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')
}

/** Text that a spreadsheet would take for a formula gets an apostrophe before it; numbers of ours begin with a digit or -. */
function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(value)) return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
