import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { call } from '../api/call.ts'
import { useMay, useSession } from '../api/session.ts'
import type { Organisation } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Address } from '../parts/address.tsx'
import { Loaded, Page, Section } from '../parts/page.tsx'
import { Details, Facts, Status } from '../parts/status.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { BrandForm } from './organisations/brand.tsx'
import { Export } from './organisations/export.tsx'
import { LimitsForm } from './organisations/limits.tsx'
import { PricesForm } from './organisations/prices.tsx'
import { Secrets } from './organisations/secrets.tsx'
import { SignIn } from './organisations/sign-in.tsx'
import { toneOf } from './organisations/standing.ts'
import { StatusForm } from './organisations/status.tsx'

/** One organisation: how it stands, how it shows itself, what it may use. */
export function OrganisationPage() {
  const { id } = useParams({ from: '/in/organisations/$id' })
  const { t } = useText()
  const may = useMay()
  const isAbove = useIsAbove(id)
  const query = useQuery({
    queryKey: ['organisations', id],
    queryFn: () => call('GET /organisations/{organisation}', { params: { organisation: id } }),
  })
  return (
    <Page title={query.data?.name ?? id}>
      <Loaded query={query}>
        {(organisation) => {
          const isOurs = organisation.origin === 'database'
          return (
            <>
              <About organisation={organisation} />
              {!isOurs && <p className="banner">{t('organisation.declared')}</p>}
              {may('organisation.manage') && isOurs && <BrandForm key={organisation.id} organisation={organisation} />}
              {isAbove && isOurs && <LimitsForm key={`limits ${organisation.id}`} organisation={organisation} />}
              {isAbove && isOurs && <PricesForm key={`prices ${organisation.id}`} organisation={organisation} />}
              {may('organisation.manage') && <Secrets organisation={organisation} />}
              {may('organisation.manage') && <SignIn organisation={organisation.id} />}
              {isAbove && isOurs && <StatusForm organisation={organisation} />}
              {may('organisation.manage') && <Export organisation={organisation.id} />}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

/** Limits and status are given from above: by the organisation that it is part of, or by the installation. */
function useIsAbove(id: string): boolean {
  const may = useMay()
  const { organisation: own } = useSession()
  const { list } = useOrganisation()
  const parent = list.find((one) => one.id === id)?.parent
  const seesParent = list.some((one) => one.id === parent)
  return may('installation.manage') || (may('organisation.manage') && own?.id !== id && seesParent)
}

function About({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useText()
  const { number } = useFormat()
  const { standing, kind, parent, url, hosts, limits, meetings, people } = organisation
  const ofLimit = (limit: number | undefined) =>
    limit === undefined ? t('limit.none') : t('limit.of', { limit: number(limit) })
  return (
    <Section
      title={t('organisation.now')}
      actions={<Status tone={toneOf(standing)}>{t(`standing.${standing}`)}</Status>}
    >
      <Facts
        facts={[
          { name: t('meetings.meetings'), value: number(meetings), note: ofLimit(limits.meetings) },
          { name: t('meetings.people'), value: number(people), note: ofLimit(limits.users) },
        ]}
      />
      <Details
        facts={[
          { name: t('organisations.field.id'), value: <code>{organisation.id}</code> },
          { name: t('organisations.field.kind'), value: t(`kind.${kind}`) },
          { name: t('organisations.field.parent'), value: parent ?? '–' },
          { name: t('organisation.hosts'), value: hosts.length === 0 ? '–' : hosts.join(', ') },
        ]}
      />
      <Address name={t('organisation.address')} address={url} />
    </Section>
  )
}
