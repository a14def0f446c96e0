import type { Person } from '../../api.gen.ts'
import { type Change, useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

interface AskedProps {
  readonly person: Person
  onClose(): void
}

export function Suspend({ person, onClose }: AskedProps) {
  const { t } = useText()
  const change = useChange('PATCH /organisations/{organisation}/people/{id}', {
    said: () => t('people.said.suspend', { name: nameOf(person) }),
    after: onClose,
  })
  const submit = () => change.mutate({ params: paramsOf(person), body: { suspended: true } })
  return <Sure what="suspend" person={person} change={change} onSubmit={submit} onClose={onClose} />
}

export function Erase({ person, onClose }: AskedProps) {
  const { t } = useText()
  const change = useChange('DELETE /organisations/{organisation}/people/{id}', {
    said: () => t('people.said.erase', { name: nameOf(person) }),
    after: onClose,
  })
  const submit = () => change.mutate({ params: paramsOf(person) })
  return <Sure what="erase" person={person} change={change} onSubmit={submit} onClose={onClose} />
}

/** For somebody who lost a device on which they are signed in. */
export function EndSessions({ person, onClose }: AskedProps) {
  const { t } = useText()
  const change = useChange('DELETE /organisations/{organisation}/people/{id}/sessions', {
    said: () => t('people.said.signOut', { name: nameOf(person) }),
    after: onClose,
  })
  const submit = () => change.mutate({ params: paramsOf(person) })
  return <Sure what="signOut" person={person} change={change} onSubmit={submit} onClose={onClose} />
}

/** For somebody who lost the phone with their codes. */
export function RemoveSecondStep({ person, onClose }: AskedProps) {
  const { t } = useText()
  const change = useChange('DELETE /organisations/{organisation}/people/{id}/second-factor', {
    said: () => t('people.said.secondStep', { name: nameOf(person) }),
    after: onClose,
  })
  const submit = () => change.mutate({ params: paramsOf(person) })
  return <Sure what="secondStep" person={person} change={change} onSubmit={submit} onClose={onClose} />
}

interface SureProps extends AskedProps {
  readonly what: 'suspend' | 'erase' | 'signOut' | 'secondStep'
  readonly change: Pick<Change<'GET /session'>, 'isPending' | 'error' | 'reset'>
  onSubmit(): void
}

function Sure({ what, person, ...rest }: SureProps) {
  const { t } = useText()
  const title = t(`people.sure.${what}`, { name: nameOf(person) })
  return (
    <Dialog title={title} verb={t(`people.do.${what}`)} isDanger {...rest}>
      <p>{t(`people.what.${what}`)}</p>
    </Dialog>
  )
}

function nameOf({ name, id }: Person): string {
  return name ?? id
}

function paramsOf({ organisation, id }: Person) {
  return { organisation, id }
}
