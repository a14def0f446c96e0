import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import type { EventRequest } from '../api.gen.ts'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { Details, type Fact, Facts, Status } from '../parts/status.tsx'
import { type Format, useFormat } from '../text/format.ts'
import { type Translate, useText } from '../text/text.ts'
import { Decide } from './events/decide.tsx'
import { toneOf } from './events/state.ts'

/** One request: what was asked for, whether it fits, and the decision. */
export function EventPage() {
  const { organisation, id } = useParams({ from: '/in/events/$organisation/$id' })
  const { t } = useText()
  const params = { organisation, id }
  const query = useQuery({
    queryKey: ['event', organisation, id],
    queryFn: () => call('GET /organisations/{organisation}/event-requests/{id}', { params }),
  })
  const actions = query.data?.state === 'new' && <Decide request={query.data} />
  return (
    <Page title={query.data?.event.title ?? t('events.event')} actions={actions || undefined}>
      <Loaded query={query}>
        {(request) => (
          <>
            <Asked request={request} />
            {request.estimate && <Estimate estimate={request.estimate} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Asked({ request }: { readonly request: EventRequest }) {
  const { t } = useText()
  const format = useFormat()
  const { organisation, state, room, event, deletedAt } = request
  return (
    <Section
      title={t('events.asked')}
      lede={t('events.deletedAt', { day: format.day(deletedAt) })}
      actions={<Status tone={toneOf(state)}>{t(`events.is.${state}`)}</Status>}
    >
      <Details facts={factsOf(request, t, format)} />
      {event.notes !== null && <p className="notes">{event.notes}</p>}
      {room !== null && (
        <p className="notes">
          <Link to="/rooms/$organisation/$room" params={{ organisation, room }}>
            {t('events.toRoom')}
          </Link>
        </p>
      )}
    </Section>
  )
}

function factsOf({ contact, event }: EventRequest, t: Translate, { moment, number }: Format): Fact[] {
  const { kind, infrastructure, talk, identity, geography, budget } = event
  return [
    { name: t('events.by'), value: contact ? `${contact.name}, ${contact.email}` : t('events.hidden') },
    { name: t('events.group'), value: contact?.group || '–' },
    { name: t('events.startsAt'), value: moment(event.startsAt) },
    { name: t('events.lasts'), value: t('events.minutes', { count: event.minutes }) },
    { name: t('events.kind'), value: t(`events.kind.${kind}`) },
    { name: t('meetings.people'), value: number(event.people) },
    { name: t('events.cameras'), value: number(event.cameras) },
    { name: t('events.listeners'), value: number(event.listeners) },
    { name: t('events.talk'), value: t(`events.talk.${talk}`) },
    { name: t('events.breakouts'), value: number(event.breakouts) },
    { name: t('events.recording'), value: t(event.recording ? 'part.yes' : 'part.no') },
    { name: t('events.identity'), value: t(`events.identity.${identity}`) },
    { name: t('events.infrastructure'), value: t(`events.infrastructure.${infrastructure}`) },
    { name: t('events.geography'), value: geography || '–' },
    { name: t('events.budget'), value: budget || '–' },
  ]
}

function Estimate({ estimate }: { readonly estimate: NonNullable<EventRequest['estimate']> }) {
  const { t } = useText()
  const { number } = useFormat()
  const { seats, factor, servers, capacity, largest, booked, fits, fitsWithFailure } = estimate
  const [tone, text] = fitsWithFailure
    ? (['good', 'events.fitsWithFailure'] as const)
    : fits
      ? (['wait', 'events.fits'] as const)
      : (['bad', 'events.fitsNot'] as const)
  return (
    <Section title={t('events.estimate')} actions={<Status tone={tone}>{t(text)}</Status>}>
      <Facts
        facts={[
          { name: t('events.seats'), value: number(seats), note: t('events.factor', { factor: number(factor) }) },
          { name: t('events.booked'), value: number(booked) },
          { name: t('events.capacity'), value: number(capacity), note: t('events.servers', { count: servers }) },
          { name: t('events.largest'), value: number(largest) },
        ]}
      />
    </Section>
  )
}
