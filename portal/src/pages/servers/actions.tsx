import { ActionIcon, Checkbox, Menu } from '@mantine/core'
import { useState } from 'react'
import type { Server } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useText } from '../../text/text.ts'

type Asked = 'disable' | 'remove' | undefined

/** What can be done with one server; what would cut people off is asked for first. */
export function ServerActions({ server }: { readonly server: Server }) {
  const { t } = useText()
  const { id, state, origin } = server
  const [asked, ask] = useState<Asked>()
  const set = useChange('PUT /servers/{id}/state', {
    said: (answer) => t(`servers.said.${answer.state}`, { id }),
  })
  const change = (to: Server['state']) => set.mutate({ params: { id }, body: { state: to } })
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t('servers.actions', { id })} loading={set.isPending}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {state !== 'enabled' && <Menu.Item onClick={() => change('enabled')}>{t('servers.enable')}</Menu.Item>}
          {state !== 'draining' && <Menu.Item onClick={() => change('draining')}>{t('servers.drain')}</Menu.Item>}
          {state !== 'disabled' && <Menu.Item onClick={() => ask('disable')}>{t('servers.disable')}</Menu.Item>}
          {origin === 'database' && <Menu.Item onClick={() => ask('remove')}>{t('servers.remove')}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {asked === 'disable' && <Disable server={server} onClose={() => ask(undefined)} />}
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
