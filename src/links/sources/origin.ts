/** Where the text of a table comes from: a file, or an address. */
export interface Origin {
  /** As messages call it; without passwords. */
  readonly name: string
  /** Milliseconds between two looks when all is well. */
  readonly everyMs: number
  /**
   * The text, unless it is still the one that has this version. Throws Problem 'not-found', 'forbidden', 'unavailable' or
   * 'upstream' when it cannot be had.
   */
  read(known: Version | undefined): Promise<Reading>
}

/** What tells one text of an origin from the next one, such as an ETag. */
export type Version = Readonly<Record<string, string>>

export type Reading =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'text'; readonly text: string; readonly version: Version }
  /** It asks to be left alone for so long. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly why: string }
