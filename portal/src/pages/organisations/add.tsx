import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldProblem } from '../../api/problem.ts'
import { useMay } from '../../api/session.ts'
import { useOrganisation } from '../../frame/organisation.tsx'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

const kinds = ['federation', 'organisation', 'application'] as const

export function AddOrganisation({ onSecret, onClose }: { onSecret(secret: string): void; onClose(): void }) {
  const { t } = useText()
  const may = useMay()
  const { list, chosen } = useOrganisation()
  const isOperator = may('installation.manage')
  const [form, setForm] = useState({ id: '', name: '', kind: 'organisation', parent: isOperator ? '' : (chosen ?? '') })
  const add = useChange('POST /organisations', {
    said: ({ name }) => t('organisations.added', { name }),
    after({ secret }) {
      if (secret !== undefined) onSecret(secret)
      onClose()
    },
  })
  const field = (name: keyof typeof form) => ({
    label: t(`organisations.field.${name}`),
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
    error: fieldProblem(add.error, name),
  })
  const submit = () => {
    const { id, name, parent } = form
    const kind = kinds.find((one) => one === form.kind) ?? 'organisation'
    add.mutate({ body: { id, kind, ...(name === '' ? {} : { name }), ...(parent === '' ? {} : { parent }) } })
  }
  const parents = list.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Dialog
      title={t('organisations.add')}
      verb={t('organisations.add')}
      change={add}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput {...field('name')} required data-autofocus />
      <TextInput {...field('id')} required description={t('organisations.idHint')} />
      <NativeSelect {...field('kind')} data={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      <NativeSelect
        {...field('parent')}
        data={isOperator ? [{ value: '', label: t('organisations.noParent') }, ...parents] : parents}
      />
    </Dialog>
  )
}
