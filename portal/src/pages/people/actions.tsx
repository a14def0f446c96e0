import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import type { Person } from '../../api.gen.ts'
import { ActionsMenu } from '../../parts/actions-menu.tsx'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'
import { EditPerson } from './edit.tsx'
import { Invite } from './invite.tsx'

type Item = 'edit' | 'invite' | 'suspend' | 'resume' | 'erase'
type Asked = Exclude<Item, 'resume'> | undefined

/** What can be done with one account. */
export function PersonActions({ person }: { readonly person: Person }) {
  const { t } = useText()
  const { person: self } = useSession()
  const [asked, ask] = useState<Asked>()
  const { id, organisation, status } = person
  const name = person.name ?? id
  const resume = useChange('PATCH /organisations/{organisation}/people/{id}', {
    said: () => t('people.resumed', { name }),
  })
  const items = choicesFor(person, id === self?.id)
  const choose = (item: Item) => {
    if (item === 'resume') resume.mutate({ params: { organisation, id }, body: { suspended: false } })
    else ask(item)
  }
  const close = () => ask(undefined)
  if (status === 'erased' || items.length === 0) return null
  return (
    <>
      <ActionsMenu
        label={t('people.actions', { name })}
        actions={items.map((item) => ({ text: t(`people.do.${item}`), run: () => choose(item) }))}
        isBusy={resume.isPending}
      />
      {resume.error && <Trouble error={resume.error} />}
      {asked === 'edit' && <EditPerson person={person} onClose={close} />}
      {asked === 'invite' && <Invite person={person} onClose={close} />}
      {asked === 'suspend' && <Suspend person={person} onClose={close} />}
      {asked === 'erase' && <Erase person={person} onClose={close} />}
    </>
  )
}

/** Nobody suspends or erases themselves; whoever's name is hidden is not changed blindly. */
function choicesFor({ status, hidden }: Person, isSelf: boolean): readonly Item[] {
  const own: readonly Item[] = hidden ? [] : ['edit']
  if (isSelf) return own
  return status === 'suspended' ? [...own, 'resume', 'erase'] : [...own, 'invite', 'suspend', 'erase']
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
      verb={t('people.do.suspend')}
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
      verb={t('people.do.erase')}
      isDanger
      change={erase}
      onSubmit={() => erase.mutate({ params: { organisation, id } })}
      onClose={onClose}
    >
      <p>{t('people.eraseWhat')}</p>
    </Dialog>
  )
}
