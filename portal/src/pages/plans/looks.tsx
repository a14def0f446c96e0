import type { Looks } from '../../api.gen.ts'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

/** How often the server looks by itself. */
export function HowOften({ looks: { every } }: { readonly looks: Looks }) {
  const { t } = useText()
  if (every === 0) return null
  const minutes = Math.round(every / 60)
  return minutes % 60 === 0
    ? t('plans.everyHours', { count: minutes / 60 })
    : t('plans.everyMinutes', { count: minutes })
}

/** Why the last look saw nothing, so that what is shown is older than it seems. */
export function Blind({ looks: { failure, triedAt } }: { readonly looks: Looks }) {
  const { t } = useText()
  const { ago } = useFormat()
  if (failure === null) return null
  return (
    <p className="trouble" role="status">
      <span>
        {t('plans.blind', { ago: ago(triedAt) })}
        {': '}
        <span lang="en" className="break">
          {failure.message}
          {failure.hint !== null && `; ${failure.hint}`}.
        </span>
      </span>
    </p>
  )
}
