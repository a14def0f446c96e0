import { Button } from '@mantine/core'
import { Failure } from '../api/problem.ts'
import { type TextKey, useText } from '../text/text.ts'
import { Icon } from './icon.tsx'

interface TroubleProps {
  readonly error: unknown
  readonly again?: (() => void) | undefined
}

/** A failure in plain words: what happened in the language of the page, then what the server said of it. */
export function Trouble({ error, again }: TroubleProps) {
  const { t } = useText()
  const problem = error instanceof Failure ? error.problem : undefined
  return (
    <div className="trouble" role="alert">
      <Icon name="warning" />
      <div>
        <p className="trouble-title">{t(titleOf(problem?.code))}</p>
        {problem && problem.code !== 'away' && <Words {...problem} />}
        {again && (
          <Button variant="default" size="xs" onClick={again}>
            {t('part.again')}
          </Button>
        )}
      </div>
    </div>
  )
}

function Words({ message, hint }: { readonly message: string; readonly hint?: string | undefined }) {
  return (
    <p lang="en">
      {capital(message)}.{hint !== undefined && ` ${capital(hint)}.`}
    </p>
  )
}

const titles: Readonly<Record<string, TextKey>> = {
  away: 'trouble.away',
  forbidden: 'trouble.forbidden',
  'not-found': 'trouble.notFound',
  conflict: 'trouble.conflict',
  locked: 'trouble.locked',
  refused: 'trouble.refused',
  invalid: 'trouble.invalid',
  usage: 'trouble.invalid',
  upstream: 'trouble.upstream',
  unavailable: 'trouble.unavailable',
}

function titleOf(code: string | undefined): TextKey {
  return titles[code ?? ''] ?? 'trouble.bug'
}

function capital(text: string): string {
  const trimmed = text.replace(/\.$/, '')
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
}
