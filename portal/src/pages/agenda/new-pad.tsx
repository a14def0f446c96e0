import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type Answer, call } from '../../api/call.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'

type Template = Answer<'GET /organisations/{organisation}/pads'>['templates'][number]

interface NewPadProps {
  readonly organisation: string
  readonly templates: readonly Template[]
  onClose(): void
}

/** A pad from a template; after another meeting, its roles rotate and what was skipped is carried over. */
export function NewPad({ organisation, templates, onClose }: NewPadProps) {
  const { t } = useText()
  const navigate = useNavigate()
  const earlier = useEarlier(organisation)
  const add = useChange('POST /organisations/{organisation}/pads', {
    after: ({ id }) => void navigate({ to: '/agenda/$organisation/$pad', params: { organisation, pad: id } }),
  })
  const today = new Date().toLocaleDateString('sv')
  const { values, text, put } = useFields(
    { title: '', date: today, template: templates[0] ?? '', after: '' },
    add.error,
  )
  const submit = async () => {
    const { after: note, title, date, template: named } = values
    const template = templates.find((one) => one === named)
    const rest = { date, ...(template ? { template } : {}) }
    const before =
      note === ''
        ? {}
        : {
            after: (await call('GET /organisations/{organisation}/notes/{note}', { params: { organisation, note } }))
              .text,
          }
    add.mutate({ params: { organisation }, body: { ...rest, ...before, ...(title.trim() === '' ? {} : { title }) } })
  }
  return (
    <Dialog
      title={t('agenda.prepare')}
      verb={t('agenda.prepare')}
      change={add}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <TextInput {...text('title')} label={t('agenda.meeting')} data-autofocus maxLength={200} />
      <TextInput {...text('date')} type="date" label={t('agenda.day')} required />
      <NativeSelect
        label={t('agenda.template')}
        value={values.template}
        data={templates.map((name) => ({ value: name, label: name }))}
        onChange={(event) => put({ template: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('agenda.after')}
        description={t('agenda.afterHint')}
        value={values.after}
        data={[{ value: '', label: t('agenda.afterNone') }, ...earlier]}
        onChange={(event) => put({ after: event.currentTarget.value })}
      />
    </Dialog>
  )
}

/** The meetings whose notes are kept. */
function useEarlier(organisation: string) {
  const { data: notes = [] } = useQuery({
    queryKey: ['notes', organisation, ''],
    queryFn: async () => (await call('GET /organisations/{organisation}/notes', { params: { organisation } })).notes,
  })
  return notes.map(({ id, title, heldOn }) => ({ value: id, label: [heldOn, title].filter(Boolean).join(' ') }))
}
