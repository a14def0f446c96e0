import { Button } from '@mantine/core'
import type { ServiceAccount } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

/** The live tokens of a program: two while one takes the place of the other. */
export function ServiceTokens({ service: { id, organisation, tokens } }: { readonly service: ServiceAccount }) {
  const { t } = useText()
  const { ago, day } = useFormat()
  const remove = useChange('DELETE /organisations/{organisation}/service-accounts/{id}/tokens/{token}', {
    said: () => t('services.tokenRemoved'),
  })
  if (tokens.length === 0) return null
  return (
    <>
      {remove.error && <Trouble error={remove.error} />}
      <Table
        caption={t('tokens.list')}
        hidesCaption={false}
        rows={tokens}
        keyOf={(token) => token.id}
        columns={[
          { name: t('services.tokenMade'), cell: ({ createdAt }) => day(createdAt) },
          { name: t('tokens.lastUsed'), cell: ({ lastUsedAt }) => (lastUsedAt ? ago(lastUsedAt) : t('part.never')) },
          { name: t('tokens.expires'), cell: ({ expiresAt }) => day(expiresAt) },
          {
            name: t('part.actions'),
            cell: (token) => (
              <Button
                variant="default"
                size="xs"
                onClick={() => remove.mutate({ params: { organisation, id, token: token.id } })}
              >
                {t('tokens.remove')}
              </Button>
            ),
          },
        ]}
      />
    </>
  )
}
