import { ActionIcon, Menu } from '@mantine/core'
import { Icon } from './icon.tsx'

export interface Action {
  readonly text: string
  run(): void
}

interface ActionsMenuProps {
  /** What screen readers are told, such as "Actions for Ada". */
  readonly label: string
  readonly actions: readonly Action[]
  readonly isBusy?: boolean
}

/** What can be done with one row of a table. */
export function ActionsMenu({ label, actions, isBusy = false }: ActionsMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size="lg" aria-label={label} loading={isBusy}>
          <Icon name="more" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ text, run }) => (
          <Menu.Item key={text} onClick={run}>
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
