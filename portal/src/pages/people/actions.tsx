import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import type { Person } from '../../api.gen.ts'
import { ActionsMenu } from '../../parts/actions-menu.tsx'
import { useChange } from '../../parts/change.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'
import { EndSessions, Erase, RemoveSecondStep, Suspend } from './asked.tsx'
import { EditPerson } from './edit.tsx'
import { Invite } from './invite.tsx'

/** What opens a window of its own. */
const windows = {
  edit: EditPerson,
  invite: Invite,
  suspend: Suspend,
  signOut: EndSessions,
  secondStep: RemoveSecondStep,
  erase: Erase,
} as const

type Item = keyof typeof windows | 'resume'

/** What can be done with one account. */
export function PersonActions({ person }: { readonly person: Person }) {
  const { t } = useText()
  const { person: self } = useSession()
  const [asked, ask] = useState<keyof typeof windows>()
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
  const Window = asked && windows[asked]
  if (status === 'erased' || items.length === 0) return null
  return (
    <>
      <ActionsMenu
        label={t('people.actions', { name })}
        actions={items.map((item) => ({ text: t(`people.do.${item}`), run: () => choose(item) }))}
        isBusy={resume.isPending}
      />
      {resume.error && <Trouble error={resume.error} />}
      {Window && <Window person={person} onClose={() => ask(undefined)} />}
    </>
  )
}

/** Nobody suspends or erases themselves; whoever's name is hidden is not changed blindly. */
function choicesFor({ status, hidden }: Person, isSelf: boolean): readonly Item[] {
  const own: readonly Item[] = hidden ? [] : ['edit']
  if (isSelf) return own
  if (status === 'suspended') return [...own, 'resume', 'erase']
  const ofActive: readonly Item[] = status === 'active' ? ['signOut', 'secondStep'] : []
  return [...own, 'invite', ...ofActive, 'suspend', 'erase']
}
