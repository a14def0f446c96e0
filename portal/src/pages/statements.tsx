import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { StatementSoFar, Statements } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { CopyButton } from '../parts/secret.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { useSoFar } from './statements/so-far.ts'
import { closeOf, minutesOf } from './statements/summary.ts'

/** The closed months, each to view, print and take along. */
export function StatementsPage() {
  const { t } = useText()
  const { chosen: organisation = '', name } = useOrganisation()
  const query = useQuery({
    queryKey: ['statements', organisation],
    queryFn: () => call('GET /organisations/{organisation}/statements', { params: { organisation } }),
    enabled: organisation !== '',
  })
  const soFar = useSoFar(organisation)
  return (
    <Page title={t('statements.title')} lede={t('statements.lede', { name })}>
      <Loaded query={query}>
        {(statements) => (
          <>
            <Months
              organisation={organisation}
              months={[...running(soFar.data), ...statements.statements.map(closed)]}
            />
            <Section title={t('statements.verify')} lede={t('statements.verifyHow')}>
              <div className="way-in">
                <code className="break">{statements.publicKey}</code>
                <CopyButton text={statements.publicKey} />
              </div>
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

/** A row of the list: a month that is closed, or the one that goes on. */
interface Month {
  readonly month: string
  /** How the page of the month is addressed. */
  readonly way: string
  readonly minutes: number
  readonly due: number
  readonly currency: string | null
  readonly closedAt: string | null
  readonly closesAt: string | null
}

function closed(one: Statements['statements'][number]): Month {
  const { month, due, currency, closedAt, listening, speaking, camera } = one
  const minutes = (listening + speaking + camera) / 60_000
  return { month, way: month, minutes, due, currency, closedAt, closesAt: null }
}

function running(soFar: StatementSoFar | undefined): Month[] {
  const close = soFar?.statements[0] && closeOf(soFar.statements[0])
  if (!soFar || !close) return []
  const { used, own, pairs, due, currency } = close.summary
  const minutes = [used, own, ...pairs.map(({ borrowed }) => borrowed)].reduce((sum, one) => sum + minutesOf(one), 0)
  return [{ month: soFar.month, way: 'so-far', minutes, due, currency, closedAt: null, closesAt: soFar.closesAt }]
}

function Months({ organisation, months }: { readonly organisation: string; readonly months: readonly Month[] }) {
  const { t } = useText()
  const { month: writeMonth, day, minutes, money } = useFormat()
  return (
    <Section title={t('statements.title')} isTitleSaid>
      {months.length === 0 ? (
        <Empty>{t('statements.none')}</Empty>
      ) : (
        <Table
          caption={t('statements.title')}
          rows={months}
          keyOf={({ way }) => way}
          columns={[
            {
              name: t('usage.month'),
              cell: ({ month, way }) => (
                <Link to="/statements/$organisation/$month" params={{ organisation, month: way }}>
                  {way === 'so-far' ? t('statements.soFar', { month: writeMonth(month) }) : writeMonth(month)}
                </Link>
              ),
            },
            { name: t('usage.total'), cell: (one) => minutes(one.minutes), isNumber: true },
            { name: t('statements.due'), cell: ({ due, currency }) => money(due, currency), isNumber: true },
            {
              name: t('statements.closed'),
              cell: ({ closedAt, closesAt }) =>
                closesAt === null ? day(closedAt) : t('statements.goesOn', { at: day(closesAt) }),
            },
          ]}
        />
      )}
    </Section>
  )
}
