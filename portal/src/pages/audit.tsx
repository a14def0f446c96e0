import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call } from '../api/call.ts'
import type { Changes } from '../api.gen.ts'
import { quote } from '../parts/csv.ts'
import { download } from '../parts/download.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Table } from '../parts/table.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'

type Change = Changes['changes'][number]

const pageSize = 200

/** Who changed what, newest first; looked through by the server, among all there are. */
export function AuditPage() {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const search = useDebouncedValue(typed.trim(), pauseMs)[0]
  const query = useChanges(search)
  const all = useMutation({
    mutationFn: () => fetchAll(search),
    onSuccess: (every) => download('changes.csv', toCsv(every)),
  })
  const actions = (
    <Button variant="default" leftSection={<Icon name="down" />} loading={all.isPending} onClick={() => all.mutate()}>
      {t('audit.export')}
    </Button>
  )
  return (
    <Page title={t('audit.title')} lede={t('audit.lede')} actions={actions}>
      <Section title={t('audit.list')} isTitleSaid>
        <TextInput
          label={t('audit.filter')}
          description={t('audit.filterHint')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          mb="md"
        />
        {all.error && <Trouble error={all.error} />}
        <Loaded query={query}>
          {({ pages }) => {
            const changes = pages.flat()
            return changes.length === 0 ? <Empty>{t('audit.none')}</Empty> : <List changes={changes} />
          }}
        </Loaded>
        <Older query={query} />
      </Section>
    </Page>
  )
}

/** So long after the last letter it is looked. */
const pauseMs = 300

async function fetchPage(search: string, limit: number, before: number | undefined): Promise<Changes['changes']> {
  return (await call('GET /audit', { query: { limit, before, search: search === '' ? undefined : search } })).changes
}

function useChanges(search: string) {
  return useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam }) => fetchPage(search, pageSize, pageParam),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.id),
    placeholderData: keepPreviousData,
  })
}

const largestPage = 1000

async function fetchAll(search: string): Promise<readonly Change[]> {
  const all: Change[] = []
  for (
    let page = await fetchPage(search, largestPage, undefined);
    ;
    page = await fetchPage(search, largestPage, all.at(-1)?.id)
  ) {
    all.push(...page)
    if (page.length < largestPage) return all
  }
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
        { name: t('audit.action'), cell: ({ action }) => <code className="whole">{breakable(action)}</code> },
        { name: t('audit.subject'), cell: ({ subject }) => <span className="break">{subject}</span> },
        { name: t('audit.actor'), cell: ({ actor }) => <span className="break">{breakable(actor)}</span> },
        { name: t('audit.organisation'), cell: ({ organisation }) => organisation ?? '–' },
        { name: t('audit.details'), cell: ({ details }) => <small className="break">{inWords(details)}</small> },
      ]}
    />
  )
}

/** A line may break after the points and colons of a word that a program made. */
function breakable(word: string): ReactNode {
  return word.split(/(?<=[.:])/).flatMap((part) => [part, <wbr key={part} />])
}

/** What there is to say; an empty list says nothing. */
function inWords(details: Change['details']): string {
  const parts = Object.entries(details).flatMap(([name, value]) => {
    const said = inWord(value)
    return said === '' ? [] : [`${name}: ${said}`]
  })
  return parts.length === 0 ? '–' : parts.join('; ')
}

function inWord(value: unknown): string {
  if (typeof value === 'string') return value
  const isPlain = Array.isArray(value) && value.every((one) => typeof one !== 'object')
  return isPlain ? value.join(', ') : JSON.stringify(value)
}

function toCsv(changes: readonly Change[]): string {
  const rows = changes.map(({ id, at, actor, action, subject, organisation, details }) =>
    [id, at, actor, action, subject, organisation ?? '', JSON.stringify(details)]
      .map((value) => quote(String(value)))
      .join(','),
  )
  return ['id,at,actor,action,subject,organisation,details', ...rows, ''].join('\r\n')
}
