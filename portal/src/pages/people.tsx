import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { Person } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { useText } from '../text/text.ts'
import { AddPerson } from './people/add.tsx'
import { Reveal } from './people/reveal.tsx'
import { PeopleTable } from './people/table.tsx'

const statuses = ['invited', 'active', 'suspended', 'erased'] as const

/** The accounts of the organisation. */
export function PeoplePage() {
  const { t } = useText()
  const may = useMay()
  const { chosen: organisation = '', list } = useOrganisation()
  const [isAdding, setAdding] = useState(false)
  const name = list.find(({ id }) => id === organisation)?.name ?? organisation
  const actions = may('people.manage') && (
    <>
      <Link className="button-link" to="/people/import">
        {t('people.import')}
      </Link>
      <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
        {t('people.add')}
      </Button>
    </>
  )
  return (
    <Page title={t('people.title')} lede={t('people.lede', { name })} actions={actions || undefined}>
      {organisation !== '' && <Accounts key={organisation} organisation={organisation} />}
      {isAdding && <AddPerson organisation={organisation} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Accounts({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const [status, setStatus] = useState<Person['status']>()
  const [reason, setReason] = useState<string>()
  const [search] = useDebouncedValue(typed.trim(), 250)
  const query = usePeople(organisation, { search: search === '' ? undefined : search, status, reason })
  const people = query.data?.pages.flatMap((page) => page.people) ?? []
  const total = query.data?.pages[0]?.total ?? 0
  return (
    <Section title={t('people.title')} isTitleSaid>
      <div className="filters">
        <TextInput label={t('people.search')} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        <NativeSelect
          label={t('people.status')}
          value={status ?? ''}
          onChange={({ currentTarget: { value } }) => setStatus(statuses.find((one) => one === value))}
          data={[
            { value: '', label: t('people.any') },
            ...statuses.map((value) => ({ value, label: t(`account.${value}`) })),
          ]}
        />
      </div>
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
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('people.more')}
        </Button>
      )}
    </Section>
  )
}

interface Wanted {
  readonly search: string | undefined
  readonly status: Person['status'] | undefined
  readonly reason: string | undefined
}

function usePeople(organisation: string, wanted: Wanted) {
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
