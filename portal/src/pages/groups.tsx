import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import { useMay } from '../api/session.ts'
import type { Group } from '../api.gen.ts'
import { useOrganisation } from '../frame/organisation.tsx'
import { useChange } from '../parts/change.ts'
import { Dialog } from '../parts/dialog.tsx'
import { useFields } from '../parts/fields.ts'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { RemoveGroup } from './groups/remove.tsx'

/** The groups that people are in. */
export function GroupsPage() {
  const { t } = useText()
  const may = useMay()
  const { chosen: organisation = '', name } = useOrganisation()
  const [isAdding, setAdding] = useState(false)
  const query = useQuery({
    queryKey: ['groups', organisation],
    queryFn: async () => (await call('GET /organisations/{organisation}/groups', { params: { organisation } })).groups,
    enabled: organisation !== '',
  })
  const add = may('people.manage') && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
      {t('groups.add')}
    </Button>
  )
  return (
    <Page title={t('groups.title')} lede={t('groups.lede', { name })} actions={add || undefined}>
      <Loaded query={query}>{(groups) => <Groups organisation={organisation} groups={groups} />}</Loaded>
      {isAdding && <AddGroup organisation={organisation} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Groups({ organisation, groups }: { readonly organisation: string; readonly groups: readonly Group[] }) {
  const { t } = useText()
  const may = useMay()
  const { number, day } = useFormat()
  return (
    <Section title={t('groups.title')} isTitleSaid>
      {groups.length === 0 ? (
        <Empty>{t('groups.none')}</Empty>
      ) : (
        <Table
          caption={t('groups.title')}
          rows={groups}
          keyOf={({ id }) => id}
          columns={[
            { name: t('groups.name'), cell: ({ name }) => name },
            { name: t('groups.members'), cell: ({ members }) => number(members), isNumber: true },
            { name: t('groups.since'), cell: ({ createdAt }) => day(createdAt) },
            ...(may('people.manage')
              ? [
                  {
                    name: t('part.actions'),
                    cell: (group: Group) => <RemoveGroup organisation={organisation} group={group} />,
                  },
                ]
              : []),
          ]}
        />
      )}
    </Section>
  )
}

function AddGroup({ organisation, onClose }: { readonly organisation: string; onClose(): void }) {
  const { t } = useText()
  const add = useChange('POST /organisations/{organisation}/groups', {
    said: ({ name }) => t('groups.added', { name }),
    after: onClose,
  })
  const { values, text } = useFields({ name: '' }, add.error)
  return (
    <Dialog
      title={t('groups.add')}
      verb={t('groups.add')}
      change={add}
      onSubmit={() => add.mutate({ params: { organisation }, body: { name: values.name } })}
      onClose={onClose}
    >
      <TextInput {...text('name')} label={t('groups.name')} required data-autofocus />
    </Dialog>
  )
}
