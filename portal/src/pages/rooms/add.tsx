import { Radio, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'
import { PresetRadios, presetOf } from './preset.tsx'

interface AddRoomProps {
  readonly organisation: string
  onClose(): void
}

/** Two questions; everything else can be changed on the room's page, which follows. */
export function AddRoom({ organisation, onClose }: AddRoomProps) {
  const { t } = useText()
  const navigate = useNavigate()
  const add = useChange('POST /organisations/{organisation}/rooms', {
    said: ({ title }) => t('rooms.added', { title }),
    after: ({ id }) => void navigate({ to: '/rooms/$organisation/$room', params: { organisation, room: id } }),
  })
  const { values, text, put } = useFields({ title: '', preset: 'open' }, add.error)
  const submit = () =>
    add.mutate({ params: { organisation }, body: { title: values.title, preset: presetOf(values.preset) } })
  return (
    <Dialog title={t('rooms.add')} verb={t('rooms.add')} change={add} onSubmit={submit} onClose={onClose}>
      <TextInput {...text('title')} label={t('room.field.title')} required data-autofocus maxLength={200} />
      <Radio.Group label={t('room.field.preset')} value={values.preset} onChange={(preset) => put({ preset })}>
        <PresetRadios />
      </Radio.Group>
    </Dialog>
  )
}
