import { Button, PasswordInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { request } from '../api/call.ts'
import { keepToken } from '../api/operator.ts'
import { Failure } from '../api/problem.ts'
import { queries } from '../api/queries.ts'
import { Mark } from '../frame/mark.tsx'
import { Trouble } from '../parts/trouble.tsx'
import { useText } from '../text/text.ts'

/** Lets those who run the installation in, with a token of the REST API, for as long as this tab is open. */
export function OperatorPage() {
  const { t } = useText()
  const navigate = useNavigate()
  const [token, setToken] = useState('')
  const [error, setError] = useState<unknown>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await request('/session', { headers: { authorization: `Bearer ${token.trim()}` } })
      keepToken(token.trim())
      queries.clear()
      await navigate({ to: '/' })
    } catch (failed) {
      setError(failed)
    }
  }
  const isWrong = error instanceof Failure && error.status === 401
  return (
    <main className="alone">
      <title>{t('operator.title')}</title>
      <Mark />
      <h1>{t('operator.title')}</h1>
      <p>{t('operator.what')}</p>
      <form className="form card" onSubmit={(event) => void submit(event)}>
        <PasswordInput
          label={t('operator.token')}
          description={<code>mycel token add NAME --scope manage</code>}
          required
          autoComplete="off"
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={isWrong ? t('operator.wrong') : undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
        />
        {error !== undefined && !isWrong && <Trouble error={error} />}
        <div className="buttons">
          <Button type="submit">{t('operator.open')}</Button>
          <a href="/sign-in?to=/portal/">{t('operator.signIn')}</a>
        </div>
      </form>
    </main>
  )
}
