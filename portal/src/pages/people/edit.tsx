import type { Person } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'
import { PersonFields, toPerson } from './person-fields.tsx'

export function EditPerson({ person, onClose }: { readonly person: Person; onClose(): void }) {
  const { t } = useText()
  const { id, organisation } = person
  const save = useChange('PATCH /organisations/{organisation}/people/{id}', {
    said: () => t('part.saved'),
    after: onClose,
  })
  const fields = useFields(
    {
      name: person.name ?? '',
      email: person.email ?? '',
      externalId: person.externalId ?? '',
      role: person.role as string,
      language: person.language ?? '',
      groups: person.groups.map(({ name }) => name).join(', '),
    },
    save.error,
  )
  return (
    <Dialog
      title={t('people.editTitle', { name: person.name ?? id })}
      verb={t('part.save')}
      change={save}
      onSubmit={() => save.mutate({ params: { organisation, id }, body: toPerson(fields.values) })}
      onClose={onClose}
    >
      <PersonFields fields={fields} />
    </Dialog>
  )
}
