import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { EventRequest } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { FormSwitch } from './events/form-switch.tsx'
import { toneOf } from './events/state.ts'

/** What others asked for: events that need a room of their own. */
export function EventsPage() {
  const { t } = useText()
  const { chosen: organisation = '', name } = useOrganisation()
  const query = useQuery({
    queryKey: ['events', organisation],
    queryFn: async () =>
      (await call('GET /organisations/{organisation}/event-requests', { params: { organisation } })).requests,
    enabled: organisation !== '',
  })
  return (
    <Page title={t('events.title')} lede={t('events.lede', { name })}>
      <Loaded query={query}>{(requests) => <Requests requests={requests} />}</Loaded>
      {organisation !== '' && <FormSwitch organisation={organisation} />}
    </Page>
  )
}

function Requests({ requests }: { readonly requests: readonly EventRequest[] }) {
  const { t } = useText()
  const { moment, number } = useFormat()
  return (
    <Section title={t('events.title')} isTitleSaid>
      {requests.length === 0 ? (
        <Empty>{t('events.none')}</Empty>
      ) : (
        <Table
          caption={t('events.title')}
          rows={requests}
          keyOf={({ id }) => id}
          columns={[
            {
              name: t('events.event'),
              cell: ({ id, organisation, event }) => (
                <Link to="/events/$organisation/$id" params={{ organisation, id }}>
                  {event.title}
                </Link>
              ),
            },
            { name: t('events.startsAt'), cell: ({ event }) => moment(event.startsAt) },
            { name: t('meetings.people'), cell: ({ event }) => number(event.people), isNumber: true },
            { name: t('events.by'), cell: ({ contact }) => <span className="break">{contact?.name ?? '–'}</span> },
            {
              name: t('events.state'),
              cell: ({ state }) => <Status tone={toneOf(state)}>{t(`events.is.${state}`)}</Status>,
            },
          ]}
        />
      )}
    </Section>
  )
}
