import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

/** Asks once more before messages are deleted for good. */
export function PurgeAll({ onClose }: { onClose(): void }) {
  const { t } = useText()
  const purge = useChange('POST /chat/runs', { said: () => t('chat.begun'), after: onClose })
  return (
    <Dialog
      title={t('chat.purgeTitle')}
      verb={t('chat.purge')}
      isDanger
      change={purge}
      onSubmit={() => purge.mutate({ body: {} })}
      onClose={onClose}
    >
      <p>{t('chat.purgeWhat')}</p>
    </Dialog>
  )
}
