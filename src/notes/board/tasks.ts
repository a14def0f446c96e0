import type { Kysely, Selectable } from 'kysely'
import { sql } from 'kysely'
import { recordChange } from '../../db/audit.ts'
import type { TasksTable } from '../../db/note-tables.ts'
import { storableText, type Tables } from '../../db/tables.ts'
import { randomId } from '../../lib/ids.ts'
import { Problem } from '../../lib/problem.ts'
import type { Source } from '../board.ts'
import type { IssueName } from '../model.ts'
import type { NoteParts } from '../parts.ts'

/** A card of our own board. Times are milliseconds since 1970. */
export interface Task {
  readonly id: string
  /** What people call it: `#12`. */
  readonly number: number
  readonly title: string
  readonly details: string
  readonly column: string
  readonly assignees: readonly string[]
  /** The issue elsewhere that it stands for. */
  readonly issue: IssueName | null
  readonly source: Source | null
  /** When it came up: the day of the meeting, else when it was made. */
  readonly since: number
  readonly createdAt: number
  readonly movedAt: number
  readonly closedAt: number | null
}

/** What is said of a new task; what is missing is chosen. */
export interface TaskFields {
  readonly title: string
  readonly details?: string | undefined
  readonly column: string
  readonly assignees?: readonly string[] | undefined
  readonly issue?: IssueName | undefined
  readonly key?: string | undefined
  readonly source?: Source | undefined
}

/** What changes of a task; what is missing stays. */
export interface TaskChanges {
  readonly title?: string | undefined
  readonly details?: string | undefined
  readonly column?: string | undefined
  readonly assignees?: readonly string[] | undefined
  readonly closed?: boolean | undefined
}

/** A meeting of years would not make so many; a mistake in a script might. */
const mostTasks = 20_000

/** The tasks of an organisation as they hang on the board; closed ones only when they are asked for. */
export async function listTasks(
  { database }: Pick<NoteParts, 'database'>,
  organisation: string,
  { closed = false }: { readonly closed?: boolean | undefined } = {},
): Promise<Task[]> {
  return await database.read(async (db) => {
    let query = db.selectFrom('tasks').selectAll().where('organisation', '=', organisation)
    if (!closed) query = query.where('closed_at', 'is', null)
    const rows = await query.orderBy('position').orderBy('number').limit(mostTasks).execute()
    return rows.map(toTask)
  })
}

/** One task by its number. Throws Problem 'not-found'. */
export async function requireTask(db: Kysely<Tables>, organisation: string, number: number): Promise<Task> {
  const row = await db
    .selectFrom('tasks')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('number', '=', number)
    .executeTakeFirst()
  if (row) return toTask(row)
  throw new Problem('not-found', `the organisation ${organisation} has no task #${number}`)
}

/** Hangs up a card, below all others of its column. Throws Problem 'refused' when there are too many. */
export async function addTask(
  parts: Pick<NoteParts, 'clock'>,
  tx: Kysely<Tables>,
  organisation: string,
  fields: TaskFields,
  actor: string,
): Promise<Task> {
  const place = await nextPlace(tx, organisation)
  const row = await tx
    .insertInto('tasks')
    .values({ ...toRow(fields), ...place, id: randomId(12), organisation, ...madeBy(actor, parts.clock.now()) })
    .returningAll()
    .executeTakeFirstOrThrow()
  const details = { number: row.number, column: fields.column, assignees: row.assignees }
  await recordChange(parts, tx, { actor, action: 'task.add', subject: row.id, organisation, details })
  return toTask(row)
}

/** Changes a task; one that comes into another column hangs below all others there. Gives it as it is then. */
export async function changeTask(
  parts: Pick<NoteParts, 'clock'>,
  tx: Kysely<Tables>,
  organisation: string,
  task: Task,
  { title, details, column, assignees, closed }: TaskChanges,
  actor: string,
): Promise<Task> {
  const now = parts.clock.now()
  const moves = column !== undefined && column !== task.column
  const closes = closed !== undefined && closed !== (task.closedAt !== null)
  const changed = {
    ...(title === undefined ? {} : { title: storableText(title) }),
    ...(details === undefined ? {} : { details: storableText(details) }),
    ...(assignees === undefined ? {} : { assignees: [...assignees] }),
    ...(moves ? { board_column: column, moved_at: now, position: await belowAll(tx, organisation) } : {}),
    ...(closes ? { closed_at: closed ? now : null } : {}),
  }
  if (Object.keys(changed).length > 0) {
    await tx.updateTable('tasks').set(changed).where('id', '=', task.id).execute()
    const told = {
      number: task.number,
      ...(moves ? { from: task.column, to: column } : {}),
      ...(closes ? { closed } : {}),
      ...(assignees === undefined ? {} : { assignees }),
    }
    const action = moves ? 'task.move' : 'task.change'
    await recordChange(parts, tx, { actor, action, subject: task.id, organisation, details: told })
  }
  return await requireTask(tx, organisation, task.number)
}

/** Takes a card down for good. */
export async function removeTask(
  parts: Pick<NoteParts, 'clock'>,
  tx: Kysely<Tables>,
  organisation: string,
  { id, number }: Task,
  actor: string,
): Promise<void> {
  await tx.deleteFrom('tasks').where('id', '=', id).execute()
  await recordChange(parts, tx, { actor, action: 'task.remove', subject: id, organisation, details: { number } })
}

export function toTask(row: Selectable<TasksTable>): Task {
  const { path, line, held_on: date } = row
  return {
    id: row.id,
    number: row.number,
    title: row.title,
    details: row.details,
    column: row.board_column,
    assignees: row.assignees,
    issue: row.repository === null || row.issue === null ? null : { repo: row.repository, number: row.issue },
    source: path === null || line === null ? null : { path, line, date },
    since: date === null ? row.created_at : Date.parse(`${date}T00:00:00Z`),
    createdAt: row.created_at,
    movedAt: row.moved_at,
    closedAt: row.closed_at,
  }
}

/** Numbers are given one after the other, so whoever gives one waits for whoever gives another. */
async function nextPlace(tx: Kysely<Tables>, organisation: string): Promise<{ number: number; position: number }> {
  await sql`select pg_advisory_xact_lock(hashtext(${`tasks of ${organisation}`}))`.execute(tx)
  const { number } = await tx
    .selectFrom('tasks')
    .select(sql<number>`coalesce(max(number), 0) + 1`.as('number'))
    .where('organisation', '=', organisation)
    .executeTakeFirstOrThrow()
  if (number > mostTasks) throw new Problem('refused', `the board has had ${mostTasks} tasks, and takes no more`)
  return { number, position: await belowAll(tx, organisation) }
}

function toRow({ issue, source, ...fields }: TaskFields) {
  return {
    title: storableText(fields.title),
    details: storableText(fields.details ?? ''),
    board_column: fields.column,
    assignees: [...(fields.assignees ?? [])],
    repository: issue?.repo ?? null,
    issue: issue?.number ?? null,
    key: fields.key ?? null,
    path: source ? storableText(source.path) : null,
    line: source?.line ?? null,
    held_on: source?.date ?? null,
  }
}

function madeBy(actor: string, now: number) {
  return { created_at: now, created_by: actor, moved_at: now, closed_at: null }
}

async function belowAll(tx: Kysely<Tables>, organisation: string): Promise<number> {
  const { position } = await tx
    .selectFrom('tasks')
    .select(sql<number>`coalesce(max(position), 0) + 1`.as('position'))
    .where('organisation', '=', organisation)
    .executeTakeFirstOrThrow()
  return position
}
