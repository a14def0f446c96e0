import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import type { Task, TaskBoard } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Trouble } from '../../parts/trouble.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'
import { TaskDialog } from './dialog.tsx'

interface BoardProps {
  readonly board: TaskBoard
  readonly organisation: string
}

/** The columns beside each other; on a phone below each other. Cards move by a choice, so keys and thumbs are enough. */
export function Board({ board, organisation }: BoardProps) {
  const { t } = useText()
  return (
    <div className="board">
      {board.columns.map((column) => {
        const tasks = board.tasks.filter((task) => task.column === column)
        return (
          <section key={column} className="column" aria-label={column}>
            <h2>
              {column} <span className="soft">{tasks.length}</span>
            </h2>
            {tasks.length === 0 && <p className="soft small">{t('tasks.empty')}</p>}
            <ul>
              {tasks.map((task) => (
                <Card key={task.id} task={task} board={board} organisation={organisation} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}

function Card({ task, board, organisation }: BoardProps & { readonly task: Task }) {
  const { t } = useText()
  const format = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { number, title, issue, assignees, since, column } = task
  const move = useChange('PATCH /organisations/{organisation}/tasks/{task}', {
    said: (answer) => t('tasks.moved', { title: answer.title, column: answer.column }),
  })
  const params = { organisation, task: number }
  return (
    <li className="task" id={`task-${number}`} ref={showIfMeant}>
      <p>
        <button type="button" className="task-title" onClick={() => setOpen(true)}>
          {title}
        </button>
      </p>
      <p className="soft small">
        #{number}
        {issue !== null && ` · ${issue}`} ·{' '}
        {assignees.length === 0 ? t('tasks.nobody') : assignees.map(({ name }) => name).join(', ')} ·{' '}
        {format.ago(since)}
      </p>
      <NativeSelect
        size="xs"
        aria-label={t('tasks.columnOf', { title })}
        value={column}
        data={[...board.columns]}
        disabled={move.isPending}
        onChange={(event) => move.mutate({ params, body: { column: event.currentTarget.value } })}
      />
      {move.error && <Trouble error={move.error} />}
      {isOpen && <TaskDialog board={board} organisation={organisation} task={task} onClose={() => setOpen(false)} />}
    </li>
  )
}

/** Notes link to `#task-12`; the card is there only once the board has come. */
function showIfMeant(card: HTMLElement | null): void {
  if (card === null || location.hash !== `#${card.id}`) return
  card.classList.add('task-meant')
  card.scrollIntoView({ block: 'center' })
}

/** Closes a task, from wherever it is shown. */
export function CloseTask({ organisation, task }: { readonly organisation: string; readonly task: Task }) {
  const { t } = useText()
  const close = useChange('PATCH /organisations/{organisation}/tasks/{task}', {
    said: ({ title }) => t('tasks.closed', { title }),
  })
  return (
    <Button
      variant="default"
      size="xs"
      loading={close.isPending}
      aria-label={t('tasks.closeOne', { title: task.title })}
      onClick={() => close.mutate({ params: { organisation, task: task.number }, body: { closed: true } })}
    >
      {t('tasks.close')}
    </Button>
  )
}
