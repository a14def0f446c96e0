import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { ChatPurge } from '../../api.gen.ts'
import { Empty, Loaded, Section } from '../../parts/page.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

const shown = 20

/** What was deleted, newest first. */
export function Evidence() {
  const { t } = useText()
  const query = useQuery({
    queryKey: ['chat', 'runs'],
    queryFn: async () => (await call('GET /chat/runs', { query: { limit: shown } })).runs,
    refetchInterval: 5000,
  })
  return (
    <Section title={t('chat.evidence')} lede={t('chat.evidenceLede')}>
      <Loaded query={query}>
        {(runs) => {
          const rows = runs.flatMap(({ id, purges }) =>
            purges.map((purge) => ({ ...purge, key: `${id} ${purge.room}` })),
          )
          return rows.length === 0 ? <Empty>{t('chat.evidenceNone')}</Empty> : <Purges rows={rows} />
        }}
      </Loaded>
    </Section>
  )
}

const tones: Readonly<Record<ChatPurge['state'], Tone>> = {
  done: 'good',
  purging: 'wait',
  waiting: 'wait',
  skipped: 'quiet',
  incomplete: 'bad',
  failed: 'bad',
}

function Purges({ rows }: { readonly rows: readonly (ChatPurge & { readonly key: string })[] }) {
  const { t } = useText()
  const { number, moment } = useFormat()
  const orDash = (value: number | null) => (value === null ? '–' : number(value))
  return (
    <Table
      caption={t('chat.evidence')}
      rows={rows}
      keyOf={({ key }) => key}
      columns={[
        { name: t('chat.room'), cell: ({ name }) => name },
        { name: t('chat.at'), cell: ({ changedAt }) => moment(changedAt) },
        { name: t('chat.state'), cell: (purge) => <State purge={purge} /> },
        {
          name: t('chat.deleted'),
          cell: ({ found, remaining }) => (found === null || remaining === null ? '–' : number(found - remaining)),
          isNumber: true,
        },
        { name: t('chat.left'), cell: ({ remaining }) => orDash(remaining), isNumber: true },
        { name: t('chat.files'), cell: ({ mediaDeleted }) => orDash(mediaDeleted), isNumber: true },
      ]}
    />
  )
}

function State({ purge: { state, reason, reportTrouble } }: { readonly purge: ChatPurge }) {
  const { t } = useText()
  return (
    <>
      <Status tone={tones[state]}>{t(`chat.state.${state}`)}</Status>
      {reason && <small className="under break">{reason}</small>}
      {reportTrouble && <small className="under break">{reportTrouble}</small>}
    </>
  )
}
