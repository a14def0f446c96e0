/** Where an item stands: the line from 1, the first column from 1, and the length, in UTF-16 units of the repaired line. */
export interface Place {
  readonly line: number
  readonly column: number
  readonly length: number
  /** How sure the parser is, from 0 to 1. Below 0.5 it asks rather than says. */
  readonly confidence: number
}

/** An issue or pull request. `owner` is there when a note links to somebody else's, or to one of whom that is not known. */
export interface IssueName {
  readonly repo: string
  readonly number: number
  readonly owner?: string | undefined
}

export interface Section extends Place {
  readonly kind: 'section'
  readonly level: number
  readonly title: string
}

export interface AgendaItem extends Place {
  readonly kind: 'agenda'
  readonly title: string
  readonly minutes: number | null
  /** 0 for the agenda's own rows, 1 for those below another. */
  readonly depth: number
  readonly struck: boolean
}

export interface Attendance extends Place {
  readonly kind: 'attendance'
  readonly role: 'attending' | 'cultivator' | 'notetaker' | 'next-up'
  readonly who: string
  readonly remark?: string | undefined
}

export interface CheckIn extends Place {
  readonly kind: 'check-in'
  readonly speakers: readonly string[]
  readonly text: string
}

/** What somebody said: `bl: …`. */
export interface Statement extends Place {
  readonly kind: 'statement'
  readonly speakers: readonly string[]
  readonly text: string
}

export interface Todo extends Place {
  readonly kind: 'todo'
  readonly text: string
  /** Ids of people who are known, and the words as written for others (`infra`, `everyone`). */
  readonly assignees: readonly string[]
  readonly done: boolean
  /** The issue that it already became. */
  readonly became?: IssueName | undefined
  /** The nearest issue above it, to which it belongs. */
  readonly about?: IssueName | undefined
}

export interface Reference extends Place, IssueName {
  readonly kind: 'reference'
  /** The issue that was likely meant, when the known titles say that it is not this one. */
  readonly likely?: IssueName | undefined
}

export interface Decision extends Place {
  readonly kind: 'decision'
  readonly text: string
}

export interface Vote extends Place {
  readonly kind: 'vote'
  /** The id of a known person, else the word as written (`all`). */
  readonly voter: string
  readonly value: 1 | 0 | -1
  /** The line that was voted on. */
  readonly on: number
}

/** Votes without names: `+7 CONSENSUS`, a lone `:+1:`, `4/5 attendees positive`. */
export interface Tally extends Place {
  readonly kind: 'tally'
  readonly value: 1 | 0 | -1
  readonly count: number
  /** Out of how many, where that is said. */
  readonly of?: number | undefined
  readonly on: number
}

/** A card was moved, or is to be: `#moved to DOING`. */
export interface Move extends Place, IssueName {
  readonly kind: 'move'
  /** The column in lower case: `backlog`, `todo`, `doing`, `feedback required`, `done`. */
  readonly to: string
  /** Whether the note also says that the issue is closed. */
  readonly closes: boolean
}

/** Something that may be a move, but is written as a state or a wish: to be asked, never done by itself. */
export interface Suggestion extends Place {
  readonly kind: 'suggestion'
  readonly repo: string | null
  readonly number: number | null
  readonly to: string
  readonly text: string
}

/** A mark that the thing above is done, closed, parked or archived. */
export interface Done extends Place {
  readonly kind: 'done'
  readonly state: 'done' | 'closed' | 'parked' | 'archived'
  readonly repo: string | null
  readonly number: number | null
  readonly owner?: string | undefined
  readonly text: string
}

/** `_skipped_`: what was not spoken about, to be carried over. */
export interface Skipped extends Place {
  readonly kind: 'skipped'
  /** The title of the section, or the text of the line above. */
  readonly title: string
}

/** The heading of a column in a board review; what follows it is in that column. */
export interface Column extends Place {
  readonly kind: 'column'
  readonly name: string
}

/** `[in camera]`, `[private--for now!]` and the like: what should not be published. */
export interface PrivateMark extends Place {
  readonly kind: 'private'
  readonly text: string
}

/** A tick of the closing checklist, which stands in every note and is no task of its own. */
export interface Checklist extends Place {
  readonly kind: 'checklist'
  readonly text: string
  readonly done: boolean
}

/** Text that is kept as it is, because nothing more was understood. */
export interface Plain extends Place {
  readonly kind: 'text'
  readonly text: string
}

export type Item =
  | Section
  | AgendaItem
  | Attendance
  | CheckIn
  | Statement
  | Todo
  | Reference
  | Decision
  | Vote
  | Tally
  | Move
  | Suggestion
  | Done
  | Skipped
  | Column
  | PrivateMark
  | Checklist
  | Plain
