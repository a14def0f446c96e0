import { Button, Modal } from '@mantine/core'
import { type FormEvent, type ReactNode, useId } from 'react'
import { useText } from '../text/text.ts'
import { Trouble } from './trouble.tsx'

interface DialogProps {
  readonly title: string
  readonly children?: ReactNode
  /** What the button says that does it. */
  readonly verb: string
  readonly isDanger?: boolean
  readonly change: { readonly isPending: boolean; readonly error: Error | null; reset(): void }
  onSubmit(): void
  onClose(): void
}

/** A window with a form, which stays open and says why when what it asks for fails. */
export function Dialog({ title, children, verb, isDanger = false, change, onSubmit, onClose }: DialogProps) {
  const { t } = useText()
  const id = useId()
  const close = () => {
    change.reset()
    onClose()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': t('part.close') }}>
      <form id={id} className="form" onSubmit={submit}>
        {children}
        {change.error && <Trouble error={change.error} />}
        <div className="buttons">
          <Button type="submit" loading={change.isPending} color={isDanger ? 'red.9' : 'main'}>
            {verb}
          </Button>
          <Button variant="default" onClick={close}>
            {t('part.cancel')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
