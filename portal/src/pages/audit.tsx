import { Button, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import type { Changes } from '../api.gen.ts'
import { quote } from '../parts/csv.ts'
import { download } from '../parts/download.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'

type Change = Changes['changes'][number]

const pageSize = 200

/** Who changed what, newest first. */
export function AuditPage() {
  const { t } = useText()
  const [filter, setFilter] = useState('')
  const query = useChanges()
  const loaded = query.data?.pages.flat() ?? []
  const shown = loaded.filter((change) => matches(change, filter.trim().toLowerCase()))
  const actions = shown.length > 0 && (
    <Button variant="default" leftSection={<Icon name="down" />} onClick={() => download('changes.csv', toCsv(shown))}>
      {t('audit.export')}
    </Button>
  )
  return (
    <Page title={t('audit.title')} lede={t('audit.lede')} actions={actions || undefined}>
      <Loaded query={query}>
        {() => (
          <Section title={t('audit.list')} isTitleSaid>
            <TextInput
              label={t('audit.filter')}
              description={t('audit.filterHint', { count: loaded.length })}
              value={filter}
              onChange={(event) => setFilter(event.currentTarget.value)}
              mb="md"
            />
            {shown.length === 0 ? <Empty>{t('audit.none')}</Empty> : <List changes={shown} />}
            <Older query={query} />
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

function useChanges() {
  return useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: async ({ pageParam }) =>
      (await call('GET /audit', { query: { limit: pageSize, before: pageParam } })).changes,
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.id),
  })
}

function Older({ query }: { readonly query: ReturnType<typeof useChanges> }) {
  const { t } = useText()
  if (!query.hasNextPage) return null
  return (
    <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
      {t('audit.older')}
    </Button>
  )
}

function List({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useText()
  const { moment } = useFormat()
  return (
    <Table
      caption={t('audit.list')}
      rows={changes}
      keyOf={({ id }) => String(id)}
      columns={[
        { name: t('audit.at'), cell: ({ at }) => moment(at) },
        { name: t('audit.action'), cell: ({ action }) => <code>{action}</code> },
        { name: t('audit.subject'), cell: ({ subject }) => <span className="break">{subject}</span> },
        { name: t('audit.actor'), cell: ({ actor }) => <span className="break">{actor}</span> },
        { name: t('audit.organisation'), cell: ({ organisation }) => organisation ?? '–' },
        { name: t('audit.details'), cell: ({ details }) => <small className="break">{inWords(details)}</small> },
      ]}
    />
  )
}

function matches({ actor, action, subject, organisation, details }: Change, wanted: string): boolean {
  return JSON.stringify([actor, action, subject, organisation, details]).toLowerCase().includes(wanted)
}

function inWords(details: Change['details']): string {
  const parts = Object.entries(details).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return parts.length === 0 ? '–' : parts.join(', ')
}

function toCsv(changes: readonly Change[]): string {
  const rows = changes.map(({ id, at, actor, action, subject, organisation, details }) =>
    [id, at, actor, action, subject, organisation ?? '', JSON.stringify(details)]
      .map((value) => quote(String(value)))
      .join(','),
  )
  return ['id,at,actor,action,subject,organisation,details', ...rows, ''].join('\r\n')
}
