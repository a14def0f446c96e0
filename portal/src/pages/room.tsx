import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { Room } from '../api.gen.ts'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { CopyButton } from '../parts/secret.tsx'
import { StartRoom } from '../parts/start-room.tsx'
import { Details, Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { RoomOwners } from './rooms/owners.tsx'
import { RemoveRoom } from './rooms/remove.tsx'
import { RoomSettings } from './rooms/settings.tsx'

/** One room: the way in, whom it is shared with, and how it behaves. */
export function RoomPage() {
  const { organisation, room: id } = useParams({ from: '/in/rooms/$organisation/$room' })
  const { t } = useText()
  const query = useQuery({
    queryKey: ['room', organisation, id],
    queryFn: () => call('GET /organisations/{organisation}/rooms/{room}', { params: { organisation, room: id } }),
    refetchInterval: 10_000,
  })
  const actions = query.data && <StartRoom room={query.data} isMain />
  return (
    <Page title={query.data?.title ?? t('room.title')} lede={query.data?.description || undefined} actions={actions}>
      <Loaded query={query}>
        {(room) => (
          <>
            <WayIn room={room} />
            <RoomOwners room={room} />
            {room.bookings.length > 0 && <Bookings room={room} />}
            <RoomSettings key={room.changedAt} room={room} />
            <RemoveRoom room={room} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function WayIn({ room: { url, accessCode, moderatorCode, running, people, runningSince } }: { readonly room: Room }) {
  const { t } = useText()
  const { ago } = useFormat()
  const state = running ? t('room.running', { count: people, since: ago(runningSince) }) : t('room.quiet')
  return (
    <Section title={t('room.wayIn')} actions={<Status tone={running ? 'good' : 'quiet'}>{state}</Status>}>
      <div className="way-in">
        <a href={url} className="break">
          {url}
        </a>
        <CopyButton text={url} />
      </div>
      <Details
        facts={[
          { name: t('room.field.accessCode'), value: accessCode ? <code>{accessCode}</code> : t('room.noCode') },
          {
            name: t('room.field.moderatorCode'),
            value: moderatorCode ? <code>{moderatorCode}</code> : t('room.noModeratorCode'),
          },
        ]}
      />
    </Section>
  )
}

function Bookings({ room: { bookings } }: { readonly room: Room }) {
  const { t } = useText()
  const { moment, number } = useFormat()
  return (
    <Section title={t('room.bookings')}>
      <Table
        caption={t('room.bookings')}
        rows={bookings}
        keyOf={({ startsAt }) => String(startsAt)}
        columns={[
          { name: t('room.from'), cell: ({ startsAt }) => moment(startsAt) },
          { name: t('room.until'), cell: ({ endsAt }) => moment(endsAt) },
          { name: t('meetings.people'), cell: ({ people }) => number(people), isNumber: true },
        ]}
      />
    </Section>
  )
}
