import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldProblem } from '../../api/problem.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

const days = [30, 90, 365] as const

export function AddToken({ onMade, onClose }: { onMade(token: string): void; onClose(): void }) {
  const { t } = useText()
  const [name, setName] = useState('')
  const [scope, setScope] = useState<'read' | 'manage'>('read')
  const [expiresInDays, setDays] = useState(90)
  const add = useChange('POST /tokens', {
    after({ token }) {
      onMade(token)
      onClose()
    },
  })
  return (
    <Dialog
      title={t('tokens.add')}
      verb={t('tokens.add')}
      change={add}
      onSubmit={() => add.mutate({ body: { name, scope, expiresInDays } })}
      onClose={onClose}
    >
      <TextInput
        label={t('tokens.name')}
        description={t('tokens.nameHint')}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldProblem(add.error, 'name')}
      />
      <NativeSelect
        label={t('tokens.scope')}
        value={scope}
        onChange={(event) => setScope(event.currentTarget.value === 'manage' ? 'manage' : 'read')}
        data={(['read', 'manage'] as const).map((value) => ({ value, label: t(`tokens.${value}`) }))}
      />
      <NativeSelect
        label={t('tokens.expires')}
        value={String(expiresInDays)}
        onChange={(event) => setDays(Number(event.currentTarget.value))}
        data={days.map((count) => ({ value: String(count), label: t('tokens.inDays', { count }) }))}
      />
    </Dialog>
  )
}
