import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { Server } from '../../api.gen.ts'
import { useOrganisation } from '../../frame/organisation.tsx'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useText } from '../../text/text.ts'

/** Asks which organisation brought a server; nobody's is everybody's. */
export function Owner({ server: { id, owner }, onClose }: { readonly server: Server; onClose(): void }) {
  const { t } = useText()
  const { list } = useOrganisation()
  const [chosen, choose] = useState(owner ?? '')
  const nameOf = (wanted: string | null) => list.find((one) => one.id === wanted)?.name ?? wanted
  const set = useChange('PUT /servers/{id}/owner', {
    said: (answer) => t('servers.said.owner', { id, owner: nameOf(answer.owner) ?? t('servers.ownerNobody') }),
    after: onClose,
  })
  return (
    <Dialog
      title={t('servers.ownerTitle', { id })}
      verb={t('servers.ownerChange')}
      change={set}
      onSubmit={() => set.mutate({ params: { id }, body: { owner: chosen === '' ? null : chosen } })}
      onClose={onClose}
    >
      <p>{t('servers.ownerWhat')}</p>
      <NativeSelect
        label={t('servers.owner')}
        data-autofocus
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
        data={[
          { value: '', label: t('servers.ownerNobody') },
          ...list.map((one) => ({ value: one.id, label: one.name })),
        ]}
      />
    </Dialog>
  )
}
