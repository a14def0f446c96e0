/** Whether a link is found by searching, or only by whoever knows its keyword. */
export type Visibility = 'public' | 'unlisted'
export const visibilities = ['public', 'unlisted'] as const

/** What a source says of a keyword. */
export interface Row {
  /** Folded. */
  readonly keyword: string
  /** Trimmed; empty when the link is retired: its keyword stays, and leads nowhere any more. */
  readonly destination: string
  readonly visibility: Visibility
  readonly note: string
  /** A person's id in the portal's own rows, words in others. */
  readonly owner: string | undefined
  /** Counted from 1; undefined in the portal's own rows. */
  readonly line: number | undefined
}

/** The rows of one source, the first of those with the same keyword first. */
export interface SourceRows {
  /** As messages call it. */
  readonly source: string
  readonly rows: readonly Row[]
}

/** The name of the rows that are kept here, and edited in the portal. */
export const portalSource = 'portal'

/** Where a link leads, once all others that it goes through are taken into account. */
export type Outcome =
  | { readonly kind: 'goes'; readonly location: string }
  /** `keyword` is the one that is retired: its own, or one that it leads through. */
  | { readonly kind: 'gone'; readonly keyword: string }
  | { readonly kind: 'loop' }
  | { readonly kind: 'dangling'; readonly keyword: string }
  /** What stands there is no address that a browser may be sent to. */
  | { readonly kind: 'broken' }

/** A link as it is served. */
export interface Link extends Row {
  readonly source: string
  readonly outcome: Outcome
  /** The keywords that it leads through, in order; none for most. */
  readonly via: readonly string[]
  /** Whether the search shows it: it is public, leads somewhere, and tells no password on the way. */
  readonly isListed: boolean
}
