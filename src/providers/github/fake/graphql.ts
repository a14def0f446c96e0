import { buildSchema, GraphQLError, type GraphQLFormattedError, graphql } from 'graphql'
import { schemaText } from './schema.ts'
import { type FakeGithubState, type FakeIssue, type FakeProject, findIssue } from './state.ts'

const schema = buildSchema(schemaText)

interface GraphqlAnswer {
  readonly data?: unknown
  readonly errors?: readonly (GraphQLFormattedError & { readonly type?: string })[]
}

/** Answers a query as GitHub does: always 200, what is wrong in `errors`, with a `type` beside the message. */
export async function answerGraphql(
  state: FakeGithubState,
  { query, variables }: { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> },
): Promise<GraphqlAnswer> {
  const { data, errors } = await graphql({
    schema,
    source: query,
    variableValues: variables ?? {},
    rootValue: rootOf(state),
  })
  return {
    ...(data === undefined ? {} : { data }),
    ...(errors ? { errors: errors.map((error) => ({ ...error.toJSON(), ...typeOf(error) })) } : {}),
  }
}

function typeOf({ extensions }: GraphQLError): { type?: string } {
  return typeof extensions['type'] === 'string' ? { type: extensions['type'] } : {}
}

function fail(type: string, message: string): never {
  throw new GraphQLError(message, { extensions: { type } })
}

function rootOf(state: FakeGithubState) {
  return {
    repository({ owner, name }: { owner: string; name: string }) {
      const repository = state.repositories.get(`${owner}/${name}`.toLowerCase())
      if (!repository) fail('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
      return {
        id: `R_${name}`,
        name,
        issueOrPullRequest({ number }: { number: number }) {
          const issue = findIssue(state, repository.place, number)
          if (!issue) fail('NOT_FOUND', `Could not resolve to an issue or pull request with the number of ${number}.`)
          return toIssue(state, issue)
        },
      }
    },
    repositoryOwner({ login }: { login: string }) {
      const projects = state.projects.filter(({ owner }) => owner === login)
      const isKnown =
        projects.length > 0 || [...state.repositories.keys()].some((place) => place.startsWith(`${login}/`))
      if (!isKnown) return null
      return {
        __typename: 'Organization',
        id: `O_${login}`,
        login,
        projectV2({ number }: { number: number }) {
          requireScope(state)
          const project = projects.find((one) => one.number === number)
          if (!project) fail('NOT_FOUND', `Could not resolve to a ProjectV2 with the number ${number}.`)
          return toProject(project)
        },
      }
    },
    ...mutations(state),
  }
}

function mutations(state: FakeGithubState) {
  const projectOf = (id: string) =>
    state.projects.find((one) => one.id === id) ??
    fail('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'.`)
  return {
    addProjectV2ItemById({ input }: { input: { projectId: string; contentId: string } }) {
      requireScope(state)
      const project = projectOf(input.projectId)
      const all = [...state.repositories.values()].flatMap(({ issues }) => issues)
      const issue = all.find(({ id }) => id === input.contentId)
      if (!issue) fail('NOT_FOUND', `Could not resolve to a node with the global id of '${input.contentId}'.`)
      // One that is there already is given as it is.
      const there = project.items.find((item) => item.issue === issue)
      const item = there ?? { id: `PVTI_${state.nextId++}`, issue, option: null }
      if (!there) project.items.push(item)
      return { item: toItem(project, item) }
    },
    updateProjectV2ItemFieldValue({ input }: { input: MoveInput }) {
      requireScope(state)
      const project = projectOf(input.projectId)
      const item = project.items.find(({ id }) => id === input.itemId)
      if (!item || project.field !== input.fieldId)
        fail('NOT_FOUND', 'Could not resolve to a node with that global id.')
      const option = project.options.find(({ id }) => id === input.value.singleSelectOptionId)
      if (!option) fail('VALIDATION', 'The single select option Id does not belong to the field')
      item.option = option.name
      return { projectV2Item: toItem(project, item) }
    },
  }
}

interface MoveInput {
  readonly projectId: string
  readonly itemId: string
  readonly fieldId: string
  readonly value: { readonly singleSelectOptionId?: string }
}

function requireScope({ scopes }: FakeGithubState): void {
  if (scopes.has('project')) return
  fail('INSUFFICIENT_SCOPES', "Your token has not been granted the required scopes: ['read:project'].")
}

function toIssue(state: FakeGithubState, issue: FakeIssue) {
  return {
    __typename: issue.isPullRequest ? 'PullRequest' : 'Issue',
    id: issue.id,
    number: issue.number,
    title: issue.title,
    url: `https://github.example/${issue.place}/issues/${issue.number}`,
    closed: issue.state === 'closed',
    projectItems: () => {
      const nodes = state.projects.flatMap((project) =>
        project.items.filter((item) => item.issue === issue).map((item) => toItem(project, item)),
      )
      return { nodes: state.scopes.has('project') ? nodes : [], totalCount: nodes.length }
    },
  }
}

function toProject({ id, number, field, options }: FakeProject) {
  return {
    id,
    number,
    title: `Project ${number}`,
    field: ({ name }: { name: string }) =>
      name === 'Status' ? { __typename: 'ProjectV2SingleSelectField', id: field, name, options } : null,
  }
}

function toItem(project: FakeProject, { id, option }: FakeProject['items'][number]) {
  return {
    id,
    project: toProject(project),
    fieldValueByName: ({ name }: { name: string }) =>
      name === 'Status' && option !== null
        ? { __typename: 'ProjectV2ItemFieldSingleSelectValue', name: option, optionId: option }
        : null,
  }
}
