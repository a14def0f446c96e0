import { Problem } from '../../lib/problem.ts'
import type { Github } from './client.ts'

/** The field of a project whose values are its columns. */
export interface Columns {
  readonly project: string
  readonly field: string
  /** The id of each option by its name. */
  readonly options: ReadonlyMap<string, string>
}

/** An issue with its place in the project. */
export interface ProjectIssue {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly closed: boolean
  /** Its card; undefined when it is not in the project. */
  readonly item: string | undefined
  readonly column: string | null
}

/** Which project is meant. */
export interface ProjectName {
  readonly owner: string
  readonly number: number
}

const columnsQuery = `query ($owner: String!, $number: Int!) {
  repositoryOwner(login: $owner) {
    ... on ProjectV2Owner {
      projectV2(number: $number) {
        id
        field(name: "Status") { ... on ProjectV2SingleSelectField { id options { id name } } }
      }
    }
  }
}`

interface ColumnsAnswer {
  readonly repositoryOwner: {
    readonly projectV2?: {
      readonly id: string
      readonly field: { readonly id?: string; readonly options?: readonly { id: string; name: string }[] } | null
    } | null
  } | null
}

/** The columns of a project: the options of its field Status. Throws Problem 'not-found'. */
export async function readColumns(github: Github, { owner, number }: ProjectName): Promise<Columns> {
  const { repositoryOwner } = await github.query<ColumnsAnswer>(columnsQuery, { owner, number })
  const project = repositoryOwner?.projectV2
  if (!project) throw new Problem('not-found', `GitHub: ${owner} has no project ${number}, or the token may not see it`)
  const { id: field, options } = project.field ?? {}
  if (field === undefined || options === undefined) {
    throw new Problem('refused', `GitHub: project ${number} of ${owner} has no field Status with columns`)
  }
  return { project: project.id, field, options: new Map(options.map(({ id, name }) => [name, id])) }
}

const issueQuery = `query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issueOrPullRequest(number: $number) {
      ... on Issue { id title url closed projectItems(first: 50) { nodes { ...place } } }
      ... on PullRequest { id title url closed projectItems(first: 50) { nodes { ...place } } }
    }
  }
}
fragment place on ProjectV2Item {
  id
  project { id number }
  fieldValueByName(name: "Status") { ... on ProjectV2ItemFieldSingleSelectValue { name } }
}`

interface IssueAnswer {
  readonly repository: {
    readonly issueOrPullRequest: {
      readonly id: string
      readonly title: string
      readonly url: string
      readonly closed: boolean
      readonly projectItems: {
        readonly nodes: readonly {
          readonly id: string
          readonly project: { readonly id: string; readonly number: number }
          readonly fieldValueByName: { readonly name?: string } | null
        }[]
      }
    } | null
  } | null
}

/** An issue or pull request, and where it is in the project. Throws Problem 'not-found'. */
export async function readIssue(
  github: Github,
  place: string,
  number: number,
  project: string | undefined,
): Promise<ProjectIssue> {
  const [owner, name] = place.split('/')
  const { repository } = await github.query<IssueAnswer>(issueQuery, { owner, name, number })
  const issue = repository?.issueOrPullRequest
  if (!issue) throw new Problem('not-found', `GitHub: ${place} has no issue ${number}`)
  const { projectItems, ...rest } = issue
  const item = projectItems.nodes.find((one) => one.project.id === project)
  return { ...rest, item: item?.id, column: item?.fieldValueByName?.name ?? null }
}

const addMutation = `mutation ($project: ID!, $content: ID!) {
  addProjectV2ItemById(input: { projectId: $project, contentId: $content }) { item { id } }
}`

const moveMutation = `mutation ($project: ID!, $item: ID!, $field: ID!, $option: String!) {
  updateProjectV2ItemFieldValue(
    input: { projectId: $project, itemId: $item, fieldId: $field, value: { singleSelectOptionId: $option } }
  ) { projectV2Item { id } }
}`

/** Puts an issue into a column; one that is not in the project comes into it first. Throws Problem 'refused'. */
export async function putIntoColumn(
  github: Github,
  { project, field, options }: Columns,
  issue: { readonly id: string; readonly item: string | undefined },
  column: string,
): Promise<void> {
  const option = options.get(column)
  if (option === undefined) {
    throw new Problem('refused', `GitHub: the project has no column ${column}`, {
      hint: `it has: ${[...options.keys()].join(', ')}; name them in notes.board.columns of coop.yaml`,
    })
  }
  const item = issue.item ?? (await addItem(github, project, issue.id))
  await github.query(moveMutation, { project, item, field, option })
}

async function addItem(github: Github, project: string, content: string): Promise<string> {
  type Answer = { readonly addProjectV2ItemById: { readonly item: { readonly id: string } } }
  const { addProjectV2ItemById: added } = await github.query<Answer>(addMutation, { project, content })
  return added.item.id
}
