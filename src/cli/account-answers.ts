/** What the REST API answers about accounts. Times are ISO 8601 text; what may not be seen is null. */
export interface PersonAnswer {
  readonly id: string
  readonly organisation: string
  readonly role: string
  readonly status: string
  readonly createdAt: string
  /** Names and whatever else tells who it is were left out. */
  readonly hidden: boolean
  readonly name: string | null
  readonly email: string | null
  readonly externalId: string | null
  readonly language: string | null
  readonly groups: readonly { readonly id: string; readonly name: string }[]
  readonly lastSeenAt: string | null
}

export interface PeopleAnswer {
  readonly people: readonly PersonAnswer[]
  readonly total: number
  readonly next: string | null
}

export interface GroupAnswer {
  readonly id: string
  readonly name: string
  readonly externalId: string | null
  readonly members: number
}

type Value = string | readonly string[] | null

export interface PreviewAnswer {
  readonly fingerprint: string
  readonly rows: number
  readonly adds: readonly {
    readonly line: number
    readonly name: string
    readonly email: string | null
    readonly externalId: string | null
    readonly role: string
    readonly groups: readonly string[]
  }[]
  readonly changes: readonly {
    readonly line: number
    readonly id: string
    readonly name: string | null
    readonly fields: readonly { readonly field: string; readonly before: Value; readonly after: Value }[]
  }[]
  readonly suspends: readonly { readonly id: string; readonly name: string | null }[]
  readonly unchanged: number
  readonly stillSuspended: readonly { readonly line: number; readonly id: string }[]
  readonly bad: readonly { readonly line: number; readonly problems: readonly string[] }[]
  readonly newGroups: readonly string[]
  readonly unusedColumns: readonly string[]
}

export interface ImportAnswer {
  readonly id: string
  readonly at: string
  readonly actor: string
  readonly added: number
  readonly changed: number
  readonly suspended: number
  readonly unchanged: number
  readonly skippedLines: readonly number[]
  readonly undoneAt: string | null
  readonly undoableUntil: string | null
}
