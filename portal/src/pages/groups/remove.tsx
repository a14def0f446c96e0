import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Group } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

interface RemoveGroupProps {
  readonly organisation: string
  readonly group: Group
}

export function RemoveGroup({ organisation, group: { id, name } }: RemoveGroupProps) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const remove = useChange('DELETE /organisations/{organisation}/groups/{id}', {
    said: () => t('groups.removed', { name }),
    after: close,
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setAsking(true)}>
        {t('groups.remove')}
        <span className="unseen"> {name}</span>
      </Button>
      {isAsking && (
        <Dialog
          title={t('groups.removeTitle', { name })}
          verb={t('groups.remove')}
          isDanger
          change={remove}
          onSubmit={() => remove.mutate({ params: { organisation, id } })}
          onClose={close}
        >
          <p>{t('groups.removeWhat')}</p>
        </Dialog>
      )}
    </>
  )
}
