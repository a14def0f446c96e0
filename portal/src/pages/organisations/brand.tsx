import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { fieldProblem } from '../../api/problem.ts'
import type { Organisation } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Section } from '../../parts/page.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { useText } from '../../text/text.ts'

const parts = ['logo', 'colour', 'slide', 'welcome'] as const

/** How an organisation shows itself. What it leaves empty is said by the one above it. */
export function BrandForm({ organisation: { id, name, brand, ownBrand } }: { readonly organisation: Organisation }) {
  const { t } = useText()
  const [form, setForm] = useState({ logo: '', colour: '', slide: '', welcome: '', ...ownBrand, name })
  const save = useChange('PATCH /organisations/{organisation}', { said: () => t('part.saved') })
  const submit = () => {
    const filled = Object.fromEntries(parts.filter((part) => form[part]?.trim()).map((part) => [part, form[part]]))
    save.mutate({ params: { organisation: id }, body: { name: form.name, brand: filled } })
  }
  const field = (part: keyof typeof form) => ({
    label: t(`brand.${part}`),
    value: form[part],
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [part]: event.currentTarget.value }),
    error: fieldProblem(save.error, part === 'name' ? part : `brand.${part}`),
    ...(part === 'name' ? {} : { placeholder: brand[part] }),
  })
  return (
    <Section title={t('brand.title')} lede={t('brand.lede')}>
      <SaveForm change={save} onSave={submit}>
        <TextInput {...field('name')} required />
        <TextInput {...field('logo')} inputMode="url" />
        <TextInput {...field('colour')} description={t('brand.colourHint')} />
        <TextInput {...field('slide')} inputMode="url" description={t('brand.slideHint')} />
        <Textarea {...field('welcome')} rows={3} description={t('brand.welcomeHint')} />
      </SaveForm>
    </Section>
  )
}
