import { Link } from '@tanstack/react-router'
import { useMay, useSession } from '../api/session.ts'
import { useLive } from '../frame/live.tsx'
import { MeetingsTable } from '../parts/meetings-table.tsx'
import { Empty, Page, Section } from '../parts/page.tsx'
import { Facts } from '../parts/status.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { LiveState } from './meetings.tsx'

/** Where one arrives: one's rooms, and what runs now. */
export function HomePage() {
  const { t } = useText()
  const { person } = useSession()
  const title = person ? t('home.hello', { name: person.name.split(' ')[0] ?? person.name }) : t('home.title')
  return (
    <Page title={title}>
      <RunningNow />
    </Page>
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
