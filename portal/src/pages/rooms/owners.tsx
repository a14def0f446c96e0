import { Button, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import type { Room } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { useFields } from '../../parts/fields.ts'
import { Section } from '../../parts/page.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'

/** With whom a room is shared: they may begin, change it, and share it on. */
export function RoomOwners({ room }: { readonly room: Room }) {
  const { t } = useText()
  const params = { organisation: room.organisation, room: room.id }
  const remove = useChange('DELETE /organisations/{organisation}/rooms/{room}/owners/{person}', {
    said: () => t('room.unshared'),
  })
  return (
    <Section title={t('room.owners')} lede={t('room.ownersHint')}>
      <ul className="chips">
        {room.owners.map(({ id, name }) => (
          <li key={id}>
            {name ?? id}
            {room.owners.length > 1 && (
              <Button
                variant="subtle"
                size="compact-sm"
                onClick={() => remove.mutate({ params: { ...params, person: id } })}
              >
                {t('room.unshare')}
                <span className="unseen"> {name ?? id}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {remove.error && <Trouble error={remove.error} />}
      <Share params={params} />
    </Section>
  )
}

function Share({ params }: { readonly params: { readonly organisation: string; readonly room: string } }) {
  const { t } = useText()
  const share = useChange('POST /organisations/{organisation}/rooms/{room}/owners', {
    said: () => t('room.shared'),
    after: () => put({ email: '' }),
  })
  const { values, text, put } = useFields({ email: '' }, share.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    share.mutate({ params, body: { email: values.email } })
  }
  return (
    <form className="inline-form" onSubmit={submit}>
      <TextInput {...text('email')} type="email" required label={t('room.shareWith')} autoComplete="off" />
      <Button type="submit" variant="default" loading={share.isPending}>
        {t('room.share')}
      </Button>
      {share.error && <Trouble error={share.error} />}
    </form>
  )
}
