import { Button } from '@mantine/core'
import { useState } from 'react'
import { useText } from '../text/text.ts'
import { Icon } from './icon.tsx'

interface ShownOnceProps {
  readonly title: string
  readonly text: string
  onDone(): void
}

/** A secret that the server will not tell again. */
export function ShownOnce({ title, text, onDone }: ShownOnceProps) {
  const { t } = useText()
  return (
    <div className="shown-once" role="status">
      <p>
        <strong>{title}</strong> {t('secret.once')}
      </p>
      <code>{text}</code>
      <div className="buttons">
        <CopyButton text={text} />
        <Button variant="default" onClick={onDone}>
          {t('secret.done')}
        </Button>
      </div>
    </div>
  )
}

interface CopyProps {
  readonly text: string
  /** What the text is, where several can be copied. */
  readonly what?: string
}

/** Puts a text into the clipboard. */
export function CopyButton({ text, what }: CopyProps) {
  const { t } = useText()
  const [isCopied, setCopied] = useState(false)
  return (
    <Button
      variant="default"
      leftSection={<Icon name={isCopied ? 'check' : 'copy'} />}
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {isCopied ? t('secret.copied') : t('secret.copy')}
      {what !== undefined && <span className="unseen">: {what}</span>}
    </Button>
  )
}
