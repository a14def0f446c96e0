import { useMay } from '../../api/session.ts'
import type { Person } from '../../api.gen.ts'
import { Status, type Tone } from '../../parts/status.tsx'
import { type Column, Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'
import { PersonActions } from './actions.tsx'

const tones: Readonly<Record<Person['status'], Tone>> = {
  active: 'good',
  invited: 'wait',
  suspended: 'bad',
  erased: 'quiet',
}

export function PeopleTable({ people }: { readonly people: readonly Person[] }) {
  const { t } = useText()
  const { ago } = useFormat()
  const may = useMay()
  const columns: Column<Person>[] = [
    { name: t('people.name'), cell: (person) => <Name person={person} /> },
    { name: t('people.role'), cell: ({ role }) => t(`role.${role}`) },
    { name: t('people.status'), cell: ({ status }) => <Status tone={tones[status]}>{t(`account.${status}`)}</Status> },
    { name: t('people.groups'), cell: ({ groups }) => groups.map(({ name }) => name).join(', ') || '–' },
    {
      name: t('people.lastSeen'),
      cell: ({ hidden, lastSeenAt }) => (hidden || lastSeenAt ? ago(lastSeenAt) : t('part.never')),
    },
  ]
  if (may('people.manage')) {
    columns.push({ name: t('part.actions'), cell: (person) => <PersonActions person={person} /> })
  }
  return <Table caption={t('people.title')} rows={people} keyOf={({ id }) => id} columns={columns} />
}

function Name({ person: { id, name, email } }: { readonly person: Person }) {
  return (
    <>
      {name ?? <code>{id}</code>}
      {email !== null && <small className="under">{email}</small>}
    </>
  )
}
