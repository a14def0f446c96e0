import { Problem } from '../../lib/problem.ts'
import type { Secret } from '../../lib/secret.ts'
import { createExchange, type Exchange } from '../issues/exchange.ts'

export interface GithubSettings {
  /** The API, without a trailing slash: `https://api.github.com`, or `https://github.example.coop/api/v3`. */
  readonly url: string
  readonly token: Secret
}

/** An issue as the REST API has it. */
export interface GithubIssue {
  readonly number: number
  readonly node_id: string
  readonly title: string
  readonly state: 'open' | 'closed'
  readonly html_url: string
  readonly body: string | null
  readonly created_at: string
  readonly pull_request?: unknown
}

/** Speaks with GitHub: issues by REST, projects by GraphQL, for their cards are nowhere else. */
export interface Github extends AsyncDisposable {
  issue(place: string, number: number): Promise<GithubIssue>
  /** Issues and pull requests of a repository, the newest first, as long as `goOn` says so. */
  issues(place: string, goOn: (issue: GithubIssue) => boolean): Promise<GithubIssue[]>
  create(place: string, issue: { title: string; body: string; assignees: readonly string[] }): Promise<GithubIssue>
  close(place: string, number: number): Promise<GithubIssue>
  /** Throws Problem 'refused' with what GitHub says, 'not-found' for what is not there. */
  query<Data>(text: string, variables: Readonly<Record<string, unknown>>): Promise<Data>
}

const pageSize = 100
/** A thousand issues since one meeting are more than any co-op has had. */
const mostPages = 10

export function createGithub({ url, token }: GithubSettings): Github {
  const headers = {
    accept: 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    authorization: `Bearer ${token.reveal()}`,
  }
  const exchange = createExchange({ name: 'GitHub', url, headers })
  return {
    issue: async (place, number) =>
      (await exchange.send({ method: 'GET', path: pathOf(place, number) })).body as GithubIssue,
    issues: (place, goOn) => listIssues(exchange, place, goOn),
    create: async (place, body) =>
      (await exchange.send({ method: 'POST', path: pathOf(place), body })).body as GithubIssue,
    async close(place, number) {
      const body = { state: 'closed', state_reason: 'completed' }
      return (await exchange.send({ method: 'PATCH', path: pathOf(place, number), body })).body as GithubIssue
    },
    query: (text, variables) => query(exchange, graphqlPath(url), text, variables),
    [Symbol.asyncDispose]: () => exchange[Symbol.asyncDispose](),
  }
}

function pathOf(place: string, number?: number): string {
  return `/repos/${place}/issues${number === undefined ? '' : `/${number}`}`
}

/** GraphQL is beside the REST API; with GitHub Enterprise Server beside its folder v3. */
function graphqlPath(url: string): string {
  return url.endsWith('/v3') ? '/../graphql' : '/graphql'
}

async function listIssues(exchange: Exchange, place: string, goOn: (issue: GithubIssue) => boolean) {
  const found: GithubIssue[] = []
  for (let page = 1; page <= mostPages; page++) {
    const query = `?state=all&sort=created&direction=desc&per_page=${pageSize}&page=${page}`
    const issues = (await exchange.send({ method: 'GET', path: pathOf(place) + query })).body as GithubIssue[]
    const wanted = issues.filter(goOn)
    found.push(...wanted)
    if (wanted.length < issues.length || issues.length < pageSize) break
  }
  return found
}

interface GraphqlAnswer {
  readonly data?: unknown
  readonly errors?: readonly { readonly type?: string; readonly message: string }[]
}

/** GraphQL answers 200 whatever went wrong, and says it in `errors`. */
async function query<Data>(
  exchange: Exchange,
  path: string,
  text: string,
  variables: Readonly<Record<string, unknown>>,
): Promise<Data> {
  const { body } = await exchange.send({ method: 'POST', path, body: { query: text, variables } })
  const { data, errors = [] } = (body ?? {}) as GraphqlAnswer
  const [error] = errors
  if (!error) return data as Data
  if (error.type === 'NOT_FOUND') throw new Problem('not-found', `GitHub: ${error.message}`)
  const hint = error.type === 'INSUFFICIENT_SCOPES' ? 'the token needs the scopes repo and project' : undefined
  throw new Problem('refused', `GitHub: ${error.message}`, { hint })
}
