/** A person whom notes may name: by id, name, initials or another word. */
export interface NotePerson {
  readonly id: string
  readonly name: string
  readonly initials?: string | undefined
  /** Other names and handles that notes use, without `@`. */
  readonly aliases: readonly string[]
}

/** What a note cannot know by itself. */
export interface NoteContext {
  readonly people: readonly NotePerson[]
  /** The repository that a bare `#12` means, such as `organizing`. */
  readonly homeRepository: string
  /** Whose the home repository is; else it is learned from the links of the note, if they lead there. */
  readonly owner?: string | undefined
  /** Names of groups, which tasks may be given to. The usual ones (`all`, `infra-wg`, `finance wg`) are known. */
  readonly groups?: readonly string[] | undefined
  /** Where the note lies; its date is read from there when the title has none. */
  readonly path?: string | undefined
}

/** The minutes of a meeting. Nothing of the text is lost: `lines` holds every line, understood or not. */
export interface Note {
  readonly path: string | null
  /** The first heading, without its date. */
  readonly title: string | null
  /** `YYYY-MM-DD`, from the title, else from the file's name. */
  readonly date: string | null
  readonly header: NoteHeader
  readonly items: readonly Item[]
  readonly lines: readonly NoteLine[]
  /** Whether letters that had been decoded twice (`â˜…`) were set right (`★`). */
  readonly repaired: boolean
}

/** The block of `Key: value` below the title. */
export interface NoteHeader {
  readonly time: string | null
  readonly location: string | null
  readonly attending: readonly Named[]
  readonly cultivator: readonly Named[]
  readonly notetaker: readonly Named[]
  /** Who takes notes next, in that order. */
  readonly nextUp: readonly Named[]
  /** Keys that are not known, as written. */
  readonly other: Readonly<Record<string, string>>
}

/** Somebody in a header: the id of a known person, else the word as written, and what is said of them in brackets. */
export interface Named {
  readonly who: string
  readonly known: boolean
  readonly remark?: string | undefined
}

/** What kind of thing a line is in the text. */
export type LineKind =
  | 'blank'
  | 'front-matter'
  | 'heading'
  | 'header'
  | 'bullet'
  | 'text'
  | 'table'
  | 'code'
  | 'comment'
  | 'link-definition'
  | 'rule'

/** A line as it stands in the text. */
export interface NoteLine {
  /** From 1, in the file. */
  readonly line: number
  readonly kind: LineKind
  /** The whole line, repaired, without its line ending. */
  readonly text: string
  /** Columns before the text; a tab goes on to the next multiple of four. */
  readonly indent: number
  /** Where the content begins in `text`, after indent, bullet and checkbox, from 0. */
  readonly start: number
  /** `- [ ]` and `- [x]`. */
  readonly checkbox?: 'open' | 'ticked' | undefined
  /** The line that this one is below of, or null at the outermost. */
  readonly parent: number | null
  /** The line of the heading that this one is below of, or null before the first. */
  readonly section: number | null
}

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
