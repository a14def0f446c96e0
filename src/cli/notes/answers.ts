/** What the REST API answers about notes, as far as commands show it. */

export interface ChangeAnswer {
  readonly key: string
  readonly kind: 'task' | 'move' | 'close' | 'decision' | 'link'
  readonly line: number
  readonly confidence: number
  readonly chosen: boolean
  readonly obstacle: string | null
  readonly title: string
  readonly assignees: readonly { readonly id: string; readonly name: string }[]
  readonly unknown: readonly string[]
  readonly issue: string | null
  readonly from: string | null
  readonly to: string | null
  readonly section: string | null
  readonly votes: readonly { readonly voter: string; readonly value: number }[]
  readonly after: string | null
}

export interface NotePreviewAnswer {
  readonly title: string | null
  readonly date: string | null
  readonly board: string
  readonly changes: readonly ChangeAnswer[]
  readonly appliedBefore: number
  readonly leftOut: number
  readonly text: string
}

export interface AppliedAnswer {
  readonly done: readonly {
    readonly key: string
    readonly kind: string
    readonly name: string | null
    readonly url: string | null
  }[]
  readonly failed: readonly { readonly key: string; readonly message: string }[]
  readonly text: string
}

export interface BoardAnswer {
  readonly kind: string
  readonly columns: readonly string[]
  readonly tasks: readonly TaskAnswer[]
}

export interface TaskAnswer {
  readonly number: number
  readonly title: string
  readonly column: string
  readonly assignees: readonly { readonly id: string; readonly name: string }[]
  readonly issue: string | null
  readonly since: string
}

export interface DecisionsAnswer {
  readonly decisions: readonly {
    readonly text: string
    readonly heldOn: string | null
    readonly noteTitle: string
    readonly path: string
    readonly line: number
    readonly context: string
  }[]
}
