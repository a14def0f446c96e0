import type { SecretRef } from './config.ts'

/** How the minutes of meetings are kept, published and turned into tasks. */
export interface NotesConfig {
  /** Whose minutes they are; absent: those of the first organisation. */
  readonly organisation?: string | undefined
  /** The repository that a bare `#12` means. */
  readonly home_repository: string
  /** By which rules words are found. */
  readonly language: NotesLanguage
  /** Short names of repositories, and where they are: `owner/name`. */
  readonly repositories: Readonly<Record<string, string>>
  /** Where repositories are, without a trailing slash. */
  readonly repositories_url: string
  readonly layout: NotesLayout
  readonly board: BoardConfig
  readonly hedgedoc?: HedgedocConfig | undefined
}

export type NotesLanguage = 'simple' | 'english' | 'french' | 'german' | 'spanish'

/** Folders, within a repository or folder that notes are published into. */
export interface NotesLayout {
  readonly open: string
  readonly stubs: string
  readonly restricted: string
  /** What stands in the place of a note that only members may read. */
  readonly stub_text: string
}

export interface BoardConfig {
  readonly kind: 'own' | 'github' | 'forgejo'
  /** In their order. */
  readonly columns: readonly string[]
  /** The API's address, without a trailing slash; absent for GitHub's own. */
  readonly url?: string | undefined
  /** Whose project it is: an organisation or a user. */
  readonly owner?: string | undefined
  /** Where new tasks become issues: `owner/name`. */
  readonly repository?: string | undefined
  /** The number of the GitHub project. */
  readonly project?: number | undefined
  readonly token?: SecretRef | undefined
}

export interface HedgedocConfig {
  /** Without a trailing slash. */
  readonly url: string
  /** The cookie of a session, where anonymous pads are not allowed. */
  readonly session?: SecretRef | undefined
}
