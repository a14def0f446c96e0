import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { Apply } from '../api.gen.ts'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Details, Status, type Tone } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { type TextKey, useText } from '../text/text.ts'
import { Ending } from './plans/history.tsx'
import { usePlanned } from './plans/steps.tsx'

type Result = Apply['results'][number]

const results = {
  done: { tone: 'good', text: 'plans.result.done' },
  failed: { tone: 'bad', text: 'plans.result.failed' },
  skipped: { tone: 'wait', text: 'plans.result.skipped' },
  stopped: { tone: 'wait', text: 'plans.result.stopped' },
  untouched: { tone: 'quiet', text: 'plans.result.untouched' },
} as const satisfies Readonly<Record<Result['result'], { tone: Tone; text: TextKey }>>

/** One apply: what was planned, and what became of each step. */
export function ApplyPage() {
  const { id } = useParams({ from: '/in/plans/$id' })
  const { t } = useText()
  const { moment } = useFormat()
  const query = useQuery({ queryKey: ['apply', id], queryFn: () => call('GET /applies/{id}', { params: { id } }) })
  const at = query.data?.at
  return (
    <Page title={at ? t('plans.applyOf', { at: moment(at) }) : t('plans.apply')}>
      <Loaded query={query}>
        {(one) => (
          <>
            <About one={one} />
            <Planned one={one} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function About({ one }: { readonly one: Apply }) {
  const { t } = useText()
  const { moment } = useFormat()
  const { who, place, why, file, hash, endedAt } = one
  return (
    <Section title={t('plans.about')}>
      <Details
        facts={[
          { name: t('plans.ended'), value: <Ending one={one} /> },
          { name: t('plans.endedAt'), value: moment(endedAt) },
          { name: t('plans.who'), value: `${who} (${place})` },
          { name: t('plans.why'), value: why ?? '–' },
          { name: t('plans.file'), value: <span className="break">{file}</span> },
          { name: t('plans.hash'), value: hash === '' ? '–' : <code>{hash}</code> },
        ]}
      />
    </Section>
  )
}

function Planned({ one: { planned, results: all } }: { readonly one: Apply }) {
  const { t } = useText()
  const columns = usePlanned()
  const byRef = new Map(all.map((result) => [result.ref, result]))
  const others = all.filter(({ ref }) => !planned.some((step) => step.ref === ref))
  if (planned.length + others.length === 0) return <Empty>{t('plans.noSteps')}</Empty>
  return (
    <Section title={t('plans.steps')} isTitleSaid>
      <Table
        caption={t('plans.steps')}
        rows={planned}
        keyOf={({ ref }) => ref}
        columns={[...columns, { name: t('plans.became'), cell: ({ ref }) => <Became result={byRef.get(ref)} /> }]}
      />
      {others.map((result) => (
        <p key={result.ref}>
          {result.ref} <Became result={result} />
        </p>
      ))}
    </Section>
  )
}

function Became({ result }: { readonly result: Result | undefined }) {
  const { t } = useText()
  if (!result) return <Status tone="quiet">{t('plans.result.unknown')}</Status>
  const { tone, text } = results[result.result]
  return (
    <>
      <Status tone={tone}>{t(text)}</Status>
      {result.words.map((words) => (
        <small key={words} className="soft break block" lang="en">
          {words}
        </small>
      ))}
    </>
  )
}
