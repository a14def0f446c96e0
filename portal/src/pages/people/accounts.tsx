import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useMay } from '../../api/session.ts'
import type { Person } from '../../api.gen.ts'
import { Empty, Loaded, Section } from '../../parts/page.tsx'
import { useText } from '../../text/text.ts'
import { Invitations } from './invitations.tsx'
import { Reveal } from './reveal.tsx'
import { PeopleTable } from './table.tsx'

const statuses = ['invited', 'active', 'suspended', 'erased'] as const

interface Filter {
  readonly search: string
  readonly status: Person['status'] | undefined
}

/** The accounts of an organisation, searched by the server, a page at a time. */
export function Accounts({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const may = useMay()
  const [filter, setFilter] = useState<Filter>({ search: '', status: undefined })
  const [reason, setReason] = useState<string>()
  const query = usePeople(organisation, filter, reason)
  const people = query.data?.pages.flatMap((page) => page.people) ?? []
  const total = query.data?.pages[0]?.total ?? 0
  return (
    <>
      <Section title={t('people.title')} isTitleSaid>
        <Filters filter={filter} onChange={setFilter} />
        <Loaded query={query}>
          {() => (
            <>
              <p className="soft small count">{t('people.count', { count: total })}</p>
              {people.some(({ hidden }) => hidden) && <Reveal onReason={setReason} />}
              {people.length === 0 ? <Empty>{t('people.none')}</Empty> : <PeopleTable people={people} />}
            </>
          )}
        </Loaded>
        {query.hasNextPage && (
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('people.more')}
          </Button>
        )}
      </Section>
      {may('people.manage') && <Invitations organisation={organisation} people={people} />}
    </>
  )
}

interface FiltersProps {
  readonly filter: Filter
  onChange(filter: Filter): void
}

function Filters({ filter, onChange }: FiltersProps) {
  const { t } = useText()
  return (
    <div className="filters">
      <TextInput
        label={t('people.search')}
        value={filter.search}
        onChange={({ currentTarget: { value } }) => onChange({ ...filter, search: value })}
      />
      <NativeSelect
        label={t('people.status')}
        value={filter.status ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...filter, status: statuses.find((one) => one === value) })
        }
        data={[
          { value: '', label: t('people.any') },
          ...statuses.map((value) => ({ value, label: t(`account.${value}`) })),
        ]}
      />
    </div>
  )
}

function usePeople(organisation: string, { search: typed, status }: Filter, reason: string | undefined) {
  const [search] = useDebouncedValue(typed.trim(), 250)
  const wanted = { search: search === '' ? undefined : search, status, reason }
  return useInfiniteQuery({
    queryKey: ['people', organisation, wanted],
    queryFn: ({ pageParam }) =>
      call('GET /organisations/{organisation}/people', {
        params: { organisation },
        query: { ...wanted, after: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  })
}
