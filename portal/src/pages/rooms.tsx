import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import type { Room } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { RoomsList } from '../parts/rooms-list.tsx'
import { useText } from '../text/text.ts'
import { AddRoom } from './rooms/add.tsx'

/** All rooms of the organisation, for those who look after it. */
export function RoomsPage() {
  const { t } = useText()
  const { chosen: organisation = '', name } = useOrganisation()
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['rooms', organisation],
    queryFn: async () => (await call('GET /organisations/{organisation}/rooms', { params: { organisation } })).rooms,
    enabled: organisation !== '',
    refetchInterval: 10_000,
  })
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('rooms.add')}
    </Button>
  )
  return (
    <Page title={t('rooms.title')} lede={t('rooms.lede', { name })} actions={add}>
      <Loaded query={query}>{(rooms) => <Rooms rooms={rooms} />}</Loaded>
      {isAdding && <AddRoom organisation={organisation} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Rooms({ rooms }: { readonly rooms: readonly Room[] }) {
  const { t } = useText()
  const [filter, setFilter] = useState('')
  const wanted = filter.trim().toLowerCase()
  const found = rooms.filter(({ title, name }) => `${title} ${name}`.toLowerCase().includes(wanted))
  return (
    <Section title={t('rooms.title')} isTitleSaid>
      {rooms.length > 8 && (
        <TextInput
          label={t('rooms.filter')}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          mb="md"
        />
      )}
      {found.length === 0 ? <Empty>{t('rooms.none')}</Empty> : <RoomsList rooms={found} />}
    </Section>
  )
}
