import { Modal, NativeSelect } from '@mantine/core'
import type { NewInvitation, Person } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { ShownOnce } from '../../parts/secret.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

interface InviteProps {
  readonly person: Person
  onClose(): void
}

const days = [3, 14, 30] as const

/** Makes the link by which somebody opens their account; Mycel sends no mail, so it is copied or printed. */
export function Invite({ person: { id, organisation, name }, onClose }: InviteProps) {
  const { t } = useText()
  const said = { name: name ?? id }
  const invite = useChange('POST /organisations/{organisation}/invitations')
  const { values, text } = useFields({ days: '14' }, invite.error)
  if (invite.data) return <Made title={t('invite.title', said)} invitation={invite.data} onClose={onClose} />
  return (
    <Dialog
      title={t('invite.title', said)}
      verb={t('invite.make')}
      change={invite}
      onSubmit={() => invite.mutate({ params: { organisation }, body: { person: id, days: Number(values.days) } })}
      onClose={onClose}
    >
      <p>{t('invite.what')}</p>
      <NativeSelect
        {...text('days')}
        label={t('invite.valid')}
        data={days.map((count) => ({ value: String(count), label: t('invite.days', { count }) }))}
      />
    </Dialog>
  )
}

interface MadeProps {
  readonly title: string
  readonly invitation: NewInvitation
  onClose(): void
}

function Made({ title, invitation: { link, printable, expiresAt }, onClose }: MadeProps) {
  const { t } = useText()
  const { day } = useFormat()
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('part.close') }}>
      <ShownOnce title={t('invite.link')} text={link} onDone={onClose} />
      <p>
        <a href={printable} target="_blank" rel="noreferrer">
          {t('invite.print')}
        </a>
      </p>
      <p className="soft">{t('invite.until', { day: day(expiresAt) })}</p>
    </Modal>
  )
}
