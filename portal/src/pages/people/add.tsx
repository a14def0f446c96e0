import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'
import { PersonFields, type PersonValues, toPerson } from './person-fields.tsx'

const nobody: PersonValues = { name: '', email: '', externalId: '', role: 'member', language: '', groups: '' }

export function AddPerson({ organisation, onClose }: { readonly organisation: string; onClose(): void }) {
  const { t } = useText()
  const add = useChange('POST /organisations/{organisation}/people', {
    said: ({ name }) => t('people.added', { name: name ?? '' }),
    after: onClose,
  })
  const fields = useFields(nobody, add.error)
  return (
    <Dialog
      title={t('people.add')}
      verb={t('people.add')}
      change={add}
      onSubmit={() => add.mutate({ params: { organisation }, body: toPerson(fields.values) })}
      onClose={onClose}
    >
      <PersonFields fields={fields} />
    </Dialog>
  )
}
