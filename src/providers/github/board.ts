import { Problem } from '../../lib/problem.ts'
import type { Board, Card, NewTask, Standing, Wanted } from '../../notes/board.ts'
import type { IssueName } from '../../notes/model.ts'
import { bodyOf, markIn } from '../issues/marks.ts'
import { accountsOf, type IssueSettings, newColumn, requirePlace } from '../issues/places.ts'
import { createGithub, type Github, type GithubIssue, type GithubSettings } from './client.ts'
import { type Columns, type ProjectName, putIntoColumn, readColumns, readIssue } from './project.ts'

export interface GithubBoardSettings extends GithubSettings, IssueSettings {
  /** Without one, tasks are issues, and nothing can be moved. */
  readonly project: ProjectName | undefined
}

/** Tasks as issues of GitHub, in the columns of one of its projects. Disposing it closes connections. */
export function createGithubBoard(settings: GithubBoardSettings): Board & AsyncDisposable {
  const github = createGithub(settings)
  const board: Work = { settings, github }
  return {
    kind: 'github',
    columns: settings.project ? settings.columns : [],
    takesAnyIssue: false,
    look: (wanted) => look(board, wanted),
    create: (task) => create(board, task),
    async move(issue, column) {
      const columns = await requireColumns(board)
      const place = requirePlace(settings, issue)
      const found = await readIssue(github, place, issue.number, columns.project)
      await putIntoColumn(github, columns, found, column)
      return toCard(issue, { ...found, column })
    },
    async close(issue) {
      const closed = await github.close(requirePlace(settings, issue), issue.number)
      return toCard(issue, { title: closed.title, url: closed.html_url, closed: true, column: null })
    },
    [Symbol.asyncDispose]: () => github[Symbol.asyncDispose](),
  }
}

interface Work {
  readonly settings: GithubBoardSettings
  readonly github: Github
}

async function look(board: Work, { issues, keys, since }: Wanted): Promise<Standing> {
  const { settings, github } = board
  const columns = settings.project && (await readColumns(github, settings.project))
  const cards: Card[] = []
  for (const issue of issues) {
    const card = await findCard(board, issue, columns)
    if (card) cards.push(card)
  }
  const made = new Map<string, Card>()
  for (const [key, { number }] of await findMarked(board, keys, since)) {
    const found = await readIssue(github, settings.repository, number, columns?.project)
    // One that never came into the project is not done with.
    if (!columns || found.item !== undefined) made.set(key, toCard(homeIssue(board, number), found))
  }
  return { cards, made }
}

async function findCard({ settings, github }: Work, issue: IssueName, columns: Columns | undefined) {
  const place = issue.repo.includes('/') ? issue.repo : settings.place(issue.repo)
  if (place === undefined) return undefined
  try {
    return toCard(issue, await readIssue(github, place, issue.number, columns?.project))
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return undefined
    throw error
  }
}

/** Issues with one of these marks, none of which is older than the meeting. */
async function findMarked(
  { settings, github }: Work,
  keys: readonly string[],
  since: string | null,
): Promise<Map<string, GithubIssue>> {
  if (keys.length === 0 || since === null) return new Map()
  const issues = await github.issues(settings.repository, ({ created_at: made }) => made.slice(0, 10) >= since)
  return new Map(
    issues.flatMap((issue) => {
      const key = markIn(issue.body)
      return key !== undefined && keys.includes(key) ? [[key, issue] as const] : []
    }),
  )
}

/** Makes the issue, unless it is there from an attempt that was cut off, and puts it into the column for new tasks. */
async function create(board: Work, task: NewTask): Promise<Card> {
  const { settings, github } = board
  const { accounts, without } = accountsOf(settings, task.assignees)
  const details = without.length === 0 ? task.details : `${task.details}\nFor: ${without.join(', ')}.`
  const before = await findMarked(board, [task.key], task.source.date)
  const body = bodyOf({ ...task, details })
  const issue =
    before.get(task.key) ?? (await github.create(settings.repository, { title: task.title, body, assignees: accounts }))
  const name = homeIssue(board, issue.number)
  const card = { title: issue.title, url: issue.html_url, closed: issue.state === 'closed' }
  if (!settings.project) return toCard(name, { ...card, column: null })
  const columns = await requireColumns(board)
  const column = newColumn(settings)
  await putIntoColumn(github, columns, { id: issue.node_id, item: undefined }, column)
  return toCard(name, { ...card, column })
}

async function requireColumns({ settings, github }: Work): Promise<Columns> {
  if (settings.project) return await readColumns(github, settings.project)
  throw new Problem('refused', 'no GitHub project is named, so there are no columns', {
    hint: 'name it in coop.yaml: notes: { board: { owner: …, project: … } }',
  })
}

function homeIssue({ settings }: Work, number: number): IssueName {
  return { repo: settings.short(settings.repository), number }
}

function toCard(issue: IssueName, card: Omit<Card, 'issue' | 'name'>): Card {
  const { title, column, closed, url } = card
  return { issue, title, column, closed, url, name: `#${issue.number}` }
}
