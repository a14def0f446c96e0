import type { Kysely } from 'kysely'
import type { Tables } from '../../db/tables.ts'
import { type Board, type Card, firstColumn, type Source, type Standing, type Wanted } from '../board.ts'
import type { IssueName } from '../model.ts'
import type { NoteParts } from '../parts.ts'
import { addTask, changeTask, type Task, toTask } from './tasks.ts'

export interface OwnBoardParts extends Pick<NoteParts, 'database' | 'clock'> {
  readonly organisation: string
  readonly columns: readonly string[]
  /** The address of a task's card. */
  address(number: number): string
}

/** The board in our own portal. An issue that has no card there gets one when a note moves it. */
export function createOwnBoard(parts: OwnBoardParts): Board {
  const { database, columns } = parts
  const first = firstColumn(columns)
  const done = columns.at(-1) ?? ''
  return {
    kind: 'own',
    columns,
    takesAnyIssue: true,
    look: (wanted) => database.read((db) => look(parts, db, wanted)),
    async create({ key, title, details, assignees, source }, actor) {
      return await database.transact(async (tx) => {
        const there = await taskByKey(parts, tx, key)
        const task =
          there ??
          (await addTask(
            parts,
            tx,
            parts.organisation,
            { key, title, details, assignees, source, column: first },
            actor,
          ))
        return toCard(parts, task)
      })
    },
    async move(issue, column, known, actor) {
      return await database.transact(async (tx) => {
        const task = await cardOf(parts, tx, issue, { ...known, column }, actor)
        return toCard(parts, await changeTask(parts, tx, parts.organisation, task, { column }, actor))
      })
    },
    async close(issue, known, actor) {
      return await database.transact(async (tx) => {
        const task = await cardOf(parts, tx, issue, { ...known, column: done }, actor)
        return toCard(parts, await changeTask(parts, tx, parts.organisation, task, { closed: true }, actor))
      })
    },
  }
}

async function look(parts: OwnBoardParts, db: Kysely<Tables>, { issues, keys }: Wanted): Promise<Standing> {
  const of = () => db.selectFrom('tasks').selectAll().where('organisation', '=', parts.organisation)
  const numbers = [...new Set(issues.map(({ number }) => number))]
  const cards = numbers.length === 0 ? [] : await of().where('issue', 'in', numbers).execute()
  const made =
    keys.length === 0
      ? []
      : await of()
          .where('key', 'in', [...keys])
          .execute()
  return {
    cards: cards.map((row) => toCard(parts, toTask(row))),
    made: new Map(made.map((row) => [row.key ?? '', toCard(parts, toTask(row))])),
  }
}

async function taskByKey({ organisation }: OwnBoardParts, tx: Kysely<Tables>, key: string): Promise<Task | undefined> {
  const row = await tx
    .selectFrom('tasks')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && toTask(row)
}

async function cardOf(
  parts: OwnBoardParts,
  tx: Kysely<Tables>,
  issue: IssueName,
  known: { readonly title: string; readonly column: string; readonly source: Source },
  actor: string,
): Promise<Task> {
  const { organisation } = parts
  const row = await tx
    .selectFrom('tasks')
    .selectAll()
    .where('organisation', '=', organisation)
    .where('repository', '=', issue.repo)
    .where('issue', '=', issue.number)
    .executeTakeFirst()
  return row ? toTask(row) : await addTask(parts, tx, organisation, { ...known, issue }, actor)
}

function toCard({ address }: OwnBoardParts, { number, title, column, closedAt, issue }: Task): Card {
  return { issue, title, column, closed: closedAt !== null, name: `task ${number}`, url: address(number) }
}
