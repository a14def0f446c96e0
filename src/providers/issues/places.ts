import { Problem } from '../../lib/problem.ts'
import type { IssueName } from '../../notes/model.ts'

/** What a board of issues knows of its surroundings. */
export interface IssueSettings {
  readonly columns: readonly string[]
  /** Where new tasks become issues: `owner/name`. */
  readonly repository: string
  /** `owner/name` of a repository by the short name that notes use; undefined when nobody said so. */
  place(repo: string): string | undefined
  /** The short name of a repository: what a link is called there. */
  short(place: string): string
  /** What a person is called there; undefined when they have no account. */
  account(person: string): string | undefined
}

/** Where the repository of an issue is. Throws Problem 'refused'. */
export function requirePlace({ place }: IssueSettings, { repo }: IssueName): string {
  const found = repo.includes('/') ? repo : place(repo)
  if (found !== undefined) return found
  throw new Problem('refused', `nobody said where the repository ${repo} is`, {
    hint: `say it in coop.yaml: notes: { repositories: { ${repo}: owner/name } }`,
  })
}

/** The people's accounts; those without one are told in words below the task. */
export function accountsOf(
  { account }: IssueSettings,
  people: readonly string[],
): { accounts: string[]; without: string[] } {
  const accounts = people.flatMap((person) => account(person) ?? [])
  return { accounts, without: people.filter((person) => account(person) === undefined) }
}

/** Where new tasks begin: in To Do, else in the first column. */
export function newColumn({ columns }: IssueSettings): string {
  return columns.find((column) => /^to.?do$/i.test(column)) ?? columns[0] ?? ''
}
