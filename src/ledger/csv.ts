import type { Prices, Summary } from './lines.ts'
import { decimal, minutesOf } from './money.ts'
import { costOf } from './prices.ts'
import { classes, type Spent } from './spent.ts'
import { closeOf, type Statement, type StatementFile } from './statements.ts'

/**
 * What is due, as CSV (RFC 4180), a row for each position: by the price list, then the accounts with other organisations.
 * Minutes and money are decimal numbers with a point.
 */
export function positionsCsv({ statements }: StatementFile): string {
  const heading = ['organisation', 'month', 'account', 'position', 'minutes', 'free', 'price', 'amount', 'currency']
  return render([heading, ...statements.flatMap(positionsOf)])
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
  return render([[...heading, 'listening', 'speaking', 'camera', 'hash'], ...statements.flatMap(linesOf)])
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
  const own = prices
    ? listPositions(summary, prices).map(([position, ...rest]) =>
        row('price list', String(position), ...rest, prices.currency),
      )
    : classes.map((name) => row('price list', name, minutesOf(summary.used[name]), null, null, null, null))
  const pairs = summary.pairs.flatMap((pair) => {
    const theirs = lenders.find((one) => one.organisation === pair.organisation)?.prices ?? null
    const account = `with ${pair.organisation}`
    return [
      ...pairPositions('used', pair.borrowed, theirs, 1).map((cells) => row(account, ...cells)),
      ...pairPositions('lent', pair.lent, prices, -1).map((cells) => row(account, ...cells)),
    ]
  })
  return [...own, ...pairs]
}

function listPositions(summary: Summary, prices: Prices): [position: string, ...rest: Cell[]][] {
  const { currency } = prices
  const { used, cost, subtotal, due } = summary
  const amount = (cents: number) => decimal(cents, currency)
  return [
    ...classes.map((name): [string, ...Cell[]] => {
      return [name, minutesOf(used[name]), minutesOf(cost.free[name]), amount(prices[name]), amount(cost.amounts[name])]
    }),
    ['recording', null, null, amount(prices.recording), amount(summary.storage)],
    ['base', null, null, null, amount(summary.base)],
    ['solidarity', null, null, `${summary.solidarity} %`, amount(due - subtotal)],
  ]
}

/** What an owner of servers gets for each class is rounded for each class too, so that rows sum up to the account. */
function pairPositions(what: string, spent: Spent, prices: Prices | null, sign: 1 | -1): [string, ...Cell[]][] {
  return classes
    .filter((name) => spent[name] !== 0)
    .map((name) => {
      if (!prices) return [`${what} ${name}`, minutesOf(spent[name]), null, null, null, null]
      const cents = costOf(spent, prices).amounts[name]
      const { currency } = prices
      const price = decimal(prices[name], currency)
      return [`${what} ${name}`, minutesOf(spent[name]), null, price, decimal(sign * cents, currency), currency]
    })
}

function linesOf({ lines }: Statement): Cell[][] {
  return lines.flatMap((line) => {
    const { organisation, month, number, kind, hash } = line
    const first = [organisation, month, number, kind]
    if (line.kind === 'close' || line.kind === 'recording') return []
    const times = [minutesOf(line.listening), minutesOf(line.speaking), minutesOf(line.camera), hash]
    if (line.kind === 'lent')
      return [[...first, null, null, null, null, line.server, organisation, `lent to ${line.to}`, ...times]]
    const corrects = line.kind === 'correction' ? line.of : null
    const { room, application = null, instance, server, owner, settled } = line
    return [[...first, corrects, room, application, instance, server, owner, settled, ...times]]
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
