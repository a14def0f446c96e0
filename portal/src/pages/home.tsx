import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { call } from '../api/call.ts'
import { useMay, useSession } from '../api/session.ts'
import { useLive } from '../frame/live.tsx'
import { Icon } from '../parts/icon.tsx'
import { LiveState } from '../parts/live-state.tsx'
import { MeetingsTable } from '../parts/meetings-table.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { RoomsList } from '../parts/rooms-list.tsx'
import { Facts } from '../parts/status.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'

// Windows are not needed before somebody presses.
const AddRoom = lazy(async () => ({ default: (await import('./rooms/add.tsx')).AddRoom }))

/** Where one arrives: one's rooms, and what runs now. */
export function HomePage() {
  const { t } = useText()
  const { person, organisation } = useSession()
  const title = person ? t('home.hello', { name: person.name.split(' ')[0] ?? person.name }) : t('home.title')
  return (
    <Page title={title}>
      {person && organisation && <MyRooms organisation={organisation.id} />}
      <RunningNow />
    </Page>
  )
}

function MyRooms({ organisation }: { readonly organisation: string }) {
  const { t } = useText()
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['rooms', organisation, 'mine'],
    queryFn: async () =>
      (await call('GET /organisations/{organisation}/rooms', { params: { organisation }, query: { mine: 'true' } }))
        .rooms,
    refetchInterval: 10_000,
  })
  const add = (
    <Button variant="default" leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('rooms.add')}
    </Button>
  )
  return (
    <Section title={t('home.rooms')} actions={add}>
      <Loaded query={query}>
        {(rooms) => (rooms.length === 0 ? <Empty>{t('home.noRooms')}</Empty> : <RoomsList rooms={rooms} />)}
      </Loaded>
      {isAdding && (
        <Suspense>
          <AddRoom organisation={organisation} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Section>
  )
}

const shown = 8

function RunningNow() {
  const { t } = useText()
  const { number } = useFormat()
  const may = useMay()
  const { state, meetings, organisations } = useLive()
  const sum = (of: 'meetings' | 'people') => [...organisations.values()].reduce((total, one) => total + one[of], 0)
  const list = [...meetings.values()].toSorted((a, b) => b.people - a.people)
  return (
    <Section title={t('home.now')}>
      <LiveState state={state} />
      {state !== 'waiting' && (
        <Facts
          facts={[
            { name: t('meetings.meetings'), value: number(sum('meetings')) },
            { name: t('meetings.people'), value: number(sum('people')) },
          ]}
        />
      )}
      {may('meetings.see') && state !== 'waiting' && list.length === 0 && <Empty>{t('meetings.none')}</Empty>}
      {list.length > 0 && <MeetingsTable meetings={list.slice(0, shown)} caption={t('meetings.list')} />}
      {list.length > shown && (
        <p>
          <Link to="/meetings">{t('home.allMeetings', { count: list.length })}</Link>
        </p>
      )}
    </Section>
  )
}
