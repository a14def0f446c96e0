import { type FakeAnswer, type FakeRequest, type FakeServer, serveFake } from '../issues/fake-http.ts'

export interface FakeForgejoOptions {
  readonly token: string
  /** `owner/name` of the repository. */
  readonly repository: string
  readonly users?: readonly string[]
}

interface FakeLabel {
  readonly id: number
  readonly name: string
  readonly exclusive: boolean
}

interface FakeIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly assignees: readonly string[]
  readonly createdAt: string
  labels: FakeLabel[]
  state: 'open' | 'closed'
}

export interface FakeForgejo extends FakeServer {
  readonly issues: FakeIssue[]
  readonly labels: FakeLabel[]
  addIssue(number: number, title: string): FakeIssue
}

/**
 * A small Forgejo: the issues and labels of one repository, after its public API description. An exclusive label takes the
 * place of others of its scope, as there.
 */
export async function startFakeForgejo({ token, repository, users = [] }: FakeForgejoOptions): Promise<FakeForgejo> {
  const issues: FakeIssue[] = []
  const labels: FakeLabel[] = []
  const world: World = { issues, labels, users: new Set(users), base: `/api/v1/repos/${repository}` }
  const server = await serveFake((request) => {
    if (request.headers.authorization !== `token ${token}`) return refuse(401, 'token is required')
    if (!request.path.startsWith(`${world.base}/`)) return refuse(404, "The target couldn't be found.")
    return answer(world, request, request.path.slice(world.base.length))
  })
  return {
    ...server,
    issues,
    labels,
    addIssue(number, title) {
      const issue: FakeIssue = { ...blank(), number, title }
      issues.push(issue)
      return issue
    },
  }
}

interface World {
  readonly issues: FakeIssue[]
  readonly labels: FakeLabel[]
  readonly users: ReadonlySet<string>
  readonly base: string
}

function blank() {
  return { body: '', assignees: [], createdAt: new Date().toISOString(), labels: [], state: 'open' as const }
}

function answer(world: World, request: FakeRequest, path: string): FakeAnswer {
  const { method, query, body } = request
  const given = body === '' ? {} : (JSON.parse(body) as Readonly<Record<string, unknown>>)
  if (path === '/labels') return method === 'GET' ? page(world.labels, query) : createLabel(world, given)
  if (path === '/issues') return method === 'GET' ? listIssues(world, query) : createIssue(world, given)
  const [, number, rest = ''] = /^\/issues\/(\d+)(\/.*)?$/.exec(path) ?? []
  const issue = world.issues.find((one) => one.number === Number(number))
  if (!issue) return refuse(404, 'issue does not exist')
  if (rest === '' && method === 'PATCH') {
    if (given['state'] === 'closed' || given['state'] === 'open') issue.state = given['state']
    return { status: 201, body: toJson(world, issue) }
  }
  if (rest === '') return { status: 200, body: toJson(world, issue) }
  if (rest === '/labels' && method === 'POST') return addLabels(world, issue, given)
  const [, label] = /^\/labels\/(\d+)$/.exec(rest) ?? []
  if (label === undefined || method !== 'DELETE') return refuse(404, 'Not Found')
  issue.labels = issue.labels.filter(({ id }) => id !== Number(label))
  return { status: 204 }
}

function listIssues(world: World, query: URLSearchParams): FakeAnswer {
  const wanted = query.get('state') ?? 'open'
  const since = query.get('since')
  const found = world.issues
    .filter(({ state }) => wanted === 'all' || state === wanted)
    .filter(({ createdAt }) => since === null || Date.parse(createdAt) >= Date.parse(since))
  return page(
    found.toReversed().map((issue) => toJson(world, issue)),
    query,
  )
}

function page(list: readonly unknown[], query: URLSearchParams): FakeAnswer {
  const limit = Math.min(Number(query.get('limit') ?? 30), 50)
  const at = Number(query.get('page') ?? 1)
  return { status: 200, headers: { 'x-total-count': `${list.length}` }, body: list.slice((at - 1) * limit, at * limit) }
}

function createIssue(world: World, { title, body, assignees }: Readonly<Record<string, unknown>>): FakeAnswer {
  if (typeof title !== 'string' || title.trim() === '') return refuse(422, '[Title]: Required')
  const named = Array.isArray(assignees) ? assignees.map(String) : []
  const stranger = named.find((login) => !world.users.has(login))
  if (stranger !== undefined) return refuse(422, `Assignee does not exist: [name: ${stranger}]`)
  const number = Math.max(0, ...world.issues.map((issue) => issue.number)) + 1
  const issue: FakeIssue = { ...blank(), number, title, body: String(body ?? ''), assignees: named }
  world.issues.push(issue)
  return { status: 201, body: toJson(world, issue) }
}

function createLabel(world: World, { name, color, exclusive }: Readonly<Record<string, unknown>>): FakeAnswer {
  if (typeof name !== 'string' || typeof color !== 'string') return refuse(422, '[Name]: Required')
  const label: FakeLabel = { id: world.labels.length + 1, name, exclusive: exclusive === true }
  world.labels.push(label)
  return { status: 201, body: label }
}

function addLabels(world: World, issue: FakeIssue, { labels }: Readonly<Record<string, unknown>>): FakeAnswer {
  for (const id of Array.isArray(labels) ? labels : []) {
    const label = world.labels.find((one) => one.id === id)
    if (!label) return refuse(404, 'label does not exist')
    const others = issue.labels.filter((one) => one.id !== id && !(label.exclusive && scopeOf(one) === scopeOf(label)))
    issue.labels = [...others, label]
  }
  return { status: 200, body: issue.labels }
}

function scopeOf({ name }: FakeLabel): string | undefined {
  const at = name.lastIndexOf('/')
  return at < 0 ? undefined : name.slice(0, at)
}

function toJson({ base }: World, { createdAt, ...issue }: FakeIssue) {
  const place = base.replace('/api/v1/repos/', '')
  return { ...issue, created_at: createdAt, html_url: `https://git.example/${place}/issues/${issue.number}` }
}

function refuse(status: number, message: string): FakeAnswer {
  return { status, body: { message, url: 'https://git.example/api/swagger' } }
}
