/** What a fake GitHub knows. */
export interface FakeGithubState {
  readonly token: string
  /** The scopes of the token. */
  scopes: ReadonlySet<'repo' | 'project'>
  readonly users: ReadonlySet<string>
  readonly repositories: Map<string, FakeRepository>
  readonly projects: FakeProject[]
  nextId: number
}

export interface FakeRepository {
  readonly place: string
  readonly issues: FakeIssue[]
}

export interface FakeIssue {
  readonly id: string
  readonly place: string
  readonly number: number
  readonly title: string
  readonly body: string | null
  readonly assignees: readonly string[]
  readonly isPullRequest: boolean
  readonly createdAt: string
  state: 'open' | 'closed'
}

export interface FakeProject {
  readonly id: string
  readonly owner: string
  readonly number: number
  readonly field: string
  readonly options: readonly { readonly id: string; readonly name: string }[]
  readonly items: { readonly id: string; readonly issue: FakeIssue; option: string | null }[]
}

export function findIssue({ repositories }: FakeGithubState, place: string, number: number): FakeIssue | undefined {
  return repositories.get(place.toLowerCase())?.issues.find((issue) => issue.number === number)
}
