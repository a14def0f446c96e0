import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { Server } from '../../api.gen.ts'
import { type Action, ActionsMenu } from '../../parts/actions-menu.tsx'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { useText } from '../../text/text.ts'
import { Owner } from './owner.tsx'

type Asked = 'disable' | 'owner' | 'remove' | undefined

/** What can be done with one server; what would cut people off is asked for first. */
export function ServerActions({ server }: { readonly server: Server }) {
  const { t } = useText()
  const { id, state, origin } = server
  const [asked, ask] = useState<Asked>()
  const set = useChange('PUT /servers/{id}/state', {
    said: (answer) => t(`servers.said.${answer.state}`, { id }),
  })
  const change = (to: Server['state']) => set.mutate({ params: { id }, body: { state: to } })
  const choices: readonly (Action | false)[] = [
    state !== 'enabled' && { text: t('servers.enable'), run: () => change('enabled') },
    state !== 'draining' && { text: t('servers.drain'), run: () => change('draining') },
    state !== 'disabled' && { text: t('servers.disable'), run: () => ask('disable') },
    origin === 'database' && { text: t('servers.ownerChange'), run: () => ask('owner') },
    origin === 'database' && { text: t('servers.remove'), run: () => ask('remove') },
  ]
  const actions = choices.filter((one) => one !== false)
  return (
    <>
      <ActionsMenu label={t('servers.actions', { id })} actions={actions} isBusy={set.isPending} />
      {set.error && <Trouble error={set.error} />}
      {asked === 'disable' && <Disable server={server} onClose={() => ask(undefined)} />}
      {asked === 'owner' && <Owner server={server} onClose={() => ask(undefined)} />}
      {asked === 'remove' && <Remove server={server} onClose={() => ask(undefined)} />}
    </>
  )
}

interface AskProps {
  readonly server: Server
  onClose(): void
}

function Disable({ server: { id, meetings, people }, onClose }: AskProps) {
  const { t } = useText()
  const [force, setForce] = useState(false)
  const set = useChange('PUT /servers/{id}/state', { said: () => t('servers.said.disabled', { id }), after: onClose })
  return (
    <Dialog
      title={t('servers.disableTitle', { id })}
      verb={t('servers.disable')}
      isDanger
      change={set}
      onSubmit={() => set.mutate({ params: { id }, query: { force: String(force) }, body: { state: 'disabled' } })}
      onClose={onClose}
    >
      <p>{t('servers.disableWhat')}</p>
      {meetings > 0 && (
        <Checkbox
          label={t('servers.disableForce', { count: meetings, people: people ?? 0 })}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
    </Dialog>
  )
}

function Remove({ server: { id, meetings }, onClose }: AskProps) {
  const { t } = useText()
  const [force, setForce] = useState(false)
  const remove = useChange('DELETE /servers/{id}', { said: () => t('servers.said.removed', { id }), after: onClose })
  return (
    <Dialog
      title={t('servers.removeTitle', { id })}
      verb={t('servers.remove')}
      isDanger
      change={remove}
      onSubmit={() => remove.mutate({ params: { id }, query: { force: String(force) } })}
      onClose={onClose}
    >
      <p>{t('servers.removeWhat')}</p>
      {meetings > 0 && (
        <Checkbox
          label={t('servers.removeForce', { count: meetings })}
          checked={force}
          onChange={(event) => setForce(event.currentTarget.checked)}
        />
      )}
    </Dialog>
  )
}
