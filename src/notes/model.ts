import type { Item } from './item.ts'

export type * from './item.ts'

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
  /** Titles of issues by `repository#number`, by which a wrong number is noticed. */
  readonly titles?: ReadonlyMap<string, string> | undefined
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
