import { Button, Radio, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { EventRequest } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'
import { PresetRadios, presetOf } from '../rooms/preset.tsx'

interface DecideProps {
  readonly request: EventRequest
}

export function Decide({ request }: DecideProps) {
  const { t } = useText()
  const [asked, ask] = useState<'accept' | 'decline'>()
  const close = () => ask(undefined)
  return (
    <>
      <Button variant="default" onClick={() => ask('decline')}>
        {t('events.decline')}
      </Button>
      <Button onClick={() => ask('accept')}>{t('events.accept')}</Button>
      {asked === 'accept' && <Accept request={request} onClose={close} />}
      {asked === 'decline' && <Decline request={request} onClose={close} />}
    </>
  )
}

function Accept({ request: { id, organisation, event }, onClose }: DecideProps & { onClose(): void }) {
  const { t } = useText()
  const navigate = useNavigate()
  const accept = useChange('POST /organisations/{organisation}/event-requests/{id}/accept', {
    said: ({ title }) => t('rooms.added', { title }),
    after: (room) => void navigate({ to: '/rooms/$organisation/$room', params: { organisation, room: room.id } }),
  })
  const { values, text, put } = useFields({ name: '', preset: event.recording ? 'recorded' : 'open' }, accept.error)
  const name = values.name.trim()
  const body = { preset: presetOf(values.preset), ...(name === '' ? {} : { name }) }
  return (
    <Dialog
      title={t('events.acceptTitle', { title: event.title })}
      verb={t('events.accept')}
      change={accept}
      onSubmit={() => accept.mutate({ params: { organisation, id }, body })}
      onClose={onClose}
    >
      <p>{t('events.acceptWhat')}</p>
      <TextInput {...text('name')} label={t('room.field.name')} description={t('events.nameHint')} />
      <Radio.Group label={t('room.field.preset')} value={values.preset} onChange={(preset) => put({ preset })}>
        <PresetRadios />
      </Radio.Group>
    </Dialog>
  )
}

function Decline({ request: { id, organisation, event }, onClose }: DecideProps & { onClose(): void }) {
  const { t } = useText()
  const decline = useChange('POST /organisations/{organisation}/event-requests/{id}/decline', {
    said: () => t('events.declined'),
    after: onClose,
  })
  return (
    <Dialog
      title={t('events.declineTitle', { title: event.title })}
      verb={t('events.decline')}
      isDanger
      change={decline}
      onSubmit={() => decline.mutate({ params: { organisation, id } })}
      onClose={onClose}
    >
      <p>{t('events.declineWhat')}</p>
    </Dialog>
  )
}
