import { type Board, type Card, findColumn, nameOf, type Standing, withPlace } from './board.ts'
import type { Change, CloseChange, LinkChange, MoveChange, TaskChange } from './changes.ts'
import { decisionsIn } from './decided.ts'
import { createKeys, identityOf } from './identity.ts'
import { linkLines, type Repositories } from './links.ts'
import type { IssueName, Item, Move, Note, NotePerson, Todo } from './model.ts'
import { titleOf } from './titles.ts'

/** What a preview is made of. */
export interface Look {
  readonly note: Note
  /** Where the note lies. */
  readonly path: string
  readonly people: readonly NotePerson[]
  readonly repositories: Repositories
  readonly board: Pick<Board, 'columns' | 'takesAnyIssue'>
  readonly standing: Standing
  /** The keys of what was carried out before. */
  readonly applied: ReadonlySet<string>
}

/** Below this, a reading is a question. */
const sure = 0.5

/** Below this, a move is told in prose (`moved to todo`): that may be an order, and it may be what happened. */
const ordered = 0.9

/** What the note asks for and is not so yet, in the order of its lines. Pure: the same look gives the same changes. */
export function proposeChanges(look: Look): Change[] {
  const all = [...tasks(look), ...moves(look), ...closes(look), ...decisionsIn(look.note, look.path), ...links(look)]
  return all.filter(({ key }) => !look.applied.has(key)).toSorted((a, b) => a.line - b.line || rank(a) - rank(b))
}

/** The marks that the note's tasks bear, whether they are made already or not. */
export function taskKeys(note: Note, path: string): string[] {
  return keyedTodos(note, path).map(([key]) => key)
}

const order = ['task', 'move', 'close', 'decision', 'link']

function rank({ kind }: Change): number {
  return order.indexOf(kind)
}

function keyedTodos(note: Note, path: string): (readonly [key: string, todo: Todo])[] {
  const keyOf = createKeys(identityOf(note, path))
  return note.items
    .filter((item): item is Todo => item.kind === 'todo')
    .map((todo) => [keyOf('task', `${todo.assignees.join('+')} ${todo.text}`), todo] as const)
    .filter(([, { done, became, text }]) => !done && became === undefined && text.trim() !== '')
}

function tasks({ note, path, people, standing }: Look): TaskChange[] {
  return keyedTodos(note, path)
    .filter(([key]) => !standing.made.has(key))
    .map(([key, { line, text, confidence, assignees, about }]) => {
      const known = assignees.flatMap((id) => people.find((person) => person.id === id) ?? [])
      return {
        kind: 'task',
        key,
        line,
        confidence,
        chosen: confidence >= sure,
        title: text.trim(),
        assignees: known.map(({ id, name }) => ({ id, name })),
        unknown: assignees.filter((id) => !known.some((person) => person.id === id)),
        about,
      }
    })
}

/** Orders and, below them, what may be one: of several about the same issue the last holds. */
function moves(look: Look): MoveChange[] {
  const { note, path, board } = look
  const keyOf = createKeys(identityOf(note, path))
  const last = new Map<string, MoveChange>()
  for (const item of movesIn(note.items)) {
    const issue = withPlace(item)
    const card = cardOf(look, issue)
    const column = findColumn(board.columns, item.to)
    const name = nameOf(issue)
    const { line, confidence } = item
    const obstacle = column === undefined ? `the board has no column ${item.to}` : missing(look, issue)
    const isOrder = item.kind === 'move' && confidence >= ordered
    const before = last.get(name)
    if (before?.chosen && !isOrder) continue
    last.set(name, {
      kind: 'move',
      key: keyOf('move', `${name} ${item.to}`),
      line,
      confidence,
      chosen: isOrder && obstacle === undefined,
      obstacle,
      issue,
      title: card?.title ?? titleOf(note, { ...issue, line }),
      from: card?.column ?? null,
      to: column ?? item.to,
    })
  }
  return [...last.values()].filter(({ from, to }) => from !== to)
}

type Moving = Pick<Move, 'owner' | 'repo' | 'number' | 'to' | 'line' | 'confidence'> & {
  readonly kind: 'move' | 'suggestion'
}

function movesIn(items: readonly Item[]): Moving[] {
  return items.flatMap((item): Moving[] => {
    if (item.kind === 'move') return [item]
    if (item.kind !== 'suggestion' || item.repo === null || item.number === null) return []
    return [{ ...item, repo: item.repo, number: item.number }]
  })
}

function closes(look: Look): CloseChange[] {
  const { note, path } = look
  const keyOf = createKeys(identityOf(note, path))
  const found = new Map<string, CloseChange>()
  for (const item of note.items) {
    const closing = closingOf(item)
    const card = closing && cardOf(look, closing)
    if (!closing || card?.closed || found.has(nameOf(closing))) continue
    const { line, confidence } = item
    const obstacle = missing(look, closing)
    found.set(nameOf(closing), {
      kind: 'close',
      key: keyOf('close', nameOf(closing)),
      line,
      confidence,
      chosen: confidence >= sure && obstacle === undefined,
      obstacle,
      issue: closing,
      title: card?.title ?? titleOf(note, { ...closing, line }),
    })
  }
  return [...found.values()]
}

/** The issue that an item says is closed. */
function closingOf(item: Item): IssueName | undefined {
  if (item.kind === 'move' && item.closes) return withPlace(item)
  if (item.kind !== 'done' || item.state !== 'closed' || item.repo === null || item.number === null) return undefined
  return withPlace({ ...item, repo: item.repo, number: item.number })
}

function missing(look: Look, issue: IssueName) {
  if (look.board.takesAnyIssue || cardOf(look, issue)) return undefined
  return `there is no issue ${nameOf(issue)} on the board's service, or its token may not see it`
}

function cardOf({ standing }: Look, { repo, number }: IssueName): Card | undefined {
  return standing.cards.find(({ issue }) => issue?.repo === repo && issue.number === number)
}

function links({ note, path, repositories }: Look): LinkChange[] {
  const keyOf = createKeys(identityOf(note, path))
  return linkLines(note, repositories).map(({ line, before, after }) => ({
    kind: 'link',
    key: keyOf('link', before),
    line,
    confidence: 1,
    chosen: true,
    before,
    after,
  }))
}
