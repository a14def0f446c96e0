import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { Decision, MeetingDetails } from '../api.gen.ts'
import { useChange } from '../parts/change.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { Details, Facts } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'

/** One meeting, and why it is where it is. */
export function MeetingPage() {
  const { organisation, meetingId } = useParams({ from: '/in/meetings/$organisation/$meetingId' })
  const { t } = useText()
  const params = { organisation, meetingId }
  const query = useQuery({
    queryKey: ['meeting', organisation, meetingId],
    queryFn: () => call('GET /meetings/{organisation}/{meetingId}', { params }),
    refetchInterval: 5000,
  })
  const may = useMay()
  const actions = query.data && may('meetings.manage') && query.data.state !== 'ending' && <End meeting={query.data} />
  return (
    <Page title={query.data?.name ?? t('meeting.title')} actions={actions || undefined}>
      <Loaded query={query}>
        {(meeting) => (
          <>
            <About meeting={meeting} />
            <Why decision={meeting.decision} />
          </>
        )}
      </Loaded>
    </Page>
  )
}

function About({ meeting }: { readonly meeting: MeetingDetails }) {
  const { t } = useText()
  const { number, ago } = useFormat()
  return (
    <Section title={t('meetings.now')} isTitleSaid>
      <Facts
        facts={[
          { name: t('meetings.people'), value: number(meeting.people) },
          { name: t('meetings.seats'), value: number(meeting.seats) },
          { name: t('meetings.server'), value: meeting.server },
        ]}
      />
      <Details
        facts={[
          { name: t('meetings.organisation'), value: meeting.organisation },
          { name: t('meeting.id'), value: <code>{meeting.meetingId}</code> },
          { name: t('meetings.since'), value: ago(meeting.createdAt) },
          { name: t('meeting.state'), value: t(`meetings.${meeting.state}`) },
        ]}
      />
    </Section>
  )
}

function Why({ decision }: { readonly decision: Decision }) {
  const { t } = useText()
  const { number, moment } = useFormat()
  const excluded = Object.entries(decision.excluded)
  return (
    <Section title={t('meeting.why')} lede={t('meeting.decidedAt', { at: moment(decision.at) })}>
      <p className="reason" lang="en">
        {decision.because}
      </p>
      <p>
        {t('meeting.size', { size: number(decision.size) })} <span lang="en">{decision.sizeFrom}</span>
      </p>
      <Table
        caption={t('meeting.considered')}
        hidesCaption={false}
        rows={decision.considered}
        keyOf={({ server }) => server}
        columns={[
          { name: t('meetings.server'), cell: ({ server }) => server },
          {
            name: t('meeting.load'),
            cell: ({ load, capacity }) => `${number(load)} / ${number(capacity)}`,
            isNumber: true,
          },
          { name: t('meeting.score'), cell: ({ score }) => number(score), isNumber: true },
          { name: t('meeting.preferred'), cell: ({ preferred }) => t(preferred ? 'part.yes' : 'part.no') },
        ]}
      />
      {excluded.length > 0 && (
        <>
          <h3>{t('meeting.excluded')}</h3>
          <ul className="plain" lang="en">
            {excluded.map(([reason, count]) => (
              <li key={reason}>
                {number(count)} × {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  )
}

function End({ meeting: { organisation, meetingId, name, people } }: { readonly meeting: MeetingDetails }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const end = useChange('DELETE /meetings/{organisation}/{meetingId}', {
    said: () => t('meeting.ended', { name }),
    after: () => void navigate({ to: '/meetings' }),
  })
  return (
    <>
      <Button variant="default" c="var(--bad)" onClick={() => setAsking(true)}>
        {t('meeting.end')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('meeting.endTitle', { name })}
          verb={t('meeting.end')}
          isDanger
          change={end}
          onSubmit={() => end.mutate({ params: { organisation, meetingId } })}
          onClose={() => setAsking(false)}
        >
          <p>{t('meeting.endSure', { count: people })}</p>
        </Dialog>
      )}
    </>
  )
}
