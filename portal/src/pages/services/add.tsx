import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useSession } from '../../api/session.ts'
import type { ServiceAccount } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'
import { useActivePeople } from './owners.tsx'

type Right = ServiceAccount['rights'][number]

/** What a program of an organisation may want; one may give only what one holds. */
const useful = [
  'organisation.see',
  'meetings.see',
  'meetings.manage',
  'people.list',
  'people.see',
  'people.manage',
  'rooms.see',
  'rooms.manage',
  'usage.see',
  'audit.see',
] as const satisfies readonly Right[]

export function AddService({ organisation, onClose }: { readonly organisation: string; onClose(): void }) {
  const { t } = useText()
  const { rights: held, person } = useSession()
  const { data: people = [] } = useActivePeople(organisation)
  const add = useChange('POST /organisations/{organisation}/service-accounts', {
    said: ({ name }) => t('services.added', { name }),
    after: onClose,
  })
  const first = { name: '', first: person?.id ?? '', second: '', expectsEvery: '', rights: [] as string[] }
  const { values, text, put } = useFields(first, add.error)
  const submit = () => {
    const rights = useful.filter((right) => values.rights.includes(right))
    const hours = values.expectsEvery.trim()
    const expected = hours === '' ? {} : { expectsEvery: Number(hours) }
    const owners = [values.first, values.second]
    add.mutate({ params: { organisation }, body: { name: values.name, rights, owners, ...expected } })
  }
  const choices = [{ value: '', label: '–' }, ...people.map(({ id, name }) => ({ value: id, label: name ?? id }))]
  return (
    <Dialog title={t('services.add')} verb={t('services.add')} change={add} onSubmit={submit} onClose={onClose}>
      <TextInput
        {...text('name')}
        label={t('tokens.name')}
        description={t('tokens.nameHint')}
        required
        data-autofocus
      />
      <p className="soft">{t('services.ownersHint')}</p>
      <NativeSelect {...text('first')} label={t('services.firstOwner')} data={choices} required />
      <NativeSelect {...text('second')} label={t('services.secondOwner')} data={choices} required />
      <Checkbox.Group label={t('services.rights')} value={values.rights} onChange={(rights) => put({ rights })}>
        <div className="form choices">
          {useful
            .filter((right) => (held as readonly string[]).includes(right))
            .map((right) => (
              <Checkbox key={right} value={right} label={t(`right.${right}`)} />
            ))}
        </div>
      </Checkbox.Group>
      <TextInput
        {...text('expectsEvery')}
        label={t('services.expectsEvery')}
        description={t('services.expectsHint')}
        inputMode="numeric"
      />
    </Dialog>
  )
}
