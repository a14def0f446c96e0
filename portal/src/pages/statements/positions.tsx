import { Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'
import { type Close, minutesOf, type Pair, positionsOf } from './summary.ts'

interface PositionsProps {
  readonly close: Close
}

/** What was used, and what it comes to by the price list. */
export function Positions({ close }: PositionsProps) {
  const { t } = useText()
  const { number, percent, money } = useFormat()
  const { currency, due } = close.summary
  const orDash = (value: number | undefined) => (value === undefined ? '–' : number(value))
  return (
    <>
      <Table
        caption={t('statements.positions')}
        rows={positionsOf(close)}
        keyOf={({ name }) => name}
        columns={[
          {
            name: t('statements.position'),
            cell: ({ name, percent: factor, gigabyteDays }) =>
              t(`position.${name}`, {
                factor: factor === undefined ? '' : percent(factor / 100),
                gigabyteDays: gigabyteDays === undefined ? '' : number(gigabyteDays),
              }),
          },
          { name: t('usage.minutes'), cell: ({ minutes }) => orDash(minutes), isNumber: true },
          { name: t('statements.free'), cell: ({ free }) => orDash(free), isNumber: true },
          {
            name: t('statements.amount'),
            cell: ({ amount }) => (amount === undefined ? '–' : money(amount, currency)),
            isNumber: true,
          },
        ]}
      />
      <p className="due">
        {currency === null ? t('statements.noPrices') : `${t('statements.due')} `}
        {currency !== null && <strong>{money(due, currency)}</strong>}
      </p>
    </>
  )
}

/** What was borrowed from, and lent to, others with servers of their own; nothing when there are none. */
export function Accounts({ close: { summary } }: PositionsProps) {
  const { t } = useText()
  const { number, money } = useFormat()
  if (summary.pairs.length === 0) return null
  const hasStored = summary.pairs.some(({ stored }) => stored !== undefined)
  const kept = (megabyteDays = 0) => number(megabyteDays / 1000)
  return (
    <Table
      caption={t('statements.accounts')}
      hidesCaption={false}
      rows={summary.pairs}
      keyOf={({ organisation }) => organisation}
      columns={[
        { name: t('statements.with'), cell: ({ organisation }) => organisation },
        { name: t('statements.borrowed'), cell: ({ borrowed }) => number(minutesOf(borrowed)), isNumber: true },
        { name: t('statements.lent'), cell: ({ lent }) => number(minutesOf(lent)), isNumber: true },
        ...(hasStored
          ? [
              {
                name: t('statements.storedThere'),
                cell: ({ stored }: Pair) => kept(stored?.borrowed),
                isNumber: true,
              },
              { name: t('statements.storedHere'), cell: ({ stored }: Pair) => kept(stored?.lent), isNumber: true },
            ]
          : []),
        {
          name: t('statements.net'),
          cell: ({ net }) => (net ? money(net.amount, net.currency) : '–'),
          isNumber: true,
        },
      ]}
    />
  )
}
