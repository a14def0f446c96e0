import type { Task, TaskBoard } from '../../api.gen.ts'
import { Empty, Section } from '../../parts/page.tsx'
import { Table } from '../../parts/table.tsx'
import { useFormat } from '../../text/format.ts'
import { useText } from '../../text/text.ts'
import { CloseTask } from './board.tsx'

interface ByPersonProps {
  readonly board: TaskBoard
  readonly organisation: string
}

/** Who has to do what, the oldest first; what nobody has comes last. */
export function ByPerson({ board, organisation }: ByPersonProps) {
  const { t } = useText()
  const people = board.people.flatMap(({ id, name }) => {
    const tasks = board.tasks.filter(({ assignees }) => assignees.some((one) => one.id === id))
    return tasks.length === 0 ? [] : [{ id, name, tasks }]
  })
  const free = board.tasks.filter(({ assignees }) => assignees.length === 0)
  const all = [...people, ...(free.length === 0 ? [] : [{ id: '', name: t('tasks.nobody'), tasks: free }])]
  if (all.length === 0) {
    return (
      <Section title={t('tasks.view.people')} isTitleSaid>
        <Empty>{t('tasks.none')}</Empty>
      </Section>
    )
  }
  return all.map(({ id, name, tasks }) => (
    <Section key={id} title={name} lede={t('tasks.count', { count: tasks.length })}>
      <Tasks caption={name} tasks={tasks} organisation={organisation} />
    </Section>
  ))
}

interface TasksProps {
  readonly caption: string
  readonly tasks: readonly Task[]
  readonly organisation: string
}

function Tasks({ caption, tasks, organisation }: TasksProps) {
  const { t } = useText()
  const format = useFormat()
  const sorted = tasks.toSorted((a, b) => (a.since ?? '').localeCompare(b.since ?? ''))
  return (
    <Table
      caption={caption}
      rows={sorted}
      keyOf={({ id }) => id}
      columns={[
        { name: t('tasks.task'), cell: ({ title, number }) => `${title} (#${number})` },
        { name: t('tasks.column'), cell: ({ column }) => column },
        { name: t('tasks.since'), cell: ({ since }) => format.ago(since) },
        { name: t('tasks.close'), cell: (task) => <CloseTask organisation={organisation} task={task} /> },
      ]}
    />
  )
}
