import { Checkbox, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Failure } from '../../api/problem.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'

/** A keyword and where it leads; whether it is taken already is asked for only when it is. */
export function AddLink({ onClose }: { onClose(): void }) {
  const { t } = useText()
  const navigate = useNavigate()
  const add = useChange('POST /links', {
    said: ({ keyword }) => t('links.added', { keyword }),
    after: ({ keyword }) => void navigate({ to: '/links/$keyword', params: { keyword } }),
  })
  const first = { keyword: '', destination: '', note: '', isPublic: false, replace: false }
  const { values, text, check } = useFields(first, add.error)
  const { keyword, destination, note, isPublic, replace } = values
  const isTaken = add.error instanceof Failure && add.error.problem.code === 'conflict'
  const submit = () =>
    add.mutate({
      body: { keyword, destination, note, visibility: isPublic ? 'public' : 'unlisted', ...(replace && { replace }) },
    })
  return (
    <Dialog title={t('links.add')} verb={t('links.add')} change={add} onSubmit={submit} onClose={onClose}>
      <TextInput
        {...text('keyword')}
        label={t('links.keyword')}
        description={t('links.keywordHint')}
        required
        data-autofocus
        maxLength={80}
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput
        {...text('destination')}
        label={t('links.leadsTo')}
        description={t('links.destinationHint')}
        required
        maxLength={2000}
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextInput {...text('note')} label={t('links.note')} description={t('links.noteHint')} maxLength={500} />
      <Checkbox {...check('isPublic')} label={t('links.isPublic')} description={t('links.isPublicHint')} />
      {(isTaken || replace) && <Checkbox {...check('replace')} label={t('links.replace')} />}
    </Dialog>
  )
}
