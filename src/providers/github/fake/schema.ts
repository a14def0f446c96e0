/** The part of GitHub's public GraphQL schema that is about issues in projects; names, types and nullability as there. */
export const schemaText = `
  scalar URI
  interface RepositoryOwner { id: ID!  login: String! }
  interface ProjectV2Owner { id: ID!  projectV2(number: Int!): ProjectV2 }
  type Organization implements RepositoryOwner & ProjectV2Owner { id: ID!  login: String!  projectV2(number: Int!): ProjectV2 }
  type User implements RepositoryOwner & ProjectV2Owner { id: ID!  login: String!  projectV2(number: Int!): ProjectV2 }
  type ProjectV2 { id: ID!  number: Int!  title: String!  field(name: String!): ProjectV2FieldConfiguration }
  interface ProjectV2FieldCommon { id: ID!  name: String! }
  type ProjectV2Field implements ProjectV2FieldCommon { id: ID!  name: String! }
  type ProjectV2SingleSelectField implements ProjectV2FieldCommon {
    id: ID!  name: String!  options(names: [String!]): [ProjectV2SingleSelectFieldOption!]!
  }
  type ProjectV2SingleSelectFieldOption { id: String!  name: String! }
  union ProjectV2FieldConfiguration = ProjectV2Field | ProjectV2SingleSelectField
  type Repository { id: ID!  name: String!  issueOrPullRequest(number: Int!): IssueOrPullRequest }
  union IssueOrPullRequest = Issue | PullRequest
  type Issue {
    id: ID!  number: Int!  title: String!  url: URI!  closed: Boolean!
    projectItems(first: Int, includeArchived: Boolean = true): ProjectV2ItemConnection!
  }
  type PullRequest {
    id: ID!  number: Int!  title: String!  url: URI!  closed: Boolean!
    projectItems(first: Int, includeArchived: Boolean = true): ProjectV2ItemConnection!
  }
  type ProjectV2ItemConnection { nodes: [ProjectV2Item]  totalCount: Int! }
  type ProjectV2Item { id: ID!  project: ProjectV2!  fieldValueByName(name: String!): ProjectV2ItemFieldValue }
  union ProjectV2ItemFieldValue = ProjectV2ItemFieldSingleSelectValue | ProjectV2ItemFieldTextValue
  type ProjectV2ItemFieldSingleSelectValue { name: String  optionId: String }
  type ProjectV2ItemFieldTextValue { text: String }
  type Query {
    repository(owner: String!, name: String!, followRenames: Boolean = true): Repository
    repositoryOwner(login: String!): RepositoryOwner
  }
  input AddProjectV2ItemByIdInput { projectId: ID!  contentId: ID!  clientMutationId: String }
  input ProjectV2FieldValue { text: String  number: Float  date: String  singleSelectOptionId: String  iterationId: String }
  input UpdateProjectV2ItemFieldValueInput {
    projectId: ID!  itemId: ID!  fieldId: ID!  value: ProjectV2FieldValue!  clientMutationId: String
  }
  type AddProjectV2ItemByIdPayload { clientMutationId: String  item: ProjectV2Item }
  type UpdateProjectV2ItemFieldValuePayload { clientMutationId: String  projectV2Item: ProjectV2Item }
  type Mutation {
    addProjectV2ItemById(input: AddProjectV2ItemByIdInput!): AddProjectV2ItemByIdPayload
    updateProjectV2ItemFieldValue(input: UpdateProjectV2ItemFieldValueInput!): UpdateProjectV2ItemFieldValuePayload
  }
`
