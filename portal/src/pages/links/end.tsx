import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { LinkDetails } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'

interface EndProps {
  readonly link: LinkDetails
}

/** Lets a link lead nowhere any more, with a word to those who follow it. */
export function RetireLink({ link: { keyword } }: EndProps) {
  const { t } = useText()
  const client = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const retire = useChange('POST /links/{keyword}/retire', {
    said: () => t('links.retired', { keyword }),
    after: () => {
      setAsking(false)
      void client.invalidateQueries({ queryKey: ['link', keyword] })
    },
  })
  const { values, text } = useFields({ note: '' }, retire.error)
  return (
    <>
      <Button variant="default" c="var(--bad)" onClick={() => setAsking(true)}>
        {t('links.retire')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('links.retireTitle', { keyword })}
          verb={t('links.retire')}
          isDanger
          change={retire}
          onSubmit={() => retire.mutate({ params: { keyword }, body: { note: values.note } })}
          onClose={() => setAsking(false)}
        >
          <p>{t('links.retireWhat')}</p>
          <TextInput {...text('note')} label={t('links.farewell')} maxLength={500} />
        </Dialog>
      )}
    </>
  )
}

/** Takes away what is kept here of a keyword. */
export function ForgetLink({ link: { keyword } }: EndProps) {
  const { t } = useText()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const forget = useChange('DELETE /links/{keyword}', {
    said: () => t('links.forgotten', { keyword }),
    after: () => void navigate({ to: '/links' }),
  })
  return (
    <>
      <Button variant="default" c="var(--bad)" onClick={() => setAsking(true)}>
        {t('links.forget')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('links.forgetTitle', { keyword })}
          verb={t('links.forget')}
          isDanger
          change={forget}
          onSubmit={() => forget.mutate({ params: { keyword } })}
          onClose={() => setAsking(false)}
        >
          <p>{t('links.forgetWhat')}</p>
        </Dialog>
      )}
    </>
  )
}
