import { Link } from '@tanstack/react-router'
import type { Meeting } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { type Format, useFormat } from '../text/format.ts'
import { type Translate, useText } from '../text/text.ts'
import { Status } from './status.tsx'
import { type Column, Table } from './table.tsx'

interface MeetingsTableProps {
  readonly meetings: readonly Meeting[]
  readonly caption: string
}

/** Live meetings, the fullest first. */
export function MeetingsTable({ meetings, caption }: MeetingsTableProps) {
  const { t } = useText()
  const format = useFormat()
  const { list } = useOrganisation()
  const names = new Map(list.map(({ id, name }) => [id, name]))
  return (
    <Table
      caption={caption}
      columns={columnsOf(t, format, (id) => names.get(id) ?? id)}
      rows={meetings.toSorted((a, b) => b.people - a.people || b.seats - a.seats)}
      keyOf={({ organisation, meetingId }) => `${organisation}/${meetingId}`}
    />
  )
}

function columnsOf(t: Translate, format: Format, nameOf: (id: string) => string): Column<Meeting>[] {
  return [
    { name: t('meetings.name'), cell: (meeting) => <MeetingLink meeting={meeting} /> },
    {
      name: t('meetings.organisation'),
      cell: ({ organisation }) => <span className="break">{nameOf(organisation)}</span>,
    },
    { name: t('meetings.server'), cell: ({ server }) => server },
    { name: t('meetings.people'), cell: ({ people }) => format.number(people), isNumber: true },
    { name: t('meetings.seats'), cell: ({ seats }) => format.number(seats), isNumber: true },
    { name: t('meetings.since'), cell: ({ createdAt }) => format.ago(createdAt) },
  ]
}

function MeetingLink({ meeting: { organisation, meetingId, name, state } }: { readonly meeting: Meeting }) {
  const { t } = useText()
  return (
    <>
      <Link to="/meetings/$organisation/$meetingId" params={{ organisation, meetingId }}>
        {name}
      </Link>
      {state !== 'running' && <Status tone="wait">{t(`meetings.${state}`)}</Status>}
    </>
  )
}
