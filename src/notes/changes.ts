import type { IssueName } from './model.ts'

/** Something that a note asks for and that is not so yet. */
export type Change = TaskChange | MoveChange | CloseChange | DecisionChange | LinkChange

interface Proposed {
  /** Says which it is, the same whenever the note is looked at. */
  readonly key: string
  /** From 1, in the note. */
  readonly line: number
  /** How sure the reading is, from 0 to 1. */
  readonly confidence: number
  /** Whether it is to be done unless somebody says otherwise; what is only guessed is not. */
  readonly chosen: boolean
  /** Why it cannot be done. */
  readonly obstacle?: string | undefined
}

export interface TaskChange extends Proposed {
  readonly kind: 'task'
  readonly title: string
  readonly assignees: readonly Assignee[]
  /** Who is named and not known: groups, guests, typing mistakes. */
  readonly unknown: readonly string[]
  readonly about?: IssueName | undefined
}

export interface Assignee {
  readonly id: string
  readonly name: string
}

export interface MoveChange extends Proposed {
  readonly kind: 'move'
  readonly issue: IssueName
  readonly title: string
  /** Null when it is in no column. */
  readonly from: string | null
  readonly to: string
}

export interface CloseChange extends Proposed {
  readonly kind: 'close'
  readonly issue: IssueName
  readonly title: string
}

export interface DecisionChange extends Proposed {
  readonly kind: 'decision'
  readonly text: string
  readonly section: string
  readonly context: string
  readonly votes: readonly CountedVote[]
}

export interface CountedVote {
  /** The id of a person, or the word as written; empty for votes that were only counted. */
  readonly voter: string
  readonly value: 1 | 0 | -1
}

/** A bare `#12` that becomes a link. */
export interface LinkChange extends Proposed {
  readonly kind: 'link'
  /** The line as it is, and as it would be. */
  readonly before: string
  readonly after: string
}
