import type { Capacity } from '../../api.gen.ts'
import { sizeOf } from '../../parts/size.ts'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

type Host = Capacity['hosts'][number]
type Load = Host['months'][number]

interface Row {
  readonly when: string
  readonly load: Load
}

/** What is promised on a host against what it has, a row for each month. */
export function CapacityOfHost({ host: { name, months, now, everything } }: { readonly host: Host }) {
  const { t } = useText()
  const { number, month: writeMonth } = useFormat()
  const last = months.at(-1) ?? now
  const rows = [
    ...(months.length === 0 ? [{ when: t('roadmap.now'), load: now }] : []),
    ...months.map((load) => ({ when: load.month === null ? t('roadmap.now') : writeMonth(load.month), load })),
    ...(everything.memory.used > last.memory.used ? [{ when: t('roadmap.all'), load: everything }] : []),
  ]
  const size = (value: number) => sizeOf(value, number)
  return (
    <>
      <h3>{name}</h3>
      <Table
        caption={name}
        rows={rows}
        keyOf={({ when }) => when}
        columns={[
          { name: t('roadmap.month'), cell: ({ when }) => when },
          { name: t('roadmap.memory'), cell: ({ load }) => <Use use={load.memory} write={size} />, isNumber: true },
          { name: t('roadmap.cores'), cell: ({ load }) => <Use use={load.cores} write={number} />, isNumber: true },
          { name: t('roadmap.comes'), cell: ({ load }) => namesOf(load).join(', ') || '–' },
        ]}
      />
      <Table
        caption={t('roadmap.disks', { name })}
        hidesCaption={false}
        rows={rows}
        keyOf={({ when }) => when}
        columns={[
          { name: t('roadmap.month'), cell: ({ when }) => when },
          ...now.storages.map(({ id }, index) => ({
            name: t('roadmap.storage', { name: id }),
            cell: ({ load }: Row) => <Use use={load.storages[index]} write={size} />,
            isNumber: true,
          })),
        ]}
      />
    </>
  )
}

/** Each machine once, whatever its environments. */
function namesOf({ arrivals }: Load): string[] {
  return [...new Set(arrivals.map((arrival) => arrival.split(' ')[0] ?? ''))]
}

interface UseProps {
  readonly use: Load['memory'] | undefined
  readonly write: (value: number) => string
}

function Use({ use, write }: UseProps) {
  const { t } = useText()
  if (!use) return '–'
  const said = t('roadmap.of', { used: write(use.used), limit: write(use.limit) })
  return use.used > use.limit ? (
    <>
      {said} <Status tone="bad">{t('roadmap.tooMuch')}</Status>
    </>
  ) : (
    said
  )
}
