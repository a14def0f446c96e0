import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import type { Invitation, Person } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Section } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

interface InvitationsProps {
  readonly organisation: string
  readonly people: readonly Person[]
}

/** The links that are still open; nothing when there are none. */
export function Invitations({ organisation, people }: InvitationsProps) {
  const { t } = useText()
  const { ago, day } = useFormat()
  const params = { organisation }
  const { data: invitations = [] } = useQuery({
    queryKey: ['invitations', organisation],
    queryFn: async () => (await call('GET /organisations/{organisation}/invitations', { params })).invitations,
  })
  const revoke = useChange('DELETE /organisations/{organisation}/invitations/{id}', { said: () => t('invite.revoked') })
  if (invitations.length === 0) return null
  const names = new Map(people.map(({ id, name }) => [id, name]))
  const nameOf = ({ person }: Invitation) => names.get(person) ?? person
  return (
    <Section title={t('invite.open')} lede={t('invite.openHint')}>
      {revoke.error && <Trouble error={revoke.error} />}
      <Table
        caption={t('invite.open')}
        rows={invitations}
        keyOf={({ id }) => id}
        columns={[
          { name: t('people.name'), cell: nameOf },
          { name: t('invite.made'), cell: ({ createdAt }) => ago(createdAt) },
          { name: t('tokens.expires'), cell: ({ expiresAt }) => day(expiresAt) },
          {
            name: t('part.actions'),
            cell: (invitation) => (
              <Button
                variant="default"
                size="xs"
                onClick={() => revoke.mutate({ params: { organisation, id: invitation.id } })}
              >
                {t('invite.revoke')}
                <span className="unseen"> {nameOf(invitation)}</span>
              </Button>
            ),
          },
        ]}
      />
    </Section>
  )
}
