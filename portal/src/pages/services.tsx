import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { useText } from '../text/text.ts'
import { AddService } from './services/add.tsx'
import { ServiceCard } from './services/card.tsx'
import { usePeopleNames } from './services/owners.tsx'

/** The accounts of programs: what each may do, who answers for it, and whether it does its work. */
export function ServicesPage() {
  const { t } = useText()
  const { chosen: organisation = '', name } = useOrganisation()
  const [isAdding, setAdding] = useState(false)
  const nameOf = usePeopleNames(organisation)
  const query = useQuery({
    queryKey: ['services', organisation],
    queryFn: async () =>
      (await call('GET /organisations/{organisation}/service-accounts', { params: { organisation } })).serviceAccounts,
    enabled: organisation !== '',
  })
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('services.add')}
    </Button>
  )
  return (
    <Page title={t('services.title')} lede={t('services.lede', { name })} actions={add}>
      <Loaded query={query}>
        {(services) =>
          services.length === 0 ? (
            <Section title={t('services.title')} isTitleSaid>
              <Empty>{t('services.none')}</Empty>
            </Section>
          ) : (
            services.map((service) => <ServiceCard key={service.id} service={service} nameOf={nameOf} />)
          )
        }
      </Loaded>
      {isAdding && <AddService organisation={organisation} onClose={() => setAdding(false)} />}
    </Page>
  )
}
