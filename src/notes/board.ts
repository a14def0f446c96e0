import type { IssueName } from './model.ts'

/** A card of a board as it is now. */
export interface Card {
  /** The issue that it stands for; null for a task that is only a card. */
  readonly issue: IssueName | null
  readonly title: string
  /** As the board spells it; null when it is in none. */
  readonly column: string | null
  readonly closed: boolean
  /** What a note calls it in a link: `#12`. */
  readonly name: string
  readonly url: string
}

/** A task that a note asks for. */
export interface NewTask {
  /** Marks it, so that it is found again and never made twice. */
  readonly key: string
  readonly title: string
  /** What stands below the title: where it comes from. */
  readonly details: string
  /** The ids of people; words that name nobody known are in the details. */
  readonly assignees: readonly string[]
  readonly source: Source
}

/** Where something is written. */
export interface Source {
  readonly path: string
  readonly line: number
  /** YYYY-MM-DD */
  readonly date: string | null
}

/** What is asked of a board before anything is proposed. */
export interface Wanted {
  readonly issues: readonly IssueName[]
  /** The marks of tasks that may have been made already. */
  readonly keys: readonly string[]
  /** YYYY-MM-DD: none of those tasks is older. */
  readonly since: string | null
}

/** How a board stands. */
export interface Standing {
  /** Of the issues that were asked for, those that are there. */
  readonly cards: readonly Card[]
  /** By the mark of the task. */
  readonly made: ReadonlyMap<string, Card>
}

/** Where tasks are: our own board, or issues elsewhere. Everything throws Problem 'unavailable', 'upstream' or 'refused'. */
export interface Board {
  readonly kind: 'own' | 'github' | 'forgejo'
  readonly columns: readonly string[]
  /** Whether an issue without a card gets one when it is moved, although nobody knows more of it than the note. */
  readonly takesAnyIssue: boolean
  look(wanted: Wanted): Promise<Standing>
  create(task: NewTask, actor: string): Promise<Card>
  /** Moves a card into a column, as `columns` spells it; `title` is for a card that is not there yet. */
  move(
    issue: IssueName,
    column: string,
    known: { readonly title: string; readonly source: Source },
    actor: string,
  ): Promise<Card>
  close(issue: IssueName, known: { readonly title: string; readonly source: Source }, actor: string): Promise<Card>
}

/** An issue as one text: `organizing#12`, `elsewhere/tools#3`. */
export function nameOf(issue: IssueName): string {
  const { repo, number } = withPlace(issue)
  return `${repo}#${number}`
}

/** An issue whose repository is named with its owner, where that is not us: `elsewhere/tools`. */
export function withPlace({ owner, repo, number }: IssueName): { readonly repo: string; readonly number: number } {
  return { repo: owner === undefined ? repo : `${owner}/${repo}`, number }
}

/** The column that a note means, however it is spelt; undefined when the board has none of that name. */
export function findColumn(columns: readonly string[], written: string): string | undefined {
  return columns.find((column) => lettersOf(column) === lettersOf(written))
}

/** Where new tasks begin: in To Do, else in the first column. */
export function firstColumn(columns: readonly string[]): string {
  return findColumn(columns, 'to do') ?? columns[0] ?? ''
}

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
