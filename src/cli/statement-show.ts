import type { CloseLine, Line, Pair } from '../ledger/lines.ts'
import { decimal, gigabyteDaysOf, minutesOf } from '../ledger/money.ts'
import { classes, total } from '../ledger/spent.ts'
import { closeOf, type StatementFile } from '../ledger/statements.ts'
import { renderFields } from '../lib/table.ts'
import { findOrganisation, type OrganisationOptions } from './in-organisation.ts'
import { ask, segment } from './remote.ts'
import { printTable } from './show.ts'
import { print, printJson, type Terminal } from './terminal.ts'

interface SoFarAnswer {
  readonly month: string
  readonly closesAt: string
  readonly statements: readonly { readonly organisation: string; readonly lines: readonly Line[] }[]
  readonly total: StatementFile['total']
}

/** Prints one month of an organisation, or this one so far, and what it comes to with all below it. */
export async function showStatement(
  month: string | undefined,
  options: OrganisationOptions,
  terminal: Terminal,
): Promise<void> {
  const base = await findOrganisation(options, terminal)
  if (month !== undefined) {
    const file = await ask<StatementFile>(terminal, options, 'GET', `${base}/statements/${segment(month)}`)
    if (options.json) return printJson(terminal, file)
    return printStatements(month, file, terminal)
  }
  const soFar = await ask<SoFarAnswer>(terminal, options, 'GET', `${base}/statement-so-far`)
  if (options.json) return printJson(terminal, soFar)
  printStatements(`${soFar.month}, so far`, soFar, terminal)
  print(terminal, '', `It is closed on ${soFar.closesAt.slice(0, 10)}; until then nothing of it is final.`)
}

function printStatements(
  month: string,
  { statements, total: sums }: Pick<SoFarAnswer, 'statements' | 'total'>,
  terminal: Terminal,
): void {
  const [own, ...below] = statements
  if (!own) return
  const close = closeOf(own.lines)
  print(
    terminal,
    renderFields([
      ['organisation', `${close.name} (${close.organisation})`],
      ['month', month],
    ]),
    '',
  )
  printPositions(close, terminal)
  for (const pair of close.summary.pairs) print(terminal, ...renderPair(pair))
  if (below.length === 0) return
  print(terminal, '', 'With all organisations below it:')
  const rows = statements.map(({ lines }) => {
    const { organisation, summary } = closeOf(lines)
    return [
      organisation,
      summary.currency === null ? '' : decimal(summary.due, summary.currency),
      summary.currency ?? '',
    ]
  })
  const all = sums.map(({ currency, due }) => ['all', decimal(due, currency), currency])
  printTable(terminal, ['organisation', 'due', 'currency'], [...rows, ...all], { right: ['due'], none: '' })
}

function printPositions({ prices, summary }: CloseLine, terminal: Terminal): void {
  const { used, own, cost, megabyteDays, ownMegabyteDays = 0, storage, base, subtotal, solidarity, due } = summary
  const amount = (cents: number) => (prices ? decimal(cents, prices.currency) : '')
  const rows = [
    ...classes.map((name) => [
      name,
      minutesOf(used[name]),
      minutesOf(cost.free[name]),
      prices ? amount(prices[name]) : '',
      amount(cost.amounts[name]),
    ]),
    ...(megabyteDays === 0
      ? []
      : [
          [
            `recordings, ${gigabyteDaysOf(megabyteDays)} GB-days`,
            '',
            '',
            prices ? amount(prices.recording) : '',
            amount(storage),
          ],
        ]),
    ...(base === 0 ? [] : [['base', '', '', '', amount(base)]]),
    ...(solidarity === 100 ? [] : [[`${solidarity} % for solidarity`, '', '', '', amount(due - subtotal)]]),
    [prices ? `due, in ${prices.currency}` : 'no prices', minutesOf(total(used)), '', '', amount(due)],
  ]
  const heading = ['position', 'minutes', 'of these free', 'for a thousand', 'amount']
  printTable(terminal, heading, rows, { right: heading.slice(1), none: '' })
  if (total(own) > 0) print(terminal, '', `${minutesOf(total(own))} minutes on its own servers cost nothing.`)
  if (ownMegabyteDays > 0) {
    print(terminal, '', `${gigabyteDaysOf(ownMegabyteDays)} GB-days of recordings on its own servers cost nothing.`)
  }
}

function renderPair({ organisation, borrowed, lent, stored, net }: Pair): string[] {
  const kept = stored
    ? `, and kept recordings there for ${gigabyteDaysOf(stored.borrowed)} GB-days, it here for ${gigabyteDaysOf(stored.lent)}`
    : ''
  const times = `used ${minutesOf(total(borrowed))} minutes of its servers, lent it ${minutesOf(total(lent))}${kept}`
  if (!net) return ['', `With ${organisation}: ${times}.`]
  const amount = `${decimal(Math.abs(net.amount), net.currency)} ${net.currency}`
  return ['', `With ${organisation}: ${times}; ${net.amount >= 0 ? `owes it ${amount}` : `it owes ${amount}`}.`]
}
