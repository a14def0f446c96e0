import { TextInput } from '@mantine/core'
import { useState } from 'react'
import type { ChatRoom } from '../../api.gen.ts'
import { ActionsMenu } from '../../parts/actions-menu.tsx'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

type Window = 'hold' | 'release' | 'preview'

/** What can be done with one room: count, hold, release. */
export function RoomActions({ room }: { readonly room: ChatRoom }) {
  const { t } = useText()
  const [open, setOpen] = useState<Window>()
  const close = () => setOpen(undefined)
  return (
    <>
      <ActionsMenu
        label={t('chat.actionsOf', { name: room.name })}
        actions={windowsFor(room).map((one) => ({ text: t(`chat.${one}`), run: () => setOpen(one) }))}
      />
      {open === 'preview' && <Preview room={room} onClose={close} />}
      {open === 'hold' && <Hold room={room} onClose={close} />}
      {open === 'release' && <Release room={room} onClose={close} />}
    </>
  )
}

/** A hold that coop.yaml declares is ended there. */
function windowsFor({ hold }: ChatRoom): Window[] {
  if (hold === null) return ['preview', 'hold']
  return hold.since === null ? ['preview'] : ['preview', 'release']
}

interface WindowProps {
  readonly room: ChatRoom
  onClose(): void
}

function Preview({ room, onClose }: WindowProps) {
  const { t } = useText()
  const { day } = useFormat()
  const count = useChange('POST /chat/rooms/{room}/preview')
  const found = count.data
  return (
    <Dialog
      title={t('chat.previewOf', { name: room.name })}
      verb={t('chat.count')}
      change={count}
      onSubmit={() => count.mutate({ params: { room: room.id } })}
      onClose={onClose}
    >
      <p>{t('chat.previewWhat')}</p>
      {found && (
        <p role="status">
          {found.messages === 0
            ? t('chat.previewNone', { day: day(found.cutoff) })
            : t('chat.previewFound', { count: found.messages, files: found.files, day: day(found.cutoff) })}
        </p>
      )}
    </Dialog>
  )
}

function Hold({ room, onClose }: WindowProps) {
  const { t } = useText()
  const hold = useChange('PUT /chat/rooms/{room}/hold', {
    said: () => t('chat.held', { name: room.name }),
    after: onClose,
  })
  const { values, text } = useFields({ reason: '' }, hold.error)
  return (
    <Dialog
      title={t('chat.holdTitle', { name: room.name })}
      verb={t('chat.hold')}
      change={hold}
      onSubmit={() => hold.mutate({ params: { room: room.id }, body: { reason: values.reason } })}
      onClose={onClose}
    >
      <p>{t('chat.holdWhat')}</p>
      <TextInput {...text('reason')} label={t('chat.reason')} required data-autofocus minLength={2} maxLength={500} />
    </Dialog>
  )
}

function Release({ room, onClose }: WindowProps) {
  const { t } = useText()
  const release = useChange('DELETE /chat/rooms/{room}/hold', {
    said: () => t('chat.released', { name: room.name }),
    after: onClose,
  })
  return (
    <Dialog
      title={t('chat.releaseTitle', { name: room.name })}
      verb={t('chat.release')}
      change={release}
      onSubmit={() => release.mutate({ params: { room: room.id } })}
      onClose={onClose}
    >
      <p>{t('chat.releaseWhat')}</p>
    </Dialog>
  )
}
