/** What the REST API answers about links, as far as commands show it. Times are ISO 8601 text. */
export interface LinkAnswer {
  readonly keyword: string
  readonly address: string
  readonly destination: string
  readonly location: string | null
  readonly via: readonly string[]
  readonly state: string
  readonly visibility: string
  readonly isListed: boolean
  readonly note: string
  readonly owner: string | null
  readonly source: string
  readonly line: number | null
  readonly followed: number
  readonly check: { readonly state: string; readonly detail: string; readonly checkedAt: string } | null
}

export interface LinkDetailsAnswer extends LinkAnswer {
  readonly history: readonly {
    readonly at: string
    readonly actor: string
    readonly source: string
    readonly before: string | null
    readonly after: string | null
  }[]
  readonly counts: readonly { readonly period: string; readonly count: number }[]
}

export interface FindingAnswer {
  readonly kind: 'error' | 'warning' | 'note'
  readonly rule: string
  readonly source: string
  readonly line: number | null
  readonly keyword: string
  readonly message: string
}

export interface ReportAnswer {
  readonly sources: readonly {
    readonly name: string
    readonly links: number
    readonly readAt: string | null
    readonly trouble: string | null
  }[]
  readonly total: number
  readonly listed: number
  readonly findings: readonly FindingAnswer[]
}

export interface ImportAnswer {
  readonly adds: readonly RowAnswer[]
  readonly changes: readonly (RowAnswer & { readonly before: string })[]
  readonly same: number
  readonly refused: readonly { readonly line: number | null; readonly keyword: string; readonly why: string }[]
  readonly findings: readonly FindingAnswer[]
}

export interface RowAnswer {
  readonly line: number | null
  readonly keyword: string
  readonly destination: string
}

export interface CheckAnswer {
  readonly isRunning: boolean
  readonly done: number
  readonly of: number
  readonly results: readonly {
    readonly keyword: string
    readonly location: string
    readonly state: string
    readonly detail: string
    readonly checkedAt: string
  }[]
}
