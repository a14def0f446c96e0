import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import type { Applies } from '../../api.gen.ts'
import { Empty, Loaded, Section } from '../../parts/page.tsx'
import { Status, type Tone } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { type TextKey, useText } from '../../text/text.ts'

type One = Applies['applies'][number]

const endings = {
  whole: { tone: 'good', text: 'plans.ended.whole' },
  interrupted: { tone: 'wait', text: 'plans.ended.interrupted' },
  moved: { tone: 'bad', text: 'plans.ended.moved' },
  forbidden: { tone: 'bad', text: 'plans.ended.forbidden' },
  'cut off': { tone: 'wait', text: 'plans.ended.cutOff' },
} as const satisfies Readonly<Record<One['ended'], { tone: Tone; text: TextKey }>>

/** Who applied what, the latest first. */
export function History() {
  const { t } = useText()
  const query = useQuery({
    queryKey: ['applies'],
    queryFn: async () => (await call('GET /applies', {})).applies,
  })
  return (
    <Section title={t('plans.history')} lede={t('plans.historyLede')}>
      <Loaded query={query}>
        {(applies) => (applies.length === 0 ? <Empty>{t('plans.noHistory')}</Empty> : <List applies={applies} />)}
      </Loaded>
    </Section>
  )
}

function List({ applies }: { readonly applies: readonly One[] }) {
  const { t } = useText()
  const { moment, number } = useFormat()
  return (
    <Table
      caption={t('plans.history')}
      rows={applies}
      keyOf={({ id }) => id}
      columns={[
        {
          name: t('plans.when'),
          cell: ({ id, at }) => (
            <Link to="/plans/$id" params={{ id }}>
              {moment(at)}
            </Link>
          ),
        },
        { name: t('plans.who'), cell: ({ who, place }) => `${who} (${place})` },
        { name: t('plans.why'), cell: ({ why }) => <span className="break">{why ?? '–'}</span> },
        { name: t('plans.ended'), cell: (one) => <Ending one={one} /> },
        { name: t('plans.done'), cell: ({ done, steps }) => `${number(done)} / ${number(steps)}`, isNumber: true },
      ]}
    />
  )
}

/** How an apply ended: one that came to its end may still have failed in parts. */
export function Ending({ one: { ended, failed } }: { readonly one: Pick<One, 'ended' | 'failed'> }) {
  const { t } = useText()
  if (ended === 'whole' && failed > 0) return <Status tone="bad">{t('plans.failed', { count: failed })}</Status>
  const { tone, text } = endings[ended]
  return <Status tone={tone}>{t(text)}</Status>
}
