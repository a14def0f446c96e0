import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Live } from '../api/live.ts'
import { useMay } from '../api/session.ts'
import type { LiveServer, Meeting } from '../api.gen.ts'
import { useLive } from '../frame/live.tsx'
import { LiveState } from '../parts/live-state.tsx'
import { MeetingsTable } from '../parts/meetings-table.tsx'
import { Empty, Page, Section } from '../parts/page.tsx'
import { ServerPicture } from '../parts/pool.tsx'
import { type Fact, Facts } from '../parts/status.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'

/** What runs now. Whoever sees the installation is shown the pool as a picture, others their own meetings. */
export function MeetingsPage() {
  const { t } = useText()
  const may = useMay()
  const live = useLive()
  const meetings = [...live.meetings.values()]
  return (
    <Page title={t('meetings.title')} lede={t(may('installation.see') ? 'meetings.ledePool' : 'meetings.lede')}>
      <LiveState state={live.state} />
      {live.state !== 'waiting' && (
        <>
          <Section title={t('meetings.now')} isTitleSaid>
            <Numbers live={live} />
          </Section>
          {live.servers.size > 0 && <Pool servers={[...live.servers.values()]} meetings={meetings} />}
          <Section title={t('meetings.list')}>
            {meetings.length === 0 ? (
              <Empty>{t('meetings.none')}</Empty>
            ) : (
              <MeetingsTable meetings={meetings} caption={t('meetings.list')} />
            )}
          </Section>
        </>
      )}
    </Page>
  )
}

function Numbers({ live: { servers, meetings, organisations } }: { readonly live: Live }) {
  const { t } = useText()
  const { number } = useFormat()
  const list = [...servers.values()]
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const people = sum([...organisations.values()].map((one) => one.people))
  const seats = sum([...meetings.values()].map((one) => one.seats))
  const open = list.filter(({ takesMeetings }) => takesMeetings)
  const facts: Fact[] = [
    { name: t('meetings.people'), value: number(people) },
    { name: t('meetings.meetings'), value: number(sum([...organisations.values()].map((one) => one.meetings))) },
  ]
  if (list.length > 0) {
    const free = sum(open.map(({ capacity, seats: taken }) => Math.max(0, capacity - taken)))
    const all = sum(open.map(({ capacity }) => capacity))
    facts.push({ name: t('meetings.free'), value: number(free), note: t('meetings.ofSeats', { count: all }) })
    facts.push({
      name: t('meetings.open'),
      value: number(open.length),
      note: t('meetings.ofServers', { count: list.length }),
    })
  } else facts.push({ name: t('meetings.seats'), value: number(seats) })
  return <Facts facts={facts} />
}

interface PoolProps {
  readonly servers: readonly LiveServer[]
  readonly meetings: readonly Meeting[]
}

const shownAtFirst = 40

function Pool({ servers, meetings }: PoolProps) {
  const { t } = useText()
  const [filter, setFilter] = useState('')
  const [isWhole, setWhole] = useState(false)
  const found = servers
    .filter(({ id }) => id.toLowerCase().includes(filter.trim().toLowerCase()))
    .toSorted((a, b) => b.seats / b.capacity - a.seats / a.capacity || (a.id < b.id ? -1 : 1))
  const shown = isWhole ? found : found.slice(0, shownAtFirst)
  const byServer = Map.groupBy(meetings, ({ server }) => server)
  return (
    <Section title={t('pool.title')} lede={<Legend />}>
      {servers.length > 12 && (
        <TextInput
          label={t('pool.filter')}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
          mb="md"
        />
      )}
      <ul className="servers">
        {shown.map((server) => (
          <ServerPicture key={server.id} server={server} meetings={byServer.get(server.id) ?? []} />
        ))}
      </ul>
      {shown.length < found.length && (
        <Button variant="default" mt="md" onClick={() => setWhole(true)}>
          {t('pool.all', { count: found.length })}
        </Button>
      )}
    </Section>
  )
}

function Legend() {
  const { t } = useText()
  return (
    <span className="legend">
      <span className="key key-people">{t('pool.keyPeople')}</span>
      <span className="key key-reserved">{t('pool.keyReserved')}</span>
      <span className="key key-free">{t('pool.keyFree')}</span>
    </span>
  )
}
