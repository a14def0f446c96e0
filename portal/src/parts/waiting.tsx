import { Loader } from '@mantine/core'
import { useText } from '../text/text.ts'

/** Something is on its way. */
export function Waiting() {
  const { t } = useText()
  return (
    <p className="waiting">
      <Loader size="sm" aria-hidden="true" />
      {t('part.waiting')}
    </p>
  )
}
