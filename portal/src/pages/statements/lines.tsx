import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { Evidence, StatementSoFar } from '../../api.gen.ts'
import { notify } from '../../frame/notices.tsx'
import { quote } from '../../parts/csv.ts'
import { download } from '../../parts/download.ts'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'
import { minutesOf } from './summary.ts'

export type Line = StatementSoFar['statements'][number]['lines'][number]
type Use = Extract<Line, { readonly kind: 'minutes' | 'correction' }>

export interface LinesProps {
  readonly organisation: string
  readonly month: string
  readonly lines: readonly Line[]
}

export const shownRows = 100

/** What a closed month was made of, and of each line the stays, as long as they are kept. */
export function Lines({ organisation, month, lines }: LinesProps) {
  const { t } = useText()
  const { minutes } = useFormat()
  const uses = lines.filter((line): line is Use => line.kind === 'minutes' || line.kind === 'correction')
  const take = useEvidence(organisation, month)
  const names = useRoomNames(organisation, month)
  if (uses.length === 0) return null
  const hidden = uses.length - shownRows
  return (
    <details className="more">
      <summary>{t('statements.linesBehind', { count: uses.length })}</summary>
      {take.error && <Trouble error={take.error} />}
      <Table
        caption={t('statements.linesBehind', { count: uses.length })}
        rows={uses.slice(0, shownRows)}
        keyOf={({ number }) => String(number)}
        columns={[
          { name: t('statements.line'), cell: ({ number }) => number },
          { name: t('statements.room'), cell: ({ room }) => <span className="break">{names.get(room) ?? room}</span> },
          { name: t('statements.server'), cell: ({ server }) => server ?? '–' },
          {
            name: t('statements.settled'),
            cell: ({ settled, owner }) => t(`statements.settled.${settled}`, { owner: owner ?? '' }),
          },
          { name: t('usage.minutes'), cell: (line) => minutes(minutesOf(line)), isNumber: true },
          {
            name: t('statements.stays'),
            cell: ({ number }) => (
              <Button
                variant="default"
                size="xs"
                loading={take.variables === number && take.isPending}
                onClick={() => take.mutate(number)}
              >
                {t('statements.stays')}
                <span className="unseen">{`: ${t('statements.staysOf', { line: number })}`}</span>
              </Button>
            ),
          },
        ]}
      />
      {hidden > 0 && <p className="soft">{t('statements.linesMore', { count: hidden })}</p>}
    </details>
  )
}

/** What the rooms were called last; the ledger itself knows them by their meeting IDs alone. */
export function useRoomNames(organisation: string, month: string): ReadonlyMap<string, string> {
  const { data } = useQuery({
    queryKey: ['usage', organisation, month],
    queryFn: async () => {
      const [year = 0, number = 1] = month.split('-').map(Number)
      const to = `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`
      return await call('GET /organisations/{organisation}/usage', {
        params: { organisation },
        query: { from: `${month}-01`, to },
      })
    },
  })
  return new Map(data?.rooms.flatMap(({ room, name }) => (name === null ? [] : [[room, name] as const])))
}

/** Fetches what is behind a line, saves it as CSV, and says whether it still is what the line was made of. */
export function useEvidence(organisation: string, month: string) {
  const { t } = useText()
  return useMutation({
    mutationFn: async (number: number) => {
      const params = { organisation, month, number }
      return {
        number,
        evidence: await call('GET /organisations/{organisation}/statements/{month}/lines/{number}', { params }),
      }
    },
    onSuccess({ number, evidence }) {
      download(`${organisation}-${month}-line-${number}.csv`, toCsv(evidence))
      const what = evidence.line.kind === 'recording' ? 'days' : 'stays'
      notify(t(`statements.${what}${evidence.matches ? 'Match' : 'Differ'}`))
    },
  })
}

function toCsv({ line, stays, days }: Evidence): string {
  if (line.kind === 'recording') {
    return ['day,bytes,held', ...days.map(({ day, bytes, held }) => `${day},${bytes},${held}`), ''].join('\r\n')
  }
  const minutes = (ms: number) => (ms / 60_000).toFixed(2)
  const rows = stays.map(({ who, from, to, listening, speaking, camera }) =>
    [quote(who), from, to, minutes(listening), minutes(speaking), minutes(camera)].join(','),
  )
  return ['who,from,to,listening,speaking,camera', ...rows, ''].join('\r\n')
}
