import { Button, Radio } from '@mantine/core'
import { useState } from 'react'
import type { Organisation } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Section } from '../../parts/page.tsx'
import { useText } from '../../text/text.ts'

const statuses = ['active', 'leaving', 'read-only', 'suspended'] as const

/** Whether an organisation may go on as before; a stricter one is asked for twice. */
export function StatusForm({ organisation: { id, name, status } }: { readonly organisation: Organisation }) {
  const { t } = useText()
  const [wanted, setWanted] = useState(status)
  const [isAsking, setAsking] = useState(false)
  const save = useChange('PATCH /organisations/{organisation}', {
    said: () => t('part.saved'),
    after: () => setAsking(false),
  })
  return (
    <Section title={t('standing.title')} lede={t('standing.lede')}>
      <Radio.Group
        aria-label={t('standing.title')}
        value={wanted}
        onChange={(value) => setWanted(statuses.find((one) => one === value) ?? status)}
      >
        <div className="form">
          {statuses.map((one) => (
            <Radio key={one} value={one} label={t(`standing.${one}`)} description={t(`standing.what.${one}`)} />
          ))}
        </div>
      </Radio.Group>
      <div className="buttons">
        <Button disabled={wanted === status} onClick={() => setAsking(true)}>
          {t('standing.change')}
        </Button>
      </div>
      {isAsking && (
        <Dialog
          title={t('standing.sure', { name, status: t(`standing.${wanted}`) })}
          verb={t('standing.change')}
          isDanger={wanted !== 'active'}
          change={save}
          onSubmit={() => save.mutate({ params: { organisation: id }, body: { status: wanted } })}
          onClose={() => setAsking(false)}
        >
          <p>{t(`standing.what.${wanted}`)}</p>
        </Dialog>
      )}
    </Section>
  )
}
