import { Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldProblem } from '../../api/problem.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

/** Asks for what `bbb-conf --secret` prints; the server is looked at before it is added. */
export function AddServer({ onClose }: { onClose(): void }) {
  const { t } = useText()
  const [form, setForm] = useState({ url: '', secret: '', id: '', capacity: '150', tags: '', unchecked: false })
  const add = useChange('POST /servers', { said: ({ id }) => t('servers.said.added', { id }), after: onClose })
  const put = (part: Partial<typeof form>) => setForm({ ...form, ...part })
  const submit = () =>
    add.mutate({
      query: { unchecked: String(form.unchecked) },
      body: {
        url: form.url,
        secret: form.secret,
        capacity: Number(form.capacity),
        tags: form.tags.split(/[\s,]+/).filter(Boolean),
        ...(form.id === '' ? {} : { id: form.id }),
      },
    })
  const field = (name: 'url' | 'id' | 'capacity' | 'tags') => ({
    label: t(`servers.field.${name}`),
    value: form[name],
    onChange: (event: { currentTarget: { value: string } }) => put({ [name]: event.currentTarget.value }),
    error: fieldProblem(add.error, name),
  })
  return (
    <Dialog title={t('servers.add')} verb={t('servers.add')} change={add} onSubmit={submit} onClose={onClose}>
      <p className="soft">{t('servers.addHow')}</p>
      <TextInput {...field('url')} required data-autofocus placeholder="https://bbb1.example.coop/bigbluebutton/" />
      <PasswordInput
        label={t('servers.field.secret')}
        required
        autoComplete="off"
        value={form.secret}
        onChange={(event) => put({ secret: event.currentTarget.value })}
        error={fieldProblem(add.error, 'secret')}
        visibilityToggleButtonProps={{ 'aria-label': t('secret.show') }}
      />
      <TextInput {...field('id')} description={t('servers.idHint')} />
      <TextInput {...field('capacity')} inputMode="numeric" description={t('servers.capacityHint')} />
      <TextInput {...field('tags')} description={t('servers.tagsHint')} />
      <Checkbox
        label={t('servers.field.unchecked')}
        checked={form.unchecked}
        onChange={(event) => put({ unchecked: event.currentTarget.checked })}
      />
    </Dialog>
  )
}
