import { Button } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { useText } from '../text/text.ts'
import { Trouble } from './trouble.tsx'

interface SaveFormProps {
  readonly change: { readonly isPending: boolean; readonly error: Error | null }
  readonly isWide?: boolean
  readonly children: ReactNode
  onSave(): void
}

/** A form on the page itself, with what went wrong above the button that saves it. */
export function SaveForm({ change, isWide = false, children, onSave }: SaveFormProps) {
  const { t } = useText()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave()
  }
  return (
    <form className={isWide ? 'form form-wide' : 'form'} onSubmit={submit}>
      {children}
      {change.error && <Trouble error={change.error} />}
      <div className="buttons">
        <Button type="submit" loading={change.isPending}>
          {t('part.save')}
        </Button>
      </div>
    </form>
  )
}
