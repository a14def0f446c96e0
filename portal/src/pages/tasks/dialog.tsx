import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Task, TaskBoard } from '../../api.gen.ts'
import { useChange } from '../../parts/change.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { useFields } from '../../parts/fields.ts'
import { useText } from '../../text/text.ts'

interface TaskDialogProps {
  readonly board: TaskBoard
  readonly organisation: string
  /** The task to be changed; none to add one. */
  readonly task?: Task
  onClose(): void
}

/** A task with all that can be said of it. */
export function TaskDialog({ board, organisation, task, onClose }: TaskDialogProps) {
  const { t } = useText()
  const add = useChange('POST /organisations/{organisation}/tasks', {
    said: ({ title }) => t('tasks.added', { title }),
    after: onClose,
  })
  const save = useChange('PATCH /organisations/{organisation}/tasks/{task}', {
    said: ({ title }) => t('tasks.saved', { title }),
    after: onClose,
  })
  const change = task ? save : add
  const first = { title: task?.title ?? '', details: task?.details ?? '', column: task?.column ?? usualColumn(board) }
  const { values, text, put } = useFields(first, change.error)
  const [assignees, setAssignees] = useState<readonly string[]>(task?.assignees.map(({ id }) => id) ?? [])
  const [closed, setClosed] = useState(false)
  const submit = () => {
    const body = { ...values, assignees: [...assignees] }
    if (task)
      save.mutate({ params: { organisation, task: task.number }, body: { ...body, ...(closed ? { closed } : {}) } })
    else add.mutate({ params: { organisation }, body })
  }
  return (
    <Dialog
      title={task ? `#${task.number}` : t('tasks.add')}
      verb={t(task ? 'part.save' : 'tasks.add')}
      change={change}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput {...text('title')} label={t('tasks.task')} required maxLength={500} data-autofocus />
      <Textarea {...text('details')} label={t('tasks.details')} rows={4} />
      <NativeSelect
        label={t('tasks.column')}
        value={values.column}
        data={[...board.columns]}
        onChange={(event) => put({ column: event.currentTarget.value })}
      />
      <Assignees people={board.people} chosen={assignees} onChoose={setAssignees} />
      {task && <Checkbox label={t('tasks.isDone')} checked={closed} onChange={() => setClosed(!closed)} />}
    </Dialog>
  )
}

interface AssigneesProps {
  readonly people: TaskBoard['people']
  readonly chosen: readonly string[]
  onChoose(ids: readonly string[]): void
}

function Assignees({ people, chosen, onChoose }: AssigneesProps) {
  const { t } = useText()
  if (people.length === 0) return null
  const toggle = (id: string) => onChoose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id])
  return (
    <fieldset className="people-choice">
      <legend>{t('tasks.who')}</legend>
      {people.map(({ id, name }) => (
        <Checkbox key={id} label={name} checked={chosen.includes(id)} onChange={() => toggle(id)} />
      ))}
    </fieldset>
  )
}

function usualColumn({ columns }: TaskBoard): string {
  return columns.find((column) => /^to.?do$/i.test(column)) ?? columns[0] ?? ''
}
