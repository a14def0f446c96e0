import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Room } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

export function RemoveRoom({ room: { organisation, id, title } }: { readonly room: Room }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const remove = useChange('DELETE /organisations/{organisation}/rooms/{room}', {
    said: () => t('room.removed', { title }),
    after: () => void navigate({ to: '/' }),
  })
  return (
    <>
      <Button variant="default" c="var(--bad)" onClick={() => setAsking(true)}>
        {t('room.remove')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('room.removeTitle', { title })}
          verb={t('room.remove')}
          isDanger
          change={remove}
          onSubmit={() => remove.mutate({ params: { organisation, room: id } })}
          onClose={() => setAsking(false)}
        >
          <p>{t('room.removeWhat')}</p>
        </Dialog>
      )}
    </>
  )
}
