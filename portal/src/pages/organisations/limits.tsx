import { Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldProblem } from '../../api/problem.ts'
import type { Organisation } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Section } from '../../parts/page.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { useText } from '../../text/text.ts'

const numbers = ['users', 'meetings', 'duration', 'minutes', 'storage'] as const

/** What an organisation, with all below it, may use. */
export function LimitsForm({ organisation: { id, limits } }: { readonly organisation: Organisation }) {
  const { t } = useText()
  const [form, setForm] = useState(() => Object.fromEntries(numbers.map((name) => [name, String(limits[name] ?? '')])))
  const [recording, setRecording] = useState(limits.recording)
  const save = useChange('PATCH /organisations/{organisation}', { said: () => t('part.saved') })
  const submit = () => {
    const set = numbers.filter((name) => form[name]?.trim()).map((name) => [name, Number(form[name])])
    save.mutate({ params: { organisation: id }, body: { limits: { ...Object.fromEntries(set), recording } } })
  }
  return (
    <Section title={t('limits.title')} lede={t('limits.lede')}>
      <SaveForm change={save} onSave={submit}>
        <div className="columns">
          {numbers.map((name) => (
            <TextInput
              key={name}
              label={t(`limits.${name}`)}
              inputMode="numeric"
              placeholder={t('limit.none')}
              value={form[name] ?? ''}
              onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
              error={fieldProblem(save.error, `limits.${name}`)}
            />
          ))}
        </div>
        <Checkbox
          label={t('limits.recording')}
          checked={recording}
          onChange={(event) => setRecording(event.currentTarget.checked)}
        />
      </SaveForm>
    </Section>
  )
}
