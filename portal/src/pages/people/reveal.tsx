import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useText } from '../../text/text.ts'

/** For those who run the installation: names are shown for a reason, which the organisation's administrators can read. */
export function Reveal({ onReason }: { onReason(reason: string): void }) {
  const { t } = useText()
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onReason(reason.trim())
  }
  return (
    <form className="banner inline-form" onSubmit={submit}>
      <TextInput
        label={t('people.reason')}
        description={t('people.reasonHint')}
        required
        minLength={8}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t('people.reveal')}
      </Button>
    </form>
  )
}
