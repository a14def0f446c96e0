import { ActionIcon, Menu } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import type { Person } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useText } from '../../text/text.ts'
import { EditPerson } from './edit.tsx'

type Asked = 'edit' | 'suspend' | 'erase' | undefined

/** What can be done with one account. */
export function PersonActions({ person }: { readonly person: Person }) {
  const { t } = useText()
  const { person: self } = useSession()
  const [asked, ask] = useState<Asked>()
  const { id, organisation, status, hidden } = person
  const name = person.name ?? id
  const resume = useChange('PATCH /organisations/{organisation}/people/{id}', {
    said: () => t('people.resumed', { name }),
  })
  const close = () => ask(undefined)
  if (status === 'erased') return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('people.actions', { name })} loading={resume.isPending}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!hidden && <Menu.Item onClick={() => ask('edit')}>{t('people.edit')}</Menu.Item>}
          {status === 'suspended' && (
            <Menu.Item onClick={() => resume.mutate({ params: { organisation, id }, body: { suspended: false } })}>
              {t('people.resume')}
            </Menu.Item>
          )}
          {status !== 'suspended' && id !== self?.id && (
            <Menu.Item onClick={() => ask('suspend')}>{t('people.suspend')}</Menu.Item>
          )}
          {id !== self?.id && <Menu.Item onClick={() => ask('erase')}>{t('people.erase')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {asked === 'edit' && <EditPerson person={person} onClose={close} />}
      {asked === 'suspend' && <Suspend person={person} onClose={close} />}
      {asked === 'erase' && <Erase person={person} onClose={close} />}
    </>
  )
}

interface AskProps {
  readonly person: Person
  onClose(): void
}

function Suspend({ person: { id, organisation, name }, onClose }: AskProps) {
  const { t } = useText()
  const said = { name: name ?? id }
  const suspend = useChange('PATCH /organisations/{organisation}/people/{id}', {
    said: () => t('people.suspended', said),
    after: onClose,
  })
  return (
    <Dialog
      title={t('people.suspendTitle', said)}
      verb={t('people.suspend')}
      isDanger
      change={suspend}
      onSubmit={() => suspend.mutate({ params: { organisation, id }, body: { suspended: true } })}
      onClose={onClose}
    >
      <p>{t('people.suspendWhat')}</p>
    </Dialog>
  )
}

function Erase({ person: { id, organisation, name }, onClose }: AskProps) {
  const { t } = useText()
  const said = { name: name ?? id }
  const erase = useChange('DELETE /organisations/{organisation}/people/{id}', {
    said: () => t('people.erased', said),
    after: onClose,
  })
  return (
    <Dialog
      title={t('people.eraseTitle', said)}
      verb={t('people.erase')}
      isDanger
      change={erase}
      onSubmit={() => erase.mutate({ params: { organisation, id } })}
      onClose={onClose}
    >
      <p>{t('people.eraseWhat')}</p>
    </Dialog>
  )
}
