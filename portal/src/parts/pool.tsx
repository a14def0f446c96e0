import { Link } from '@tanstack/react-router'
import type { LiveServer, Meeting } from '../api.gen.ts'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { conditionOf } from './condition.ts'
import { Status } from './status.tsx'

interface ServerPictureProps {
  readonly server: LiveServer
  readonly meetings: readonly Meeting[]
}

/** One server as a bar of its seats: its meetings beside each other, as wide as the seats they take. */
export function ServerPicture({ server, meetings }: ServerPictureProps) {
  const { t } = useText()
  const { number } = useFormat()
  const { tone, text } = conditionOf(server)
  const { capacity, seats, people } = server
  return (
    <li className="server">
      <div className="server-head">
        <h3>{server.id}</h3>
        <Status tone={tone}>{t(text)}</Status>
        <p className="server-seats">{t('pool.seats', { seats: number(seats), capacity: number(capacity) })}</p>
      </div>
      <Bar server={server} meetings={meetings} />
      <p className="soft small">
        {t('pool.people', { count: people })}
        {seats > people && ` · ${t('pool.reserved', { count: seats - people })}`}
        {server.foreignMeetings > 0 && ` · ${t('pool.foreign', { count: server.foreignMeetings })}`}
      </p>
    </li>
  )
}

function Bar({ server: { capacity, seats }, meetings }: ServerPictureProps) {
  const whole = Math.max(capacity, seats, 1)
  const sorted = meetings.toSorted((a, b) => b.seats - a.seats)
  const others = seats - sorted.reduce((sum, meeting) => sum + meeting.seats, 0)
  return (
    <ul className="bar">
      {sorted.map((meeting) => (
        <Segment key={`${meeting.organisation}/${meeting.meetingId}`} meeting={meeting} whole={whole} />
      ))}
      {others > 0 && <li className="segment segment-foreign" style={{ width: share(others, whole) }} aria-hidden />}
    </ul>
  )
}

function Segment({ meeting, whole }: { readonly meeting: Meeting; readonly whole: number }) {
  const { t } = useText()
  const { organisation, meetingId, name, people, seats } = meeting
  const about = `${name}: ${t('pool.people', { count: people })}, ${t('pool.seatsTaken', { count: seats })}`
  return (
    <li className="segment" style={{ width: share(seats, whole) }}>
      <Link
        to="/meetings/$organisation/$meetingId"
        params={{ organisation, meetingId }}
        title={about}
        aria-label={about}
      >
        <span className="segment-people" style={{ width: share(people, Math.max(seats, 1)) }} />
        <span className="segment-name" aria-hidden="true">
          {name}
        </span>
      </Link>
    </li>
  )
}

function share(part: number, whole: number): string {
  return `${Math.min(100, (part / whole) * 100).toFixed(2)}%`
}
