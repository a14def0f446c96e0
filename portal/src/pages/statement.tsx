import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { StatementFile, StatementSoFar } from '../api.gen.ts'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { Downloads } from './statements/downloads.tsx'
import { Lines } from './statements/lines.tsx'
import { Accounts, Positions } from './statements/positions.tsx'
import { RecordingLines } from './statements/recording-lines.tsx'
import { useSoFar } from './statements/so-far.ts'
import { closeOf } from './statements/summary.ts'

/** A month to read and to print: the organisation's own, and of each below it. Of the one that goes on, what is known so far. */
export function StatementPage() {
  const { organisation, month } = useParams({ from: '/in/statements/$organisation/$month' })
  return month === 'so-far' ? (
    <SoFar organisation={organisation} />
  ) : (
    <Closed organisation={organisation} month={month} />
  )
}

function SoFar({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const { month, day } = useFormat()
  const query = useSoFar(organisation)
  const { data } = query
  return (
    <Page title={data ? t('statements.soFar', { month: month(data.month) }) : t('statements.title')}>
      <Loaded query={query}>
        {({ closesAt, statements, total }) => (
          <>
            <p className="banner">{t('statements.soFarHow', { at: day(closesAt) })}</p>
            <Statements statements={statements} total={total} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Closed({ organisation, month }: { readonly organisation: string; readonly month: string }) {
  const { t } = useText()
  const { month: writeMonth } = useFormat()
  const query = useQuery({
    queryKey: ['statement', organisation, month],
    queryFn: async () => {
      const params = { organisation, month }
      return (await call('GET /organisations/{organisation}/statements/{month}', { params })) as StatementFile
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
  const actions = (
    <>
      <Downloads organisation={organisation} month={month} />
      <Button onClick={() => window.print()}>{t('statements.print')}</Button>
    </>
  )
  return (
    <Page title={t('statements.of', { month: writeMonth(month) })} actions={actions}>
      <Loaded query={query}>{({ statements, total }) => <Statements statements={statements} total={total} />}</Loaded>
    </Page>
  )
}

/** A statement; its hash is there once it is closed. */
type Shown = StatementSoFar['statements'][number] & { readonly head?: string }

interface StatementsProps {
  readonly statements: readonly Shown[]
  readonly total: StatementSoFar['total']
}

function Statements({ statements, total }: StatementsProps) {
  const { t } = useText()
  const { money } = useFormat()
  return (
    <>
      {statements.length > 1 && total.length > 0 && (
        <p className="banner">
          {t('statements.together', {
            count: statements.length,
            amount: total.map(({ due, currency }) => money(due, currency)).join(' + '),
          })}
        </p>
      )}
      {statements.map((statement) => (
        <OneStatement key={statement.organisation} statement={statement} />
      ))}
    </>
  )
}

function OneStatement({ statement }: { readonly statement: Shown }) {
  const { t } = useText()
  const { moment } = useFormat()
  const { organisation, head, lines } = statement
  const close = closeOf(statement)
  if (!close) return null
  return (
    <Section
      title={close.name}
      lede={
        head === undefined
          ? organisation
          : t('statements.closedAt', { at: moment(new Date(close.closedAt).toISOString()), id: organisation })
      }
    >
      <Positions close={close} />
      <Accounts close={close} />
      {head !== undefined && <Lines organisation={organisation} month={close.month} lines={lines} />}
      {head !== undefined && <RecordingLines organisation={organisation} month={close.month} lines={lines} />}
      {head !== undefined && (
        <p className="soft small notes">
          {t('statements.fingerprint', { count: lines.length })} <code>{head}</code>
        </p>
      )}
    </Section>
  )
}
