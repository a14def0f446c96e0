import type { Capacity } from '../../api.gen.ts'
import { Section } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

/** What hosts and services cost; nothing is shown when the file names no price. */
export function Costs({ costs }: Pick<Capacity, 'costs'>) {
  const { t } = useText()
  const { month: writeMonth, money } = useFormat()
  if (costs.every(({ totals }) => totals.length === 0)) return null
  return (
    <Section title={t('roadmap.costs')}>
      <Table
        caption={t('roadmap.costs')}
        rows={costs}
        keyOf={({ month }) => month ?? ''}
        columns={[
          {
            name: t('roadmap.month'),
            cell: ({ month }) => (month === null ? t('roadmap.each') : writeMonth(month)),
          },
          {
            name: t('roadmap.cost'),
            cell: ({ totals }) => totals.map(({ amount, currency }) => money(amount, currency)).join(' + ') || '–',
            isNumber: true,
          },
        ]}
      />
    </Section>
  )
}
