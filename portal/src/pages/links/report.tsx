import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { useMay } from '../../api/session.ts'
import type { LinkFinding, LinkReport as Report } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Empty, Loaded, Section } from '../../parts/page.tsx'
import { Status } from '../../parts/status.tsx'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { type TextKey, useText } from '../../text/text.ts'

/** How the tables are that links come from, and what is wrong in and between them. */
export function LinkReport() {
  const query = useQuery({ queryKey: ['link-report'], queryFn: () => call('GET /link-report', {}) })
  return (
    <Loaded query={query}>
      {(report) => (
        <>
          {report.sources.length > 0 && <Sources report={report} />}
          <Findings findings={report.findings} />
        </>
      )}
    </Loaded>
  )
}

function Sources({ report: { sources } }: { readonly report: Report }) {
  const { t } = useText()
  const may = useMay()
  const { number, ago } = useFormat()
  const client = useQueryClient()
  const refresh = useChange('POST /link-refresh', {
    said: () => t('links.refreshed'),
    after: () => {
      void client.invalidateQueries({ queryKey: ['links'] })
      void client.invalidateQueries({ queryKey: ['link-report'] })
    },
  })
  const actions = may('links.own') && (
    <Button variant="default" loading={refresh.isPending} onClick={() => refresh.mutate({})}>
      {t('links.refresh')}
    </Button>
  )
  return (
    <Section title={t('links.sources')} lede={t('links.sourcesLede')} actions={actions || undefined}>
      {refresh.error && <Trouble error={refresh.error} />}
      <Table
        caption={t('links.sources')}
        rows={sources}
        keyOf={({ name }) => name}
        columns={[
          { name: t('links.source'), cell: ({ name }) => <span className="break">{name}</span> },
          { name: t('links.count'), cell: ({ links }) => number(links), isNumber: true },
          { name: t('links.readAt'), cell: ({ readAt }) => ago(readAt) },
          {
            name: t('links.condition'),
            cell: ({ trouble }) =>
              trouble === null ? (
                <Status tone="good">{t('links.sourceFine')}</Status>
              ) : (
                <Status tone="bad">
                  {t('links.sourceAway')} <span lang="en">({trouble})</span>
                </Status>
              ),
          },
        ]}
      />
    </Section>
  )
}

const tones = { error: 'bad', warning: 'wait', note: 'quiet' } as const

function Findings({ findings }: { readonly findings: readonly LinkFinding[] }) {
  const { t } = useText()
  return (
    <Section title={t('links.findings')} lede={t('links.findingsLede')}>
      {findings.length === 0 ? (
        <Empty>{t('links.noFindings')}</Empty>
      ) : (
        <Table
          caption={t('links.findings')}
          rows={findings.slice(0, 200)}
          keyOf={({ source, line, keyword, rule, other }) => `${source}:${line} ${keyword} ${rule} ${other}`}
          columns={[
            { name: t('links.keyword'), cell: ({ keyword }) => <span className="break">{keyword || '–'}</span> },
            {
              name: t('links.kind'),
              cell: ({ kind }) => <Status tone={tones[kind]}>{t(`links.kind.${kind}`)}</Status>,
            },
            { name: t('links.what'), cell: (finding) => <Sentence finding={finding} /> },
            {
              name: t('links.place'),
              // Rows that are kept here have no lines.
              cell: ({ source, line }) =>
                line === null ? t('links.here') : <span className="break">{`${source}:${line}`}</span>,
            },
          ]}
        />
      )}
    </Section>
  )
}

function Sentence({ finding: { rule, other } }: { readonly finding: LinkFinding }) {
  const { t } = useText()
  return <span className="break">{t(`links.rule.${rule}` as TextKey, { other: other ?? '' })}</span>
}
