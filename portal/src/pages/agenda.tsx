import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/call.ts'
import type { Pad } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { NewPad } from './agenda/new-pad.tsx'
import { Day } from './notes.tsx'

/** The meetings that are prepared, run and written down here. */
export function AgendaPage() {
  const { t } = useText()
  const { chosen: organisation = '' } = useOrganisation()
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['pads', organisation],
    queryFn: () => call('GET /organisations/{organisation}/pads', { params: { organisation } }),
    enabled: organisation !== '',
  })
  const add = (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('agenda.prepare')}
    </Button>
  )
  return (
    <Page title={t('agenda.title')} lede={t('agenda.lede')} actions={add}>
      <Loaded query={query}>
        {({ pads, templates }) => (
          <Section title={t('agenda.title')} isTitleSaid>
            {pads.length === 0 ? <Empty>{t('agenda.none')}</Empty> : <Pads pads={pads} organisation={organisation} />}
            {isAdding && <NewPad organisation={organisation} templates={templates} onClose={() => setAdding(false)} />}
          </Section>
        )}
      </Loaded>
    </Page>
  )
}

function Pads({ pads, organisation }: { readonly pads: readonly Pad[]; readonly organisation: string }) {
  const { t } = useText()
  const format = useFormat()
  return (
    <Table
      caption={t('agenda.title')}
      rows={pads}
      keyOf={({ id }) => id}
      columns={[
        {
          name: t('agenda.meeting'),
          cell: ({ id, title }) => (
            <Link to="/agenda/$organisation/$pad" params={{ organisation, pad: id }}>
              {title ?? t('agenda.untitled')}
            </Link>
          ),
        },
        { name: t('agenda.day'), cell: ({ date }) => <Day day={date} /> },
        { name: t('agenda.state'), cell: (pad) => <PadState pad={pad} /> },
        { name: t('agenda.changed'), cell: ({ changedAt }) => format.ago(changedAt) },
      ]}
    />
  )
}

function PadState({ pad: { startedAt, endedAt } }: { readonly pad: Pick<Pad, 'startedAt' | 'endedAt'> }) {
  const { t } = useText()
  if (startedAt === null) return <Status tone="quiet">{t('agenda.is.prepared')}</Status>
  if (endedAt === null) return <Status tone="good">{t('agenda.is.running')}</Status>
  return <Status tone="quiet">{t('agenda.is.ended')}</Status>
}
