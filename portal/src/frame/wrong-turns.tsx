import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Failure } from '../api/problem.ts'
import { Trouble } from '../parts/trouble.tsx'
import { Waiting } from '../parts/waiting.tsx'
import { useText } from '../text/text.ts'

export function NotFound() {
  const { t } = useText()
  return (
    <main className="alone">
      <h1>{t('frame.notFound')}</h1>
      <p>{t('frame.notFoundWhy')}</p>
      <p>
        <Link to="/">{t('frame.toHome')}</Link>
      </p>
    </main>
  )
}

/** What is shown when a page breaks, or when the first question of a visit is not answered. */
export function RouteTrouble({ error }: ErrorComponentProps) {
  const { t } = useText()
  // On the way to the page for signing in.
  if (error instanceof Failure && error.status === 401) return <Waiting />
  return (
    <main className="alone">
      <h1>{t('frame.trouble')}</h1>
      <Trouble error={error} again={() => location.reload()} />
    </main>
  )
}
