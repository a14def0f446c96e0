import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { call } from '../api/call.ts'
import type { Usage } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { download } from '../parts/download.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Facts } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { byDay, byRoom, sumOf, toCsv } from './usage/sums.ts'

// The plot brings a library of its own.
const DayPlot = lazy(async () => ({ default: (await import('../parts/day-plot.tsx')).DayPlot }))

/** Participant-minutes of a month, by day and by room, as known now. */
export function UsagePage() {
  const { t } = useText()
  const { chosen: organisation = '', name } = useOrganisation()
  const [month, setMonth] = useState(() => new Date().toISOString().slice(0, 7))
  const query = useQuery({
    queryKey: ['usage', organisation, month],
    queryFn: () => call('GET /organisations/{organisation}/usage', { params: { organisation }, query: spanOf(month) }),
    enabled: organisation !== '' && /^\d{4}-\d{2}$/.test(month),
  })
  const save = (usage: Usage) => download(`${organisation}-${month}-usage.csv`, toCsv(usage.rooms))
  const actions = query.data && query.data.rooms.length > 0 && (
    <Button variant="default" leftSection={<Icon name="down" />} onClick={() => query.data && save(query.data)}>
      {t('usage.csv')}
    </Button>
  )
  return (
    <Page title={t('usage.title')} lede={t('usage.lede', { name })} actions={actions || undefined}>
      <TextInput
        className="month"
        type="month"
        label={t('usage.month')}
        value={month}
        onChange={(event) => setMonth(event.currentTarget.value)}
      />
      <Loaded query={query}>{(usage) => <Month usage={usage} />}</Loaded>
    </Page>
  )
}

function Month({ usage }: { readonly usage: Usage }) {
  const { t } = useText()
  const { minutes } = useFormat()
  const { total, rooms, kept, limits } = usage
  const used = minutes(sumOf(total))
  const most = limits.minutes === null ? used : t('usage.ofLimit', { used, limit: minutes(limits.minutes) })
  return (
    <>
      <Section title={t('usage.minutes')} lede={t('usage.kept', { count: kept.attendanceDays })}>
        <Facts
          facts={[
            { name: t('usage.total'), value: most },
            { name: t('usage.listening'), value: minutes(total.listening) },
            { name: t('usage.speaking'), value: minutes(total.speaking) },
            { name: t('usage.camera'), value: minutes(total.camera) },
          ]}
        />
        {rooms.length > 0 && (
          <Suspense fallback={<Waiting />}>
            <DayPlot days={byDay(usage)} />
          </Suspense>
        )}
      </Section>
      <Rooms usage={usage} />
      <Recordings usage={usage} />
    </>
  )
}

function Rooms({ usage: { rooms } }: { readonly usage: Usage }) {
  const { t } = useText()
  const { minutes } = useFormat()
  const { list } = useOrganisation()
  const names = new Map(list.map(({ id, name }) => [id, name]))
  return (
    <Section title={t('usage.rooms')}>
      {rooms.length === 0 ? (
        <Empty>{t('usage.none')}</Empty>
      ) : (
        <Table
          caption={t('usage.rooms')}
          rows={byRoom(rooms)}
          keyOf={({ organisation, room }) => `${organisation}/${room}`}
          columns={[
            { name: t('room.title'), cell: ({ name, room }) => name ?? room },
            {
              name: t('meetings.organisation'),
              cell: ({ organisation }) => <span className="break">{names.get(organisation) ?? organisation}</span>,
            },
            { name: t('usage.listening'), cell: ({ listening }) => minutes(listening), isNumber: true },
            { name: t('usage.speaking'), cell: ({ speaking }) => minutes(speaking), isNumber: true },
            { name: t('usage.camera'), cell: ({ camera }) => minutes(camera), isNumber: true },
            { name: t('usage.total'), cell: (room) => minutes(sumOf(room)), isNumber: true },
          ]}
        />
      )}
    </Section>
  )
}

/** What lies on the servers now, and what that comes to in the month; nothing where nothing ever lay there. */
function Recordings({ usage: { recordings, limits } }: { readonly usage: Usage }) {
  const { t } = useText()
  const { number } = useFormat()
  const { bytes, gigabyteDays } = recordings
  const brief = (value: number) => number(value < 10 ? value : Math.round(value * 10) / 10)
  if (bytes === 0 && gigabyteDays === 0 && limits.storage === null) return null
  const used = t('usage.gigabytes', { size: brief(bytes / 1e9) })
  const limit = t('usage.gigabytes', { size: number(limits.storage ?? 0) })
  return (
    <Section title={t('usage.recordings')} lede={t('usage.recordingsHow')}>
      <Facts
        facts={[
          {
            name: t('usage.recordingsNow'),
            value: limits.storage === null ? used : t('usage.ofLimit', { used, limit }),
          },
          { name: t('usage.gigabyteDays'), value: brief(gigabyteDays) },
        ]}
      />
    </Section>
  )
}

/** The first and the last day of a month. */
function spanOf(month: string) {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return { from: `${month}-01`, to: new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10) }
}
