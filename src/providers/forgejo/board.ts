import { Problem } from '../../lib/problem.ts'
import type { Secret } from '../../lib/secret.ts'
import type { Board, Card, NewTask, Standing, Wanted } from '../../notes/board.ts'
import type { IssueName } from '../../notes/model.ts'
import { createExchange, type Exchange } from '../issues/exchange.ts'
import { bodyOf, markIn } from '../issues/marks.ts'
import { accountsOf, type IssueSettings, newColumn, requirePlace } from '../issues/places.ts'
import { columnIn, type ForgejoLabel, putLabel } from './labels.ts'

export interface ForgejoBoardSettings extends IssueSettings {
  /** The address of the service, without a trailing slash. */
  readonly url: string
  readonly token: Secret
}

/** An issue as the API has it. */
interface ForgejoIssue {
  readonly number: number
  readonly title: string
  readonly state: 'open' | 'closed'
  readonly html_url: string
  readonly body: string
  readonly created_at: string
  readonly labels: readonly ForgejoLabel[]
}

/**
 * Tasks as issues of Forgejo. The API of Forgejo knows nothing of its project boards, so a column is a label of the scope
 * `column`, of which an issue has one at most. Disposing it closes connections.
 */
export function createForgejoBoard(settings: ForgejoBoardSettings): Board & AsyncDisposable {
  const exchange = createExchange({
    name: `Forgejo at ${new URL(settings.url).host}`,
    url: `${settings.url}/api/v1`,
    headers: { authorization: `token ${settings.token.reveal()}` },
  })
  const work: Work = { settings, exchange }
  return {
    kind: 'forgejo',
    columns: settings.columns,
    takesAnyIssue: false,
    look: (wanted) => look(work, wanted),
    create: (task) => create(work, task),
    async move(issue, column) {
      const place = requirePlace(settings, issue)
      const found = await readIssue(work, place, issue.number)
      await putLabel(exchange, place, issue.number, column)
      return { ...toCard(issue, found), column }
    },
    async close(issue) {
      const path = `/repos/${requirePlace(settings, issue)}/issues/${issue.number}`
      const { body } = await exchange.send({ method: 'PATCH', path, body: { state: 'closed' } })
      return toCard(issue, body as ForgejoIssue)
    },
    [Symbol.asyncDispose]: () => exchange[Symbol.asyncDispose](),
  }
}

interface Work {
  readonly settings: ForgejoBoardSettings
  readonly exchange: Exchange
}

async function look(work: Work, { issues, keys, since }: Wanted): Promise<Standing> {
  const { settings } = work
  const cards: Card[] = []
  for (const issue of issues) {
    const place = issue.repo.includes('/') ? issue.repo : settings.place(issue.repo)
    const found = place === undefined ? undefined : await findIssue(work, place, issue.number)
    if (found) cards.push(toCard(issue, found))
  }
  const marked = await findMarked(work, keys, since)
  // One that never got its column is not done with.
  const whole = [...marked].filter(([, { labels }]) => columnIn(labels) !== null)
  return { cards, made: new Map(whole.map(([key, issue]) => [key, toCard(homeIssue(work, issue.number), issue)])) }
}

async function readIssue({ exchange }: Work, place: string, number: number): Promise<ForgejoIssue> {
  return (await exchange.send({ method: 'GET', path: `/repos/${place}/issues/${number}` })).body as ForgejoIssue
}

async function findIssue(work: Work, place: string, number: number): Promise<ForgejoIssue | undefined> {
  try {
    return await readIssue(work, place, number)
  } catch (error) {
    if (error instanceof Problem && error.code === 'not-found') return undefined
    throw error
  }
}

const pageSize = 50
const mostPages = 20

/** Issues with one of these marks; those that were not touched since the meeting are not asked for. */
async function findMarked({ settings, exchange }: Work, keys: readonly string[], since: string | null) {
  const found = new Map<string, ForgejoIssue>()
  if (keys.length === 0 || since === null) return found
  for (let page = 1; page <= mostPages; page++) {
    const query = `?state=all&type=issues&since=${since}T00:00:00Z&limit=${pageSize}&page=${page}`
    const { body } = await exchange.send({ method: 'GET', path: `/repos/${settings.repository}/issues${query}` })
    const issues = body as readonly ForgejoIssue[]
    for (const issue of issues) {
      const key = markIn(issue.body)
      if (key !== undefined && keys.includes(key)) found.set(key, issue)
    }
    // How many a page has at most, the service decides.
    if (issues.length === 0) break
  }
  return found
}

async function create(work: Work, task: NewTask): Promise<Card> {
  const { settings, exchange } = work
  const { accounts, without } = accountsOf(settings, task.assignees)
  const details = without.length === 0 ? task.details : `${task.details}\nFor: ${without.join(', ')}.`
  const before = await findMarked(work, [task.key], task.source.date)
  const body = { title: task.title, body: bodyOf({ ...task, details }), assignees: accounts }
  const path = `/repos/${settings.repository}/issues`
  const issue = before.get(task.key) ?? ((await exchange.send({ method: 'POST', path, body })).body as ForgejoIssue)
  const column = newColumn(settings)
  await putLabel(exchange, settings.repository, issue.number, column)
  return { ...toCard(homeIssue(work, issue.number), issue), column }
}

function homeIssue({ settings }: Work, number: number): IssueName {
  return { repo: settings.short(settings.repository), number }
}

function toCard(issue: IssueName, { title, state, labels, html_url: url }: ForgejoIssue): Card {
  return { issue, title, column: columnIn(labels), closed: state === 'closed', name: `#${issue.number}`, url }
}
