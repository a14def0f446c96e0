import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { Server } from '../api.gen.ts'
import { conditionOf } from '../parts/condition.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Status } from '../parts/status.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { ServerActions } from './servers/actions.tsx'
import { AddServer } from './servers/add.tsx'

/** The servers of the pool, for those who run the installation. */
export function ServersPage() {
  const { t } = useText()
  const may = useMay()
  const query = useQuery({
    queryKey: ['servers'],
    queryFn: async () => (await call('GET /servers', {})).servers,
    refetchInterval: 5000,
  })
  const [isAdding, setAdding] = useState(false)
  const add = may('installation.manage') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('servers.add')}
    </Button>
  )
  return (
    <Page title={t('servers.title')} lede={t('servers.lede')} actions={add || undefined}>
      <Loaded query={query}>{(servers) => <Servers servers={servers} />}</Loaded>
      {isAdding && <AddServer onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Servers({ servers }: { readonly servers: readonly Server[] }) {
  const { t } = useText()
  const { number } = useFormat()
  const may = useMay()
  if (servers.length === 0) return <Empty>{t('servers.none')}</Empty>
  return (
    <Section title={t('servers.list')} isTitleSaid>
      <Table
        caption={t('servers.list')}
        rows={servers}
        keyOf={({ id }) => id}
        columns={[
          { name: t('servers.name'), cell: (server) => <Name server={server} /> },
          { name: t('servers.condition'), cell: (server) => <Condition server={server} /> },
          {
            name: t('meetings.seats'),
            cell: ({ seats, capacity }) => `${number(seats)} / ${number(capacity)}`,
            isNumber: true,
          },
          { name: t('meetings.meetings'), cell: ({ meetings }) => number(meetings), isNumber: true },
          { name: t('servers.owner'), cell: ({ owner }) => owner ?? '–' },
          { name: t('servers.tags'), cell: ({ tags }) => (tags.length > 0 ? tags.join(', ') : '–') },
          ...(may('installation.manage')
            ? [{ name: t('part.actions'), cell: (server: Server) => <ServerActions server={server} /> }]
            : []),
        ]}
      />
    </Section>
  )
}

function Name({ server: { id, url, origin } }: { readonly server: Server }) {
  const { t } = useText()
  return (
    <>
      {id}
      <small className="under">{origin === 'practice' ? t('servers.practice') : new URL(url).host}</small>
    </>
  )
}

/** Its condition, and what of it an operator wants to know: what is left on one that drains, why one is away. */
function Condition({ server }: { readonly server: Server }) {
  const { t } = useText()
  const { ago } = useFormat()
  const { tone, text } = conditionOf(server)
  const { draining, lastError, condition, lastSeenAt } = server
  return (
    <>
      <Status tone={tone}>{t(text)}</Status>
      {draining && (
        <small className="under">
          {draining.meetings === 0
            ? t('servers.empty')
            : t('servers.left', { count: draining.meetings, people: draining.people })}
          {draining.meetings > 0 &&
            draining.emptyBy !== null &&
            ` ${t('servers.emptyBy', { when: ago(draining.emptyBy) })}`}
        </small>
      )}
      {condition !== 'online' && lastError !== null && (
        <small className="under" lang="en">
          {lastError}
        </small>
      )}
      {condition === 'offline' && <small className="under">{t('servers.seen', { when: ago(lastSeenAt) })}</small>}
    </>
  )
}
