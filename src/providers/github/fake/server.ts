import { type FakeAnswer, type FakeRequest, type FakeServer, serveFake } from '../../issues/fake-http.ts'
import { answerGraphql } from './graphql.ts'
import { type FakeGithubState, type FakeIssue, findIssue } from './state.ts'

export interface FakeGithubOptions {
  readonly token: string
  /** `owner/name` of each repository. */
  readonly repositories: readonly string[]
  readonly users?: readonly string[]
  readonly project: { readonly owner: string; readonly number: number; readonly columns: readonly string[] }
}

export interface FakeGithub extends FakeServer {
  readonly state: FakeGithubState
  /** Puts an issue there, in a column of the project if one is named. */
  addIssue(place: string, number: number, title: string, column?: string): FakeIssue
  /** The column of an issue; null when it is in none. */
  columnOf(place: string, number: number): string | null
}

/**
 * A small GitHub: issues by REST and projects by GraphQL, after its public documentation. It refuses what GitHub refuses:
 * wrong tokens, requests without user agent, people who do not exist, scopes that are missing.
 */
export async function startFakeGithub(options: FakeGithubOptions): Promise<FakeGithub> {
  const { token, repositories, users = [], project } = options
  const state: FakeGithubState = {
    token,
    scopes: new Set(['repo', 'project']),
    users: new Set(users),
    repositories: new Map(repositories.map((place) => [place.toLowerCase(), { place, issues: [] }])),
    projects: [
      {
        id: 'PVT_1',
        owner: project.owner,
        number: project.number,
        field: 'PVTSSF_1',
        options: project.columns.map((name, index) => ({ id: `opt${index}`, name })),
        items: [],
      },
    ],
    nextId: 1,
  }
  const server = await serveFake((request) => answer(state, request))
  const itemsOf = () => state.projects[0]?.items ?? []
  return {
    ...server,
    state,
    addIssue(place, number, title, column) {
      const issue = { ...blank(state, place), number, title }
      state.repositories.get(place.toLowerCase())?.issues.push(issue)
      if (column !== undefined) itemsOf().push({ id: `PVTI_${state.nextId++}`, issue, option: column })
      return issue
    },
    columnOf: (place, number) =>
      itemsOf().find(({ issue }) => issue.place === place && issue.number === number)?.option ?? null,
  }
}

function blank(state: FakeGithubState, place: string): FakeIssue {
  return {
    id: `I_${state.nextId++}`,
    place,
    number: 0,
    title: '',
    body: null,
    assignees: [],
    isPullRequest: false,
    createdAt: new Date().toISOString(),
    state: 'open',
  }
}

async function answer(state: FakeGithubState, request: FakeRequest): Promise<FakeAnswer> {
  if (!request.headers['user-agent']) return refuse(403, 'Request forbidden by administrative rules.')
  if (request.headers.authorization !== `Bearer ${state.token}`) return refuse(401, 'Bad credentials')
  if (request.path === '/graphql' && request.method === 'POST') {
    return { status: 200, body: await answerGraphql(state, JSON.parse(request.body)) }
  }
  const [, place = '', number] = /^\/repos\/([^/]+\/[^/]+)\/issues(?:\/(\d+))?$/.exec(request.path) ?? []
  const repository = state.repositories.get(place.toLowerCase())
  if (!repository) return refuse(404, 'Not Found')
  if (number !== undefined) return answerOne(state, request, repository.place, Number(number))
  if (request.method === 'GET') return listIssues(repository.issues, request.query)
  if (request.method === 'POST') return createIssue(state, repository, JSON.parse(request.body))
  return refuse(404, 'Not Found')
}

function answerOne(state: FakeGithubState, { method, body }: FakeRequest, place: string, number: number): FakeAnswer {
  const issue = findIssue(state, place, number)
  if (!issue) return refuse(404, 'Not Found')
  if (method === 'PATCH') {
    const { state: wanted } = JSON.parse(body) as { state?: unknown }
    if (wanted === 'open' || wanted === 'closed') issue.state = wanted
  }
  return { status: 200, body: toJson(issue) }
}

function listIssues(issues: readonly FakeIssue[], query: URLSearchParams): FakeAnswer {
  const size = Math.min(Number(query.get('per_page') ?? 30), 100)
  const page = Number(query.get('page') ?? 1)
  const wanted = query.get('state') ?? 'open'
  const found = issues.filter(({ state }) => wanted === 'all' || state === wanted)
  const sorted = found.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.number - a.number)
  return { status: 200, body: sorted.slice((page - 1) * size, page * size).map(toJson) }
}

function createIssue(
  state: FakeGithubState,
  { place, issues }: { readonly place: string; readonly issues: FakeIssue[] },
  given: { readonly title?: string; readonly body?: string; readonly assignees?: readonly string[] },
): FakeAnswer {
  const invalid = (error: object) => ({ status: 422, body: { message: 'Validation Failed', errors: [error] } })
  if (!given.title) return invalid({ resource: 'Issue', code: 'missing_field', field: 'title' })
  const stranger = given.assignees?.find((login) => !state.users.has(login))
  if (stranger !== undefined) {
    return invalid({ value: stranger, resource: 'Issue', field: 'assignees', code: 'invalid' })
  }
  const number = Math.max(0, ...issues.map((issue) => issue.number)) + 1
  const issue: FakeIssue = {
    ...blank(state, place),
    number,
    title: given.title,
    body: given.body ?? null,
    assignees: given.assignees ?? [],
  }
  issues.push(issue)
  return { status: 201, body: toJson(issue) }
}

function toJson(issue: FakeIssue) {
  return {
    number: issue.number,
    node_id: issue.id,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    html_url: `https://github.example/${issue.place}/issues/${issue.number}`,
    created_at: issue.createdAt,
    assignees: issue.assignees.map((login) => ({ login })),
    ...(issue.isPullRequest ? { pull_request: {} } : {}),
  }
}

function refuse(status: number, message: string): FakeAnswer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } }
}
