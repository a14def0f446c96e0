import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { Statements } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { CopyButton } from '../parts/secret.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'

/** The closed months, each to view, print and take along. */
export function StatementsPage() {
  const { t } = useText()
  const { chosen: organisation = '', name } = useOrganisation()
  const query = useQuery({
    queryKey: ['statements', organisation],
    queryFn: () => call('GET /organisations/{organisation}/statements', { params: { organisation } }),
    enabled: organisation !== '',
  })
  return (
    <Page title={t('statements.title')} lede={t('statements.lede', { name })}>
      <Loaded query={query}>
        {(statements) => (
          <>
            <Months organisation={organisation} statements={statements} />
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

interface MonthsProps {
  readonly organisation: string
  readonly statements: Statements
}

type Month = Statements['statements'][number]

function Months({ organisation, statements: { statements } }: MonthsProps) {
  const { t } = useText()
  const { month: writeMonth, day, number, money } = useFormat()
  const minutes = ({ listening, speaking, camera }: Month) => Math.round((listening + speaking + camera) / 60_000)
  return (
    <Section title={t('statements.title')} isTitleSaid>
      {statements.length === 0 ? (
        <Empty>{t('statements.none')}</Empty>
      ) : (
        <Table
          caption={t('statements.title')}
          rows={statements}
          keyOf={({ month }) => month}
          columns={[
            {
              name: t('usage.month'),
              cell: ({ month }) => (
                <Link to="/statements/$organisation/$month" params={{ organisation, month }}>
                  {writeMonth(month)}
                </Link>
              ),
            },
            { name: t('usage.total'), cell: (one) => number(minutes(one)), isNumber: true },
            { name: t('statements.due'), cell: ({ due, currency }) => money(due, currency), isNumber: true },
            { name: t('statements.closed'), cell: ({ closedAt }) => day(closedAt) },
          ]}
        />
      )}
    </Section>
  )
}
