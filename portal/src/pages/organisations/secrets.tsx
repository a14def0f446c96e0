import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Organisation } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Empty, Section } from '../../parts/page.tsx'
import { ShownOnce } from '../../parts/secret.tsx'
import { Table } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'

/** The secrets with which an organisation's front ends sign: two at once while one is replaced. */
export function Secrets({ organisation }: { readonly organisation: Organisation }) {
  const { t } = useText()
  const { id, secrets, origin } = organisation
  const [made, setMade] = useState<string>()
  const make = useChange('POST /organisations/{organisation}/secrets', { after: ({ secret }) => setMade(secret) })
  const add = origin === 'database' && (
    <Button variant="default" loading={make.isPending} onClick={() => make.mutate({ params: { organisation: id } })}>
      {t('secrets.add')}
    </Button>
  )
  return (
    <Section title={t('secrets.title')} lede={t('secrets.lede')} actions={add || undefined}>
      {make.error && <Trouble error={make.error} />}
      {made !== undefined && <ShownOnce title={t('secrets.made')} text={made} onDone={() => setMade(undefined)} />}
      {secrets.length === 0 ? <Empty>{t('secrets.none')}</Empty> : <SecretTable organisation={organisation} />}
    </Section>
  )
}

function SecretTable({ organisation: { id, secrets, origin } }: { readonly organisation: Organisation }) {
  const { t } = useText()
  const { ago } = useFormat()
  const [going, setGoing] = useState<string>()
  return (
    <>
      <Table
        caption={t('secrets.title')}
        rows={secrets}
        keyOf={({ fingerprint }) => fingerprint}
        columns={[
          { name: t('secrets.fingerprint'), cell: ({ fingerprint }) => <code>{fingerprint}</code> },
          { name: t('tokens.lastUsed'), cell: ({ lastUsedAt }) => (lastUsedAt ? ago(lastUsedAt) : t('part.never')) },
          ...(origin === 'database'
            ? [
                {
                  name: t('part.actions'),
                  cell: ({ fingerprint }: { readonly fingerprint: string }) => (
                    <Button variant="default" size="xs" onClick={() => setGoing(fingerprint)}>
                      {t('secrets.remove')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {going !== undefined && <Remove organisation={id} fingerprint={going} onClose={() => setGoing(undefined)} />}
    </>
  )
}

interface RemoveProps {
  readonly organisation: string
  readonly fingerprint: string
  onClose(): void
}

function Remove({ organisation, fingerprint, onClose }: RemoveProps) {
  const { t } = useText()
  const remove = useChange('DELETE /organisations/{organisation}/secrets/{fingerprint}', {
    said: () => t('secrets.removed'),
    after: onClose,
  })
  return (
    <Dialog
      title={t('secrets.removeTitle')}
      verb={t('secrets.remove')}
      isDanger
      change={remove}
      onSubmit={() => remove.mutate({ params: { organisation, fingerprint } })}
      onClose={onClose}
    >
      <p>{t('secrets.removeWhat', { fingerprint })}</p>
    </Dialog>
  )
}
