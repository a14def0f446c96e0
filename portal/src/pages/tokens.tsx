import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../api/call.ts'
import type { Token } from '../api.gen.ts'
import { useChange } from '../parts/change.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Icon } from '../parts/icon.tsx'
import { Empty, Loaded, Page, Section } from '../parts/page.tsx'
import { ShownOnce } from '../parts/secret.tsx'
import { Table } from '../parts/table.tsx'
import { useFormat } from '../text/format.ts'
import { useText } from '../text/text.ts'
import { AddToken } from './tokens/add.tsx'

/** The tokens with which programs, and operators, call the REST API of the installation. */
export function TokensPage() {
  const { t } = useText()
  const query = useQuery({ queryKey: ['tokens'], queryFn: async () => (await call('GET /tokens', {})).tokens })
  const [isAdding, setAdding] = useState(false)
  const [made, setMade] = useState<string>()
  return (
    <Page
      title={t('tokens.title')}
      lede={t('tokens.lede')}
      actions={
        <Button leftSection={<Icon name="plus" />} onClick={() => setAdding(true)}>
          {t('tokens.add')}
        </Button>
      }
    >
      {made !== undefined && <ShownOnce title={t('tokens.made')} text={made} onDone={() => setMade(undefined)} />}
      <Loaded query={query}>{(tokens) => <Tokens tokens={tokens} />}</Loaded>
      {isAdding && <AddToken onMade={setMade} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function Tokens({ tokens }: { readonly tokens: readonly Token[] }) {
  const { t } = useText()
  const { day, ago } = useFormat()
  const [going, setGoing] = useState<Token>()
  if (tokens.length === 0) return <Empty>{t('tokens.none')}</Empty>
  return (
    <Section title={t('tokens.list')} isTitleSaid>
      <Table
        caption={t('tokens.list')}
        rows={tokens}
        keyOf={({ id }) => id}
        columns={[
          { name: t('tokens.name'), cell: ({ name }) => name },
          { name: t('tokens.scope'), cell: ({ scope }) => t(`tokens.${scope}`) },
          { name: t('tokens.createdBy'), cell: ({ createdBy }) => createdBy },
          { name: t('tokens.lastUsed'), cell: ({ lastUsedAt }) => (lastUsedAt ? ago(lastUsedAt) : t('part.never')) },
          { name: t('tokens.expires'), cell: ({ expiresAt }) => day(expiresAt) },
          {
            name: t('part.actions'),
            cell: (token) => (
              <Button variant="default" size="xs" onClick={() => setGoing(token)}>
                {t('tokens.remove')}
                <span className="unseen"> {token.name}</span>
              </Button>
            ),
          },
        ]}
      />
      {going && <RemoveToken token={going} onClose={() => setGoing(undefined)} />}
    </Section>
  )
}

function RemoveToken({ token: { id, name }, onClose }: { readonly token: Token; onClose(): void }) {
  const { t } = useText()
  const remove = useChange('DELETE /tokens/{id}', { said: () => t('tokens.removed', { name }), after: onClose })
  return (
    <Dialog
      title={t('tokens.removeTitle', { name })}
      verb={t('tokens.remove')}
      isDanger
      change={remove}
      onSubmit={() => remove.mutate({ params: { id } })}
      onClose={onClose}
    >
      <p>{t('tokens.removeWhat')}</p>
    </Dialog>
  )
}
