import { Checkbox, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { LinkDetails } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { useFields } from '../../parts/fields.ts'
import { Section } from '../../parts/page.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { useText } from '../../text/text.ts'

/** Lets a link lead elsewhere, or be found or not. */
export function ChangeLink({ link: { keyword, destination, note, visibility } }: { readonly link: LinkDetails }) {
  const { t } = useText()
  const client = useQueryClient()
  const change = useChange('PATCH /links/{keyword}', {
    said: () => t('links.changed', { keyword }),
    after: () => void client.invalidateQueries({ queryKey: ['link', keyword] }),
  })
  const { values, text, check } = useFields({ destination, note, isPublic: visibility === 'public' }, change.error)
  const save = () =>
    change.mutate({
      params: { keyword },
      body: {
        destination: values.destination,
        note: values.note,
        visibility: values.isPublic ? 'public' : 'unlisted',
      },
    })
  return (
    <Section title={t('links.change')}>
      <SaveForm change={change} isWide onSave={save}>
        <TextInput
          {...text('destination')}
          label={t('links.leadsTo')}
          description={t('links.destinationHint')}
          required
          maxLength={2000}
          spellCheck={false}
        />
        <TextInput {...text('note')} label={t('links.note')} description={t('links.noteHint')} maxLength={500} />
        <Checkbox {...check('isPublic')} label={t('links.isPublic')} description={t('links.isPublicHint')} />
      </SaveForm>
    </Section>
  )
}
