import type { Live } from '../api/live.ts'
import { useText } from '../text/text.ts'
import { Status } from './status.tsx'
import { Waiting } from './waiting.tsx'

/** Says when what is shown may be old; nothing while all is well. */
export function LiveState({ state }: Pick<Live, 'state'>) {
  const { t } = useText()
  if (state === 'waiting') return <Waiting />
  if (state === 'on') return null
  return (
    <p className="banner" role="status">
      <Status tone="wait">{t('meetings.away')}</Status>
    </p>
  )
}
