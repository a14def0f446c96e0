import { z } from 'zod'
import { Problem } from '../../../lib/problem.ts'
import { addTask, changeTask, listTasks, removeTask, requireTask } from '../../../notes/board/tasks.ts'
import { findColumn, firstColumn } from '../../../notes/board.ts'
import type { NoteParts } from '../../../notes/parts.ts'
import type { Installation } from '../../installation.ts'
import { type Api, failures, nothing } from '../api.ts'
import { requireOwnBoard, requireThere } from './require.ts'
import { base, inOrganisation, taskView, toTaskView } from './views.ts'

const config = { right: 'notes.use' as const }
const tags = ['tasks']
const one = inOrganisation.extend({ task: z.coerce.number().int().min(1).max(1_000_000) })

const fields = z.strictObject({
  title: z.string().trim().min(1).max(500),
  details: z.string().max(20_000).optional(),
  column: z.string().max(200).optional().describe('As the board has it. Default: where new tasks begin.'),
  assignees: z.array(z.string().max(100)).max(50).optional().describe('The ids of people.'),
})

const boardView = z
  .object({
    kind: z.enum(['own', 'github', 'forgejo']).describe('Where the tasks are.'),
    columns: z.array(z.string()),
    people: z.array(z.object({ id: z.string(), name: z.string() })).describe('Who may be given a task.'),
    tasks: z.array(taskView).describe('Those of our own board; empty when the tasks are elsewhere.'),
  })
  .meta({ id: 'TaskBoard' })

/** Our own task board. Who may call: people of the organisation (`notes.use`); removing needs `notes.manage`. */
export function serveTasks(api: Api, { notes }: Installation): void {
  serveBoard(api, notes)
  serveNew(api, notes)
  serveChanges(api, notes)
}

function serveBoard(api: Api, notes: NoteParts): void {
  api.get(
    `${base}/tasks`,
    {
      config,
      schema: {
        summary: 'The task board: its columns, people and open tasks',
        tags,
        params: inOrganisation,
        querystring: z.strictObject({ closed: z.enum(['true', 'false']).optional().describe('Closed ones too.') }),
        response: { 200: boardView, ...failures },
      },
    },
    async ({ params: { organisation }, query: { closed } }) => {
      requireThere(notes, organisation)
      const { kind, columns } = notes.board(organisation)
      const people = notes.people(organisation).map(({ id, name }) => ({ id, name }))
      const tasks = kind === 'own' ? await listTasks(notes, organisation, { closed: closed === 'true' }) : []
      return { kind, columns: [...columns], people, tasks: tasks.map((task) => toTaskView(task, people)) }
    },
  )
}

function serveNew(api: Api, notes: NoteParts): void {
  api.post(
    `${base}/tasks`,
    {
      config,
      schema: {
        summary: 'Add a task',
        tags,
        params: inOrganisation,
        body: fields,
        response: { 201: taskView, ...failures },
      },
    },
    async ({ params: { organisation }, body, actor }, reply) => {
      requireOwnBoard(notes, organisation)
      const { columns } = notes.board(organisation)
      const column = body.column === undefined ? firstColumn(columns) : requireColumn(columns, body.column)
      requirePeople(notes, organisation, body.assignees)
      const task = await notes.database.transact((tx) => addTask(notes, tx, organisation, { ...body, column }, actor))
      return await reply.code(201).send(toTaskView(task, notes.people(organisation)))
    },
  )
}

function serveChanges(api: Api, notes: NoteParts): void {
  api.patch(
    `${base}/tasks/:task`,
    {
      config,
      schema: {
        summary: 'Change a task: move, assign, close or reopen it; what the request does not name stays',
        tags,
        params: one,
        body: fields.partial().extend({ closed: z.boolean().optional() }),
        response: { 200: taskView, ...failures },
      },
    },
    async ({ params: { organisation, task: number }, body, actor }) => {
      requireOwnBoard(notes, organisation)
      const { columns } = notes.board(organisation)
      const column = body.column === undefined ? undefined : requireColumn(columns, body.column)
      requirePeople(notes, organisation, body.assignees)
      const task = await notes.database.transact(async (tx) => {
        const before = await requireTask(tx, organisation, number)
        return await changeTask(notes, tx, organisation, before, { ...body, column }, actor)
      })
      return toTaskView(task, notes.people(organisation))
    },
  )
  api.delete(
    `${base}/tasks/:task`,
    {
      config: { right: 'notes.manage' },
      schema: { summary: 'Take a task down for good', tags, params: one, response: { 204: nothing, ...failures } },
    },
    async ({ params: { organisation, task: number }, actor }, reply) => {
      requireOwnBoard(notes, organisation)
      await notes.database.transact(async (tx) => {
        await removeTask(notes, tx, organisation, await requireTask(tx, organisation, number), actor)
      })
      return await reply.code(204).send(null)
    },
  )
}

function requireColumn(columns: readonly string[], written: string): string {
  const column = findColumn(columns, written)
  if (column !== undefined) return column
  throw new Problem('invalid', `column: the board has no column ${written}`, { hint: `it has: ${columns.join(', ')}` })
}

function requirePeople(notes: NoteParts, organisation: string, assignees: readonly string[] = []): void {
  const known = notes.people(organisation)
  const stranger = assignees.find((id) => !known.some((person) => person.id === id))
  if (stranger === undefined) return
  throw new Problem('invalid', `assignees: nobody of the co-op has the id ${stranger}`, {
    hint: 'the people are those of coop.yaml',
  })
}
