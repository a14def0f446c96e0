import { Button } from '@mantine/core'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'
import { type Line, type LinesProps, shownRows, useEvidence, useRoomNames } from './lines.tsx'

type RecordingLine = Extract<Line, { readonly kind: 'recording' }>

/** What lay on the servers of recordings in a closed month, and of each line its days, as long as they are kept. */
export function RecordingLines({ organisation, month, lines }: LinesProps) {
  const { t } = useText()
  const { number } = useFormat()
  const take = useEvidence(organisation, month)
  const names = useRoomNames(organisation, month)
  const kept = lines.filter((line): line is RecordingLine => line.kind === 'recording')
  if (kept.length === 0) return null
  const hidden = kept.length - shownRows
  const title = t('statements.recordingsBehind', { count: kept.length })
  return (
    <details className="more">
      <summary>{title}</summary>
      {take.error && <Trouble error={take.error} />}
      <Table
        caption={title}
        rows={kept.slice(0, shownRows)}
        keyOf={(line) => String(line.number)}
        columns={[
          { name: t('statements.line'), cell: (line) => line.number },
          { name: t('statements.room'), cell: ({ room }) => <span className="break">{names.get(room) ?? room}</span> },
          { name: t('statements.server'), cell: ({ server }) => server },
          {
            name: t('statements.settled'),
            cell: ({ settled, owner }) => t(`statements.settled.${settled}`, { owner: owner ?? '' }),
          },
          { name: t('statements.daysKept'), cell: ({ days }) => number(days), isNumber: true },
          { name: t('statements.daysHeld'), cell: ({ held }) => number(held), isNumber: true },
          { name: t('usage.gigabyteDays'), cell: ({ megabyteDays }) => number(megabyteDays / 1000), isNumber: true },
          {
            name: t('statements.days'),
            cell: (line) => (
              <Button
                variant="default"
                size="xs"
                loading={take.variables === line.number && take.isPending}
                onClick={() => take.mutate(line.number)}
              >
                {t('statements.days')}
                <span className="unseen">{`: ${t('statements.daysOf', { line: line.number })}`}</span>
              </Button>
            ),
          },
        ]}
      />
      {hidden > 0 && <p className="soft">{t('statements.linesMore', { count: hidden })}</p>}
    </details>
  )
}
